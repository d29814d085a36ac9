"""What the station and the process that sees say to each other: a block of JSON, and one of pixels where there are any.

The process may have been taken over by what it was shown, so what it says is checked, and only its own names are known.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, BinaryIO

from app.child import read_block, write_block
from app.devices.reading.eyes import as_row, from_row
from app.domain.camera_view import Region
from app.domain.latch import ALL_MOVED, Glance
from app.domain.scanner import ScannerState
from app.domain.sighting import Sighting, Symbol

MOST_SEEN = 32
"""Codes told of one picture."""
_MOST_TEXT = 8000
_MOST_ROW = 2 << 20
FILM = "file:"
_FILM_OPTIONS = "protocol_whitelist;file|fflags;nobuffer"
_STREAM_OPTIONS = "rtsp_transport;tcp|protocol_whitelist;http,https,tls,tcp,udp,rtp,rtsp,crypto|fflags;nobuffer"
"""As FFmpeg takes them: a film may not lead into the network, nor a stream into files."""


def environment_for(address: str) -> dict[str, str]:
    """What OpenCV is told by the environment of its process."""
    return {
        "OPENCV_FFMPEG_CAPTURE_OPTIONS": _FILM_OPTIONS if address.startswith(FILM) else _STREAM_OPTIONS,
        "OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT": "3",
        "OPENCV_VIDEOIO_MSMF_ENABLE_HW_TRANSFORMS": "0",  # looking for them makes it open in 20 s
        "OPENBLAS_NUM_THREADS": "1",
    }


@dataclass(frozen=True, slots=True)
class Post:
    """Where to look and for what: the first thing the process is told."""

    address: str
    width: int
    height: int
    fps: int
    region: Region
    wanted: frozenset[Symbol]


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wanted of it at the moment. `picture` counts the whole pictures that were asked for."""

    expected: frozenset[str] = frozenset()
    is_shown: bool = False
    picture: int = 0


@dataclass(frozen=True, slots=True)
class Beat:
    """A sign of life. `stuck_ms`: how long the driver has been busy with one call."""

    state: ScannerState
    stuck_ms: int
    pictures_per_s: float
    is_idle: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """One picture looked at, at a time of the process's own clock."""

    glance: Glance
    at_ms: int


@dataclass(frozen=True, slots=True)
class Small:
    """One picture to show: rows of three bytes a pixel."""

    width: int
    height: int
    rgb: bytes


@dataclass(frozen=True, slots=True)
class Whole:
    """One whole picture, as JPEG, after that many were asked for."""

    number: int
    jpeg: bytes


Word = Beat | Seen | Small | Whole


def write_post(stream: BinaryIO, post: Post) -> None:
    _write(stream, {**asdict(post), "wanted": sorted(post.wanted)})


def read_post(stream: BinaryIO) -> Post:
    row = _read(stream)
    return Post(**{**row, "region": Region(**row["region"]), "wanted": frozenset(map(Symbol, row["wanted"]))})


def write_wish(stream: BinaryIO, wish: Wish) -> None:
    _write(stream, {**asdict(wish), "expected": sorted(wish.expected)})


def read_wish(stream: BinaryIO) -> Wish:
    row = _read(stream)
    return Wish(frozenset(row["expected"]), row["is_shown"], row["picture"])


def write_word(stream: BinaryIO, word: Word) -> None:
    """Tell the station. Raises OSError when it is gone."""
    match word:
        case Beat():
            _write(stream, {"is": "beat", **asdict(word)})
        case Seen(glance, at_ms):
            rows = [as_row(seen) for seen in _bounded(glance.seen)]
            row = {"width": glance.width, "height": glance.height, "moved": glance.moved, "seen": rows}
            _write(stream, {"is": "seen", "at_ms": at_ms, **row})
        case Small(width, height, rgb):
            _write(stream, {"is": "small", "width": width, "height": height}, rgb)
        case Whole(number, jpeg):
            _write(stream, {"is": "whole", "number": number}, jpeg)


def read_word(stream: BinaryIO) -> Word:
    """The next of it. Raises EOFError when it ended, ValueError for nonsense."""
    row = _read(stream)
    try:
        match row.pop("is"):
            case "beat":
                return Beat(
                    ScannerState(row["state"]), int(row["stuck_ms"]), float(row["pictures_per_s"]), bool(row["is_idle"])
                )
            case "seen":
                return _seen(row)
            case "small":
                return _small(int(row["width"]), int(row["height"]), read_block(stream))
            case "whole":
                return Whole(int(row["number"]), read_block(stream))
    except (KeyError, TypeError, AttributeError, OverflowError) as error:
        raise ValueError(type(error).__name__) from None
    raise ValueError("unknown word")


def _seen(row: dict[str, Any]) -> Seen:
    sightings = tuple(_bounded(from_row(each) for each in row["seen"]))
    width, height = max(int(row["width"]), 1), max(int(row["height"]), 1)
    return Seen(Glance(sightings, width, height, int(row["moved"]) & ALL_MOVED), int(row["at_ms"]))


def _small(width: int, height: int, rgb: bytes) -> Small:
    if min(width, height) < 1 or len(rgb) != width * height * 3:
        raise ValueError("not that many pixels")
    return Small(width, height, rgb)


def _bounded(sightings: Iterable[Sighting]) -> list[Sighting]:
    return [seen for seen in sightings if len(seen.text) <= _MOST_TEXT][:MOST_SEEN]


def _write(stream: BinaryIO, row: dict[str, Any], pixels: bytes | None = None) -> None:
    write_block(stream, json.dumps(row).encode())
    if pixels is not None:
        write_block(stream, pixels)
    stream.flush()


def _read(stream: BinaryIO) -> dict[str, Any]:
    block = read_block(stream)
    try:
        row = json.loads(block) if len(block) <= _MOST_ROW else None
    except RecursionError:
        row = None
    if not isinstance(row, dict):
        raise ValueError("no object, or too large a one")  # noqa: TRY004  # of what arrives, not of what we were passed
    return row
