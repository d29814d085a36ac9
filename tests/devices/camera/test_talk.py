"""What the process that sees says is taken for what it is: words of ours, or nonsense that ends it."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.child import write_block
from app.devices.camera.talk import (
    MOST_SEEN,
    Beat,
    Post,
    Seen,
    Small,
    Whole,
    Wish,
    Word,
    environment_for,
    read_post,
    read_wish,
    read_word,
    write_post,
    write_wish,
    write_word,
)
from app.domain.camera_view import Region
from app.domain.latch import ALL_MOVED, Glance
from app.domain.scanner import ScannerState
from app.domain.sighting import BENCH_CODES, Engine, Sighting, Symbol

OUTLINE = ((1.5, 2.0), (3.0, 4.0), (5.0, 6.0), (7.0, 8.0))
SIGHTING = Sighting(Symbol.QR, "快递\x1d鸟", "]Q1", OUTLINE, Engine.ZXING, "frame", 7)


@pytest.mark.parametrize(
    "word",
    [
        Beat(ScannerState.BUSY, 1200, 29.5, is_idle=True),
        Seen(Glance((SIGHTING, SIGHTING), 1280, 720, ALL_MOVED), 123_456),
        Seen(Glance((), 640, 480, 0), 0),
        Small(2, 1, b"abcdef"),
        Whole(3, b"\xff\xd8"),
    ],
)
def test_a_word_arrives_as_it_was_said(word: Word) -> None:
    pipe = io.BytesIO()
    write_word(pipe, word)
    pipe.seek(0)
    assert read_word(pipe) == word
    with pytest.raises(EOFError):
        read_word(pipe)


def test_what_is_asked_arrives_as_it_was_asked() -> None:
    pipe = io.BytesIO()
    post = Post("rtsp://a:b@10.0.0.7/1", 1280, 720, 30, Region(0.1, 0.2, 0.3, 0.4), BENCH_CODES)
    wish = Wish(frozenset({"快递", "04006381333931"}), is_shown=True, picture=4)
    write_post(pipe, post)
    write_wish(pipe, wish)
    pipe.seek(0)
    assert (read_post(pipe), read_wish(pipe)) == (post, wish)


def test_a_wall_of_codes_is_told_in_part() -> None:
    pipe = io.BytesIO()
    write_word(pipe, Seen(Glance((SIGHTING,) * 500, 1280, 720, 0), 0))
    pipe.seek(0)
    word = read_word(pipe)
    assert isinstance(word, Seen)
    assert len(word.glance.seen) == MOST_SEEN


def said(row: object, *more: bytes) -> io.BytesIO:
    pipe = io.BytesIO()
    write_block(pipe, json.dumps(row).encode())
    for block in more:
        write_block(pipe, block)
    pipe.seek(0)
    return pipe


@pytest.mark.parametrize(
    "row",
    [
        [],
        {},
        {"is": "shell"},
        {"is": "beat", "state": "own", "stuck_ms": 0, "pictures_per_s": 0, "is_idle": False},
        {"is": "beat", "state": "ready", "stuck_ms": float("inf"), "pictures_per_s": 0, "is_idle": False},
        {"is": "seen", "at_ms": 0, "width": 1, "height": 1, "moved": 0, "seen": [["QR", "x"]]},
        {
            "is": "seen",
            "at_ms": 0,
            "width": 1,
            "height": 1,
            "moved": 0,
            "seen": [["QR", "x", "", [[1]], "zxing", "f", 1]],
        },
        {"is": "seen", "at_ms": 0, "width": 1, "height": 1, "moved": 0, "seen": 7},
        {"is": "small", "width": 10, "height": 10},
        {"is": "small", "width": -1, "height": -1},
    ],
)
def test_nonsense_is_refused(row: object) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # of whatever kind
        read_word(said(row, b"abc"))


@given(st.binary(max_size=200))
def test_any_bytes_end_it_in_one_of_two_ways(noise: bytes) -> None:
    pipe = said({"is": "whole", "number": 1}, b"")
    pipe.seek(0, io.SEEK_END)
    write_block(pipe, noise)
    pipe.seek(0)
    read_word(pipe)
    with pytest.raises((EOFError, ValueError)):
        read_word(pipe)


def test_nested_deeper_than_anyone_says_is_refused() -> None:
    pipe = io.BytesIO()
    write_block(pipe, b"[" * 100_000)
    pipe.seek(0)
    with pytest.raises(ValueError, match="no object"):
        read_word(pipe)


def test_a_film_may_not_lead_into_the_network_nor_a_stream_into_files() -> None:
    film = environment_for("file:/a.avi")["OPENCV_FFMPEG_CAPTURE_OPTIONS"]
    stream = environment_for("http://10.0.0.7/1")["OPENCV_FFMPEG_CAPTURE_OPTIONS"]
    assert "http" not in film
    assert "file" not in stream
