"""Cameras of the network that speak RTSP: OpenCV's FFmpeg reads them, and our camera does."""

from __future__ import annotations

import time

import cv2
import numpy as np
import pytest

from app.devices.camera import ChildCamera
from app.devices.virtual_camera import Film
from app.devices.virtual_camera.film import FPS
from app.domain.expecting import Expectation
from app.domain.sighting import Symbol
from app.errors import Unavailable
from tests.devices.rtsp_server import RtspServer


@pytest.fixture
def film() -> Film:
    film = Film(1)
    film.bring("4006381333931", Symbol.EAN_13)
    film.skip(FPS)
    return film


def test_opencv_reads_jpeg_that_comes_by_rtsp_as_it_was_sent(film: Film) -> None:
    sent = [film.shoot().jpeg for _ in range(4)]
    at = iter(sent)
    with RtspServer(lambda: next(at, sent[-1])) as server:
        capture = cv2.VideoCapture(server.address, cv2.CAP_FFMPEG)
        try:
            pictures = [capture.read()[1] for _ in range(6)]
        finally:
            capture.release()
    original = cv2.imdecode(np.frombuffer(sent[-1], np.uint8), cv2.IMREAD_COLOR)
    assert pictures[-1].shape == (720, 1280, 3)
    assert np.abs(pictures[-1].astype(int) - original).mean() < 2
    assert server.refused == 0, "it asks for one connection at once"


def test_a_code_before_a_camera_that_speaks_rtsp_is_read_once(film: Film) -> None:
    nothing = Expectation()
    with RtspServer(lambda: film.shoot().jpeg) as server:
        camera = ChildCamera(
            "bench", server.address, expected=lambda: nothing, clock=lambda: time.monotonic_ns() // 1_000_000
        )
        try:
            text = None
            for _ in range(40):
                try:
                    text = camera.read(0.5)
                except Unavailable:
                    continue
                if text is not None:
                    break
            assert text == "]E04006381333931"
            assert camera.read(0.5) is None
        finally:
            camera.close()
