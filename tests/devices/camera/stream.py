"""A network camera on this machine that shows what the test puts before it, and what a test asks of a camera."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import cv2
import numpy as np
import zxingcpp

from app.devices.camera import ChildCamera, Patience
from app.devices.steady_clock import steady_ms
from app.domain.expecting import Expectation
from app.errors import Misconfigured, Unavailable
from tests.bench.reading_pictures import draw

Pixels = Any
_F = zxingcpp.BarcodeFormat
PATIENCE_S = 30.0
"""For a busy machine; a test that passes waits for what it waits for alone."""
FPS = 30


def bars(text: str) -> Pixels:
    return draw(_F.EAN13, text, module_px=3, bar_height=120)


def square(text: str) -> Pixels:
    return draw(_F.QRCode, text, module_px=5)


def scene(*codes: Pixels, size: tuple[int, int] = (1280, 720), at: Iterable[tuple[int, int]] = ()) -> Pixels:
    """A gray table with codes on it, side by side or `at` their places (left, top)."""
    width, height = size
    picture = np.full((height, width, 3), 120, np.uint8)
    places = list(at) or [(60 + 420 * number, 200) for number in range(len(codes))]
    for code, (left, top) in zip(codes, places, strict=True):
        picture[top : top + code.shape[0], left : left + code.shape[1]] = code[..., None]
    return picture


def jpeg(picture: Pixels) -> bytes:
    return cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 90])[1].tobytes()


class Stream:
    """An HTTP server that sends pictures on end, as network cameras do. `body` is what each part holds."""

    def __init__(self, port: int = 0) -> None:
        self.body = jpeg(scene())
        self.is_stalled = False
        self._over = threading.Event()
        stream = self

        class Answer(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=frame")
                self.end_headers()
                try:
                    while not stream._over.wait(1 / FPS):
                        if not stream.is_stalled:
                            self.wfile.write(part(stream.body))
                except OSError:
                    pass  # the camera hung up

            def log_message(self, *_: object) -> None:
                """Quiet."""

        ThreadingHTTPServer.allow_reuse_address = True
        self._server = ThreadingHTTPServer(("127.0.0.1", port), Answer)
        self._server.daemon_threads = True
        self.port = self._server.server_port
        self.address = f"http://127.0.0.1:{self.port}/live.mjpg"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()

    def show(self, *codes: Pixels, **more: Any) -> None:
        self.body = jpeg(scene(*codes, **more))

    def close(self) -> None:
        self._over.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def part(body: bytes) -> bytes:
    return b"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n" % len(body) + body + b"\r\n"


@contextmanager
def streaming(port: int = 0) -> Iterator[Stream]:
    stream = Stream(port)
    try:
        yield stream
    finally:
        stream.close()


class Watcher:
    """Reads a camera as the station does, and keeps what it heard."""

    def __init__(self, address: str, *, leave_ms: int = 200, **more: Any) -> None:
        self.expected = Expectation()
        self.camera = ChildCamera(
            "eye",
            address,
            leave_ms=leave_ms,
            expected=lambda: self.expected,
            clock=steady_ms,
            patience=more.pop("patience", Patience()),
            **more,
        )
        self.heard: list[str] = []
        self.trouble = ""

    def __enter__(self) -> Watcher:
        return self

    def __exit__(self, *_: object) -> None:
        self.camera.close()

    def until(self, is_so: Callable[[], object]) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while not is_so():
            assert time.monotonic() < deadline, f"heard {self.heard}, trouble {self.trouble!r}"
            self.step()

    def step(self) -> None:
        try:
            text = self.camera.read(0.02)
        except (Unavailable, Misconfigured) as error:
            self.trouble = error.code
            return
        self.trouble = ""
        if text is not None:
            self.heard.append(text)

    def until_heard(self, count: int) -> list[str]:
        self.until(lambda: len(self.heard) >= count)
        return self.heard

    def until_trouble(self, code: str) -> None:
        self.until(lambda: self.trouble == code)

    def until_sees(self) -> None:
        self.camera.show(is_shown=True)
        self.until(lambda: not self.trouble and self.camera.view() is not None)

    def until_in_view(self, count: int) -> None:
        """Until that many codes are outlined in the view."""
        self.camera.show(is_shown=True)
        self.until(lambda: (view := self.camera.view()) is not None and len(view.codes) == count)
