"""Personal data at rest: each field encrypted for its own place, and blind indexes to find it again.

AES-256-GCM with a random 96-bit nonce; the column and the row's id are authenticated, so a ciphertext moved elsewhere
does not open. The index is HMAC-SHA-256 over the normalized value, cut to 8 bytes, under a key of its own.
"""

from __future__ import annotations

import hmac
import os
import unicodedata

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from app.errors import Misconfigured

_KEY_ID = b"\x01"


class Sealer:
    """Seals and opens fields with a station's 32-byte key."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(_derived(key, b"packbench field"))
        self._index_key = _derived(key, b"packbench index")

    def seal(self, column: str, row_id: str, value: str) -> bytes:
        """The value under lock; an empty one stays empty, for it says nothing of anybody."""
        return self.seal_bytes(column, row_id, value.encode())

    def seal_bytes(self, column: str, row_id: str, value: bytes) -> bytes:
        if not value:
            return b""
        nonce = os.urandom(12)
        return _KEY_ID + nonce + self._cipher.encrypt(nonce, value, f"{column}|{row_id}".encode())

    def open(self, column: str, row_id: str, sealed: bytes) -> str:
        """The value sealed in this place. Raises Misconfigured when the key is another one or the bytes were moved."""
        return self.open_bytes(column, row_id, sealed).decode()

    def open_bytes(self, column: str, row_id: str, sealed: bytes) -> bytes:
        """As `open`, for what is no text."""
        if not sealed:
            return b""
        try:
            return self._cipher.decrypt(sealed[1:13], sealed[13:], f"{column}|{row_id}".encode())
        except InvalidTag as error:
            raise Misconfigured("keys.wrong_key", column) from error

    def index(self, kind: str, value: str) -> bytes:
        return hmac.digest(self._index_key, f"{kind}|{value}".encode(), "sha256")[:8]

    def name_index(self, name: str) -> bytes:
        plain = name if name.isascii() else unicodedata.normalize("NFKC", name)
        return self.index("name", "".join(plain.casefold().split()))

    def phone_index(self, phone: str) -> bytes:
        return self.index("phone", _digits(phone))

    def phone_tail_index(self, phone: str) -> bytes:
        return self.index("tail", _digits(phone)[-4:])

    def badge_index(self, badge: str) -> bytes:
        return self.index("badge", badge.casefold())

    def pin_digest(self, person_id: str, pin: str) -> bytes:
        """What is hashed of a PIN: bound to this station's key and to the person, so that it fits no other row."""
        return hmac.digest(self._index_key, f"pin|{person_id}|{pin}".encode(), "sha256")


def _derived(key: bytes, purpose: bytes) -> bytes:
    return HKDFExpand(algorithm=SHA256(), length=32, info=purpose).derive(key)


def _digits(phone: str) -> str:
    """A phone number's digits without the Chinese country code, so that +86 138… finds 138…."""
    if phone.isascii() and phone.isdigit() and len(phone) <= 11:
        return phone  # nearly all of them, a hundred thousand at a time
    digits = "".join(c for c in unicodedata.normalize("NFKC", phone) if c.isdigit())
    return digits.removeprefix("0086").removeprefix("86") if len(digits) > 11 else digits
