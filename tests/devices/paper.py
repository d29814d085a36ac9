"""One small label in each printer language, and a line to a virtual printer."""

from __future__ import annotations

import socket

from app.devices.virtual_printer import VirtualPrinter
from app.domain.printing import Language

DOTS = "80010180"
"""What each of them burns: two rows of sixteen dots."""
DOCUMENTS: dict[Language, bytes] = {
    Language.ZPL: b"^XA^PW16^LL2^FO0,0^GFA,4,4,2,80010180^FS^XZ",
    Language.TSPL: b"SIZE 16 dot,2 dot\r\nGAP 2 mm,0 mm\r\nCLS\r\nBITMAP 0,0,2,2,0,\x7f\xfe\xfe\x7f\r\nPRINT 1,1\r\n",
    Language.EPL: b"\r\nN\r\nq16\r\nQ2,24\r\nGW0,0,2,2,\x7f\xfe\xfe\x7f\r\nP1\r\n",
    Language.CPCL: b"! 0 200 200 2 1\r\nPAGE-WIDTH 16\r\nCG 2 2 0 0 \x80\x01\x01\x80\r\nFORM\r\nPRINT\r\n",
    Language.ESCPOS: b"\x1b@\x1dv0\x00\x02\x00\x02\x00\x80\x01\x01\x80\x1dVB\x00",
}
QUESTIONS: dict[Language, bytes] = {
    Language.ZPL: b"~HS",
    Language.TSPL: b"\x1b!?",
    Language.EPL: b"^ee\r\n",
    Language.CPCL: b"\x1bh",
    Language.ESCPOS: b"\x10\x04\x01",
}


def copies(language: Language, count: int) -> bytes:
    """The label, so many times in one document; a receipt printer has no word for that."""
    document = DOCUMENTS[language]
    match language:
        case Language.ZPL:
            return document.replace(b"^XZ", b"^PQ%d^XZ" % count)
        case Language.TSPL:
            return document.replace(b"PRINT 1,1", b"PRINT 1,%d" % count)
        case Language.EPL:
            return document.replace(b"P1\r\n", b"P%d\r\n" % count)
        case _:
            return document.replace(b"200 2 1\r\n", b"200 2 %d\r\n" % count)


def talk(printer: VirtualPrinter, *pieces: bytes) -> bytes:
    """Send the pieces in segments of their own, end, and read until the printer's end."""
    with socket.create_connection(("127.0.0.1", printer.port), timeout=5) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for piece in pieces:
            connection.sendall(piece)
        connection.shutdown(socket.SHUT_WR)
        answer = b""
        while piece := connection.recv(65536):
            answer += piece
    return answer
