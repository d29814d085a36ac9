"""A printer behind TLS that breaks off: what left is never told as nothing."""

from __future__ import annotations

import datetime
import hashlib
import socket
import ssl
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from app.devices.ipp.address import parse_address
from app.devices.printer_ipp import IppPrinter
from app.domain.printing import Delivery, Language
from tests.devices.test_ipp_printer import LABEL, LARGE, CrookedPrinter

_NOT_BEFORE = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)


class SecretPrinter(CrookedPrinter):
    """Speaks TLS with a certificate of its own, and has little room for what it has not read."""

    def learn(self, folder: Path) -> str:
        """Its certificate's fingerprint."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "printer")])
        certificate = (
            x509.CertificateBuilder(name, name, key.public_key(), 1, _NOT_BEFORE, _NOT_BEFORE.replace(year=2120))
        ).sign(key, hashes.SHA256())
        pem = serialization.Encoding.PEM
        file = folder / "printer.pem"
        file.write_bytes(
            key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
            + certificate.public_bytes(pem)
        )
        self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._tls.load_cert_chain(file)
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        return hashlib.sha256(certificate.public_bytes(serialization.Encoding.DER)).hexdigest()

    def _answer(self, line: socket.socket) -> None:
        with self._tls.wrap_socket(line, server_side=True) as secret:
            super()._answer(secret)


def a_secret_printer(secret: SecretPrinter, folder: Path) -> IppPrinter:
    address = parse_address(f"ipps://127.0.0.1:{secret.port}/ipp/print", fingerprint=secret.learn(folder))
    return IppPrinter("label", address, language=Language.ZPL, station="bench-1")


def test_a_label_reaches_a_printer_behind_tls(tmp_path: Path) -> None:
    with SecretPrinter() as secret:
        assert a_secret_printer(secret, tmp_path).send(LABEL).delivery is Delivery.DELIVERED


def test_a_line_that_breaks_inside_the_first_piece_is_unknown(tmp_path: Path) -> None:
    """A piece is several records of TLS: the printer has read the first of them when it breaks off."""
    with SecretPrinter(cut_at=9000) as secret:
        outcome = a_secret_printer(secret, tmp_path).send(LARGE)
    assert (outcome.delivery, outcome.code) == (Delivery.UNKNOWN, "printer.reset")
    assert outcome.bytes_sent > 0
