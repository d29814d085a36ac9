"""The virtual camera as others see it: over real HTTP, well and in every way it fails."""

from __future__ import annotations

import errno
import http.client
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import cv2
import numpy as np
import pytest

from app.devices.reading.image_work import View
from app.devices.reading.zxing import read_with_zxing
from app.devices.virtual_camera import CameraFault, VirtualCamera, serve
from app.devices.virtual_camera.viewers import MOST_VIEWERS
from app.domain.sighting import Symbol
from app.errors import Unavailable

_PATIENCE_S = 10.0


@contextmanager
def _watching(camera: VirtualCamera) -> Iterator[http.client.HTTPResponse]:
    where = camera.address.removeprefix("http://").rstrip("/")
    connection = http.client.HTTPConnection(where, timeout=_PATIENCE_S)
    connection.request("GET", "/")
    try:
        yield connection.getresponse()
    finally:
        connection.close()


def _next_picture(stream: http.client.HTTPResponse) -> bytes:
    """Raises OSError or EOFError where it ends."""
    length = 0
    while line := stream.readline():
        name, _, value = line.partition(b":")
        if name == b"Content-Length":
            length = int(value)
        if length and not line.strip():
            picture = stream.read(length)
            if len(picture) < length:
                raise EOFError
            return picture
    raise EOFError


def _until_it_ends(stream: http.client.HTTPResponse, most: int = 200) -> None:
    for _ in range(most):
        _next_picture(stream)


def _refuses(camera: VirtualCamera) -> bool:
    try:
        with _watching(camera):
            return False
    except ConnectionRefusedError:
        return True


def _pixels(picture: bytes) -> np.ndarray | None:
    return cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_GRAYSCALE)


def _read_from(stream: http.client.HTTPResponse, symbol: Symbol, most: int = 150) -> str:
    for _ in range(most):
        pixels = _pixels(_next_picture(stream))
        assert pixels is not None
        if seen := read_with_zxing(View("frame", pixels), {symbol}, thorough=True):
            return seen[0].text
    return ""


@pytest.fixture
def camera() -> Iterator[VirtualCamera]:
    """A small and quick one."""
    with VirtualCamera(width=640, height=360, fps=120) as camera:
        yield camera


def test_what_it_is_told_to_show_is_read_from_its_pictures_and_gone_after_it_was_taken_away(
    camera: VirtualCamera,
) -> None:
    with _watching(camera) as stream:
        assert camera.show("https://a.example/p/1", Symbol.QR) == "https://a.example/p/1"
        assert _read_from(stream, Symbol.QR) == "https://a.example/p/1"
        _until_it_ends(stream, 30)
        assert camera.sharp_since_s is not None
        camera.take_away()
        for _ in range(30):
            _next_picture(stream)
        assert _read_from(stream, Symbol.QR, 5) == ""


def test_opencv_reads_it_with_its_ffmpeg() -> None:
    with VirtualCamera() as camera:
        camera.show("4006381333931", Symbol.EAN_13)
        capture = cv2.VideoCapture(camera.address, cv2.CAP_FFMPEG)
        try:
            texts = set()
            for _ in range(90):
                is_there, pixels = capture.read()
                assert is_there
                assert pixels.shape == (720, 1280, 3)
                gray = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY), np.uint8)
                texts |= {each.text for each in read_with_zxing(View("frame", gray), {Symbol.EAN_13})}
                if texts:
                    break
            assert texts == {"4006381333931"}
        finally:
            capture.release()


def test_codes_go_round_by_themselves_and_follow_what_is_wanted() -> None:
    wanted = [("first", Symbol.QR), ("second", Symbol.QR)]
    with (
        VirtualCamera(lambda: wanted, width=640, height=360, fps=120, seed=2) as camera,
        _watching(camera) as stream,
    ):
        texts = {_read_from(stream, Symbol.QR)}
        while len(texts) < 2:
            texts.add(_read_from(stream, Symbol.QR))
        assert texts == {"first", "second"}
        wanted[:] = [("third", Symbol.QR)]
        while (text := _read_from(stream, Symbol.QR)) in texts:
            pass
        assert text == "third"


def test_what_cannot_be_printed_is_passed_over_and_who_has_no_answer_is_asked_again() -> None:
    answers = iter([Unavailable("store.busy", ""), [("no digits", Symbol.EAN_13), ("it", Symbol.QR)]])

    def texts() -> list[tuple[str, Symbol]]:
        answer = next(answers, [("it", Symbol.QR)])
        if isinstance(answer, Unavailable):
            raise answer
        return answer

    with VirtualCamera(texts, width=640, height=360, fps=200) as camera, _watching(camera) as stream:
        assert _read_from(stream, Symbol.QR) == "it"


def test_serve_gives_a_running_camera_and_close_ends_it() -> None:
    with serve(list) as camera:
        assert camera.address.startswith("http://127.0.0.1:")
        with _watching(camera) as stream:
            assert _pixels(_next_picture(stream)).shape == (720, 1280)
            camera.close()
            with pytest.raises((OSError, EOFError)):
                _until_it_ends(stream)
    assert _refuses(camera)


