"""A network camera that speaks RTSP: one caller at a time, JPEG in RTP (RFC 2435) between the words of the same
connection (RFC 2326, 10.12), as cameras do it behind a firewall.
"""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable

_CLOCK_HZ = 90_000
_MOST_IN_PACKET = 1400
_PAYLOAD_JPEG = 26
_PATIENCE_S = 5.0
_TICK_S = 0.05


class RtspServer:
    """Sends what `next_jpeg` gives (baseline, 4:2:0, sides in multiples of 16), `fps` pictures a second."""

    def __init__(self, next_jpeg: Callable[[], bytes], *, fps: float = 30) -> None:
        self._next_jpeg = next_jpeg
        self._fps = fps
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(_TICK_S)
        self._ends = threading.Event()
        self.refused = 0
        """How many asked for another way than through this connection."""
        self._thread = threading.Thread(target=self._run, daemon=True)

    @property
    def address(self) -> str:
        return f"rtsp://127.0.0.1:{self._listener.getsockname()[1]}/bench"

    def __enter__(self) -> RtspServer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ends.set()
        self._thread.join()
        self._listener.close()

    def _run(self) -> None:
        while not self._ends.is_set():
            try:
                caller, _ = self._listener.accept()
            except TimeoutError:
                continue
            with caller:
                caller.settimeout(_TICK_S)
                try:
                    self._talk(caller)
                except OSError:
                    pass  # it hung up

    def _talk(self, caller: socket.socket) -> None:
        heard, is_playing, pictures, number = b"", False, 0, 0
        while not self._ends.is_set():
            try:
                caller.settimeout(_TICK_S if not is_playing else 1 / self._fps)
                piece = caller.recv(8192)
                if not piece:
                    return
                heard += piece
            except TimeoutError:
                pass
            heard = _without_reports(heard)
            while b"\r\n\r\n" in heard:
                question, _, heard = heard.partition(b"\r\n\r\n")
                word = question.split(b" ")[0].decode("latin-1")
                caller.settimeout(_PATIENCE_S)
                caller.sendall(self._answer(word, question.decode("latin-1")))
                is_playing = word == "PLAY" or (is_playing and word != "TEARDOWN")
                heard = _without_reports(heard)
            if is_playing:
                caller.settimeout(_PATIENCE_S)
                packets = _packets(self._next_jpeg(), number, round(pictures * _CLOCK_HZ / self._fps))
                caller.sendall(b"".join(struct.pack(">cBH", b"$", 0, len(each)) + each for each in packets))
                number, pictures = number + len(packets), pictures + 1

    def _answer(self, word: str, question: str) -> bytes:
        lines = question.split("\r\n")
        told = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
        head, body = f"CSeq: {told.get('cseq', '0')}\r\nSession: 4711\r\n", ""
        if word == "OPTIONS":
            head += "Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN\r\n"
        elif word == "DESCRIBE":
            body = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=bench\r\nt=0 0\r\n"
            body += f"m=video 0 RTP/AVP {_PAYLOAD_JPEG}\r\nc=IN IP4 127.0.0.1\r\na=control:track1\r\n"
            head += f"Content-Type: application/sdp\r\nContent-Base: {self.address}/\r\n"
        elif word == "SETUP":
            if "interleaved" not in told.get("transport", ""):
                self.refused += 1
                return f"RTSP/1.0 461 Unsupported Transport\r\n{head}\r\n".encode()
            head += "Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\n"
        return f"RTSP/1.0 200 OK\r\n{head}Content-Length: {len(body)}\r\n\r\n{body}".encode()


def _without_reports(heard: bytes) -> bytes:
    """What a caller says of how it receives comes between its questions, framed as pictures are."""
    while len(heard) >= 4 and heard[:1] == b"$" and len(heard) >= (end := 4 + int.from_bytes(heard[2:4], "big")):
        heard = heard[end:]
    return heard


def _packets(jpeg: bytes, number: int, time_stamp: int) -> list[bytes]:
    """One picture in packets, the first of which has this `number`, and its tables of quantization."""
    width, height, tables, scan = _taken_apart(jpeg)
    packets: list[bytes] = []
    offset = 0
    while offset < len(scan):
        head = struct.pack(">I", offset) + bytes([1, 255, width // 8, height // 8])
        if offset == 0:
            head += struct.pack(">BBH", 0, 0, len(tables)) + tables
        piece = scan[offset : offset + _MOST_IN_PACKET]
        offset += len(piece)
        is_last = offset >= len(scan)
        marker = _PAYLOAD_JPEG | (0x80 if is_last else 0)
        packets.append(
            struct.pack(">BBHII", 0x80, marker, (number + len(packets)) & 0xFFFF, time_stamp, 1) + head + piece
        )
    return packets


def _taken_apart(jpeg: bytes) -> tuple[int, int, bytes, bytes]:
    """Width, height, the tables of quantization and the coded rest (ITU-T T.81, B.1)."""
    at, tables, width, height = 2, b"", 0, 0
    while True:
        marker, length = struct.unpack(">HH", jpeg[at : at + 4])
        content = jpeg[at + 4 : at + 2 + length]
        at += 2 + length
        if marker == 0xFFDB:  # each table with its number before it
            tables += b"".join(content[i + 1 : i + 65] for i in range(0, len(content), 65))
        elif marker == 0xFFC0:
            height, width = struct.unpack(">HH", content[1:5])
        elif marker == 0xFFDA:
            return width, height, tables, jpeg[at : jpeg.rindex(b"\xff\xd9")]