def test_without_power_nobody_is_let_in_until_it_is_back_at_the_same_place(camera: VirtualCamera) -> None:
    address = camera.address
    with _watching(camera) as stream:
        _next_picture(stream)
        camera.misbehave(CameraFault.REFUSE)
        with pytest.raises((OSError, EOFError)):
            _until_it_ends(stream)
    assert _refuses(camera)
    camera.misbehave(None)
    assert camera.address == address
    with _watching(camera) as stream:
        assert _next_picture(stream)


def test_a_stalled_camera_keeps_the_line_and_goes_on_when_it_recovers(camera: VirtualCamera) -> None:
    with _watching(camera) as stream:
        _next_picture(stream)
        camera.misbehave(CameraFault.STALL)
        stream.fp.raw._sock.settimeout(0.3)  # what was on its way comes still; then nothing
        with pytest.raises(TimeoutError):
            _until_it_ends(stream, 50)
    with _watching(camera) as stream:
        camera.misbehave(None)
        assert _next_picture(stream)


def test_a_connection_that_drops_is_cut_after_a_few_pictures_each_time(camera: VirtualCamera) -> None:
    camera.misbehave(CameraFault.DROP)
    for _ in range(2):
        with _watching(camera) as stream:
            _next_picture(stream)
            with pytest.raises((OSError, EOFError)):
                _until_it_ends(stream, 20)


@pytest.mark.parametrize("fault", [CameraFault.GARBAGE, CameraFault.TRUNCATED])
def test_what_is_no_whole_picture_is_sent_as_one(camera: VirtualCamera, fault: CameraFault) -> None:
    with _watching(camera) as stream:
        whole = _next_picture(stream)
        camera.misbehave(fault)
        pictures = [_next_picture(stream) for _ in range(6)]
        broken = pictures[-1]
        assert len(broken) < len(whole)
        assert not broken.endswith(b"\xff\xd9")
        camera.misbehave(None)
        assert any(_next_picture(stream).endswith(b"\xff\xd9") for _ in range(6))


def test_a_huge_picture_says_so_of_itself_and_weighs_no_more(camera: VirtualCamera) -> None:
    camera.misbehave(CameraFault.HUGE)
    with _watching(camera) as stream:
        picture = _next_picture(stream)
    assert len(picture) < 300_000
    at = picture.index(b"\xff\xc0")
    assert picture[at + 5 : at + 9] == (16000).to_bytes(2) * 2


def test_sizes_that_change_black_and_frozen_pictures_look_like_it(camera: VirtualCamera) -> None:
    with _watching(camera) as stream:
        camera.misbehave(CameraFault.RESIZE)
        assert {_pixels(_next_picture(stream)).shape for _ in range(40)} == {(360, 640), (180, 320)}
        camera.misbehave(CameraFault.BLACK)
        dark = [_next_picture(stream) for _ in range(8)][4:]
        assert all(_pixels(picture).mean() < 10 for picture in dark)
        assert len(set(dark)) > 1, "a sensor in the dark is noisy; only a frozen one repeats itself"
        camera.misbehave(CameraFault.FREEZE)
        assert len({_next_picture(stream) for _ in range(16)} - set(dark)) <= 4


def test_a_slow_camera_sends_three_a_second_while_the_world_goes_on() -> None:
    with VirtualCamera(width=640, height=360, fps=300) as camera, _watching(camera) as stream:
        camera.misbehave(CameraFault.SLOW)
        for _ in range(4):
            _next_picture(stream)
        camera.show("it", Symbol.QR)
        outcomes = [_read_from(stream, Symbol.QR, 1) for _ in range(12)]
        first = outcomes.index("it")
        assert first <= 8, "eight tenths of a second are brought in three pictures, not in twenty-four"


def test_it_serves_so_many_and_tells_others_that_it_is_busy(camera: VirtualCamera) -> None:
    host, _, port = camera.address.removeprefix("http://").rstrip("/").partition(":")
    callers = [socket.create_connection((host, int(port)), _PATIENCE_S) for _ in range(MOST_VIEWERS)]
    try:
        for caller in callers:
            caller.sendall(b"GET / HTTP/1.0\r\n\r\n")
            assert caller.recv(15) == b"HTTP/1.0 200 OK"
        with _watching(camera) as stream:
            assert stream.status == 503
    finally:
        for caller in callers:
            caller.close()


@pytest.mark.parametrize("question", [b"", b"\r\n\r\n", b"POST / HTTP/1.0\r\n\r\n", b"x" * 20_000])
def test_who_asks_for_nothing_gets_nothing_and_takes_no_place(camera: VirtualCamera, question: bytes) -> None:
    host, _, port = camera.address.removeprefix("http://").rstrip("/").partition(":")
    with socket.create_connection((host, int(port)), _PATIENCE_S) as caller:
        try:
            caller.sendall(question)
            caller.shutdown(socket.SHUT_WR)
            assert caller.recv(100) == b""
        except ConnectionError:
            pass  # it hung up with our words unread
        except OSError as error:
            if error.errno != errno.ENOTCONN:  # the same, noticed later
                raise
    with _watching(camera) as stream:
        assert _next_picture(stream)
