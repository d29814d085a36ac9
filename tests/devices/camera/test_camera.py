"""A camera's codes count once each, whatever befalls the process that sees, the driver and the stream."""

from __future__ import annotations

import errno
import io
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from app.devices.camera import Patience, camera
from app.devices.camera.camera import ARGUMENT
from app.domain.camera_view import Fate, Region
from app.domain.expecting import Expectation
from app.domain.latch import Latch
from app.errors import Unavailable
from tests.devices.camera.stream import FPS, Stream, Watcher, bars, scene, square, streaming

TEA, CUP, POT = "4006381333931", "5901234123457", "7612345678900"
on_linux = pytest.mark.skipif(sys.platform == "win32", reason="processes are stopped and looked at as Linux does")
HASTY = Patience(first_ms=20_000, word_ms=1000, opening_ms=1000, picture_ms=1000)


@pytest.fixture
def stream() -> Iterator[Stream]:
    with streaming() as made:
        yield made


def process_of(watcher: Watcher) -> int:
    life = watcher.camera._life
    assert life is not None
    return life.child.pid


def write_film(path: Path, *pictures: tuple[int, object]) -> None:
    film = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), FPS, (1280, 720))
    for count, picture in pictures:
        for _ in range(count):
            film.write(picture)
    film.release()


def test_a_film_is_read_from_file_over_and_over(tmp_path: Path) -> None:
    film = tmp_path / "bench 打包.avi"
    empty = (10, scene())
    write_film(film, empty, (8, scene(bars(TEA))), empty, (8, scene(square("A-1"))))
    with Watcher(f"file:{film}") as watcher:
        assert watcher.until_heard(4)[:4] == [f"]E0{TEA}", "]Q1A-1"] * 2
        assert 25 <= watcher.camera.pictures_per_s <= 35


def test_a_picture_file_is_a_camera_too(tmp_path: Path) -> None:
    file = tmp_path / "one.png"
    Image.fromarray(scene(bars(TEA))).save(file)
    with Watcher(f"file:{file}") as watcher:
        assert watcher.until_heard(1) == [f"]E0{TEA}"]


def test_three_units_of_one_item_shown_one_after_the_other_count_three_times(stream: Stream) -> None:
    with Watcher(stream.address) as watcher:
        for count in (1, 2, 3):
            stream.show(bars(TEA))
            watcher.until_heard(count)
            stream.show()
            watcher.until_in_view(0)
        assert watcher.heard == [f"]E0{TEA}"] * 3


def test_two_codes_in_view_are_told_apart_by_what_the_order_wants(stream: Stream) -> None:
    with Watcher(stream.address) as watcher:
        stream.show(bars(TEA), bars(CUP))
        watcher.until_in_view(2)
        view = watcher.camera.view()
        assert view is not None
        assert {code.fate for code in view.codes} <= {Fate.SEVERAL, Fate.DOUBTED}
        assert watcher.heard == []
        watcher.expected = Expectation(items=frozenset({f"0{CUP}"}))
        assert watcher.until_heard(1) == [f"]E0{CUP}"]


def _lose_process_with_code_in_view(stream: Stream, watcher: Watcher) -> None:
    """The process is killed while a code that counted lies there; the next process sees it again."""
    stream.show(bars(TEA))
    watcher.until_in_view(1)
    watcher.until_heard(1)
    lost = watcher.camera._life
    assert lost is not None
    lost.child.kill()
    watcher.until(lambda: watcher.camera._life not in (None, lost))
    watcher.camera._view = None
    watcher.until(lambda: (life := watcher.camera._life) is not None and life.offset_ms is not None)
    watcher.until_in_view(1)


def test_a_process_that_dies_with_a_code_in_view_counts_nothing_twice_and_loses_nothing(stream: Stream) -> None:
    with Watcher(stream.address) as watcher:
        _lose_process_with_code_in_view(stream, watcher)
        stream.show(square("after"), at=[(700, 300)])
        watcher.until(lambda: "]Q1after" in watcher.heard)
        assert watcher.heard == [f"]E0{TEA}", "]Q1after"]


def test_a_latch_that_dies_with_the_process_is_caught(stream: Stream) -> None:
    """Where the latch lived in the process, the code in view would count again."""
    with Watcher(stream.address) as watcher:
        start = watcher.camera._start_process

        def start_with_new_latch(now_ms: int) -> None:
            watcher.camera._latch = Latch(200)
            start(now_ms)

        watcher.camera._start_process = start_with_new_latch  # type: ignore[method-assign]
        _lose_process_with_code_in_view(stream, watcher)
        assert watcher.until_heard(2) == [f"]E0{TEA}"] * 2


@on_linux
def test_a_process_that_stands_still_is_replaced(stream: Stream) -> None:
    with Watcher(stream.address, patience=HASTY) as watcher:
        watcher.until_sees()
        stopped = process_of(watcher)
        os.kill(stopped, signal.SIGSTOP)
        watcher.until_trouble("scanner.silent")
        assert not Path(f"/proc/{stopped}").exists()
        stream.show(bars(TEA))
        assert watcher.until_heard(1) == [f"]E0{TEA}"]


@on_linux
def test_a_driver_that_never_comes_back_is_replaced_and_holds_nobody_up(tmp_path: Path) -> None:
    """A pipe nobody writes to hangs whoever opens it, as some drivers do."""
    pipe = tmp_path / "driver"
    os.mkfifo(pipe)
    with Watcher(f"file:{pipe}", patience=HASTY) as watcher:
        watcher.until_trouble("scanner.opening")
        hung = process_of(watcher)
        began = time.monotonic()
        with pytest.raises(Unavailable):
            watcher.camera.read(0)
        with pytest.raises(Unavailable, match=r"camera\.no_picture"):
            watcher.camera.picture(timeout_s=0.01)
        assert time.monotonic() - began < 1
        watcher.until(lambda: watcher.camera._life is not None and process_of(watcher) != hung)


def test_a_camera_that_was_away_is_found_again_by_itself() -> None:
    with streaming() as stream:
        port, address = stream.port, stream.address
        watcher = Watcher(address)
        watcher.until_sees()
    with watcher:
        watcher.until_trouble("scanner.gone")
        with streaming(port) as stream:
            stream.show(bars(TEA))
            assert watcher.until_heard(1) == [f"]E0{TEA}"]


def test_a_stream_that_stalls_is_silent_and_then_read_on(stream: Stream) -> None:
    with Watcher(stream.address) as watcher:
        watcher.until_sees()
        stream.is_stalled = True
        watcher.until_trouble("scanner.silent")
        stream.is_stalled = False
        stream.show(bars(TEA))
        assert watcher.until_heard(1) == [f"]E0{TEA}"]


def test_a_stream_that_changes_its_size_is_read_on(stream: Stream) -> None:
    with Watcher(stream.address) as watcher:
        stream.show(bars(TEA))
        watcher.until_heard(1)
        stream.show(square("small"), size=(640, 480))
        assert watcher.until_heard(2)[1:] == ["]Q1small"]
        stream.show(square("odd"), size=(1918, 1078))
        assert watcher.until_heard(3)[2:] == ["]Q1odd"]


def test_only_the_region_is_looked_at_and_outlines_are_of_the_whole_picture(stream: Stream) -> None:
    right_half = Region(0.5, 0.0, 0.5, 1.0)
    with Watcher(stream.address, region=right_half) as watcher:
        stream.show(square("left"), square("right"), at=[(100, 300), (900, 300)])
        assert watcher.until_heard(1) == ["]Q1right"]
        watcher.until_in_view(1)
        view = watcher.camera.view()
        assert view is not None
        (code,) = view.codes
        x, y = code.outline[0]
        assert (x, y) == pytest.approx((920 / 1280, 320 / 720), abs=0.02)
        assert view.region == right_half


def test_only_the_codes_that_the_settings_name_are_read(stream: Stream) -> None:
    with Watcher(stream.address, reads="waybills") as watcher:
        stream.show(bars(TEA), square("waybill"))
        watcher.until_heard(1)
        watcher.until_in_view(1)
        assert watcher.heard == ["]Q1waybill"]


def test_views_are_made_only_while_somebody_looks_on(stream: Stream) -> None:
    with Watcher(stream.address) as watcher:
        watcher.until(lambda: watcher.camera.pictures_per_s > 0)
        assert watcher.camera.view() is None
        stream.show(bars(TEA))
        watcher.until_in_view(1)
        view = watcher.camera.view()
        assert view is not None
        assert (view.width, view.height, len(view.rgb)) == (640, 360, 640 * 360 * 3)
        shown = np.frombuffer(view.rgb, np.uint8).reshape(360, 640, 3)
        assert shown[330, 600].tolist() == pytest.approx([120, 120, 120], abs=4)
        watcher.camera.show(is_shown=False)
        assert watcher.camera.view() is None


def test_a_whole_picture_is_one_taken_after_it_was_asked_for(stream: Stream) -> None:
    with Watcher(stream.address) as watcher:
        watcher.until_sees()
        stream.show(bars(TEA))
        watcher.until_heard(1)
        with Image.open(io.BytesIO(watcher.camera.picture(timeout_s=5))) as picture:
            assert picture.size == (1280, 720)
            assert picture.getpixel((5, 5)) == pytest.approx((120, 120, 120), abs=4)
            assert picture.convert("L").getextrema()[0] < 60, "the code is in it"


def test_a_film_that_is_not_there_is_looked_for_again(tmp_path: Path) -> None:
    film = tmp_path / "later.png"
    with Watcher(f"file:{film}") as watcher:
        watcher.until_trouble("scanner.gone")
        Image.fromarray(scene(bars(TEA))).save(film)
        assert watcher.until_heard(1) == [f"]E0{TEA}"]


def test_a_file_that_is_no_film_is_silent(tmp_path: Path) -> None:
    film = tmp_path / "notes.txt"
    film.write_text("#EXTM3U\nhttp://127.0.0.1:9/elsewhere.ts\n")
    with Watcher(f"file:{film}") as watcher:
        watcher.until_trouble("scanner.silent")


@on_linux
def test_a_password_in_the_address_is_in_no_command_line_and_no_error() -> None:
    with Watcher("http://packer:geheim@127.0.0.1:9/live") as watcher:
        watcher.until_trouble("scanner.gone")
        with pytest.raises(Unavailable) as raised:
            watcher.camera.read(0)
        process = Path(f"/proc/{process_of(watcher)}")
        told = (process / "cmdline").read_bytes() + (process / "environ").read_bytes() + str(raised.value).encode()
        assert b"geheim" not in told


_STATION = """
import sys, time
from app.devices.camera import ChildCamera
from app.domain.expecting import Expectation
camera = ChildCamera("eye", sys.argv[1], expected=Expectation, clock=lambda: time.monotonic_ns() // 10**6)
while camera.pictures_per_s == 0:
    try:
        camera.read(0.05)
    except Exception:
        pass
print(camera._life.child.pid, flush=True)
sys.stdin.read()
"""


@on_linux
def test_the_process_ends_when_the_station_is_killed(stream: Stream) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _STATION, stream.address], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as station:
        assert station.stdout is not None
        process = int(station.stdout.readline())
        watched = os.pidfd_open(process)
        station.kill()
    assert select.select([watched], [], [], 10)[0], "it is still there"
    os.close(watched)


@on_linux
def test_closing_ends_the_process_and_reading_begins_anew(stream: Stream) -> None:
    stream.show(bars(TEA))
    with Watcher(stream.address) as watcher:
        watcher.until_heard(1)
        process = process_of(watcher)
        watcher.camera.close()
        assert not Path(f"/proc/{process}").exists()
        stream.show(square("anew"))
        assert watcher.until_heard(2)[1:] == ["]Q1anew"]


def test_the_program_itself_is_the_process_that_sees_and_ends_with_its_orders() -> None:
    """As a frozen program starts it."""
    done = subprocess.run(
        [sys.executable, "-m", "app", ARGUMENT], input=b"", capture_output=True, timeout=30, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_a_process_that_cannot_be_killed_holds_nobody_up_and_is_alone_until_it_ends(
    stream: Stream, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As one is whose driver hangs in the system: it takes the signal only when the driver returns."""
    stream.show(bars(TEA))
    with Watcher(stream.address, patience=replace(HASTY, end_ms=200)) as watcher:
        watcher.until_heard(1)
        life = watcher.camera._life
        assert life is not None
        with monkeypatch.context() as driver:
            driver.setattr(life.child, "kill", lambda: None)
            began_s = time.monotonic()
            watcher.camera.close()
            assert time.monotonic() - began_s < 2
            watcher.until(lambda: watcher.trouble == "scanner.silent")
            assert watcher.camera._life is life
        life.child.kill()
        watcher.until(lambda: watcher.camera._life not in (None, life) and watcher.trouble == "")
        assert watcher.heard == [f"]E0{TEA}"]


def test_a_machine_that_can_start_no_process_now_starts_it_later(
    stream: Stream, monkeypatch: pytest.MonkeyPatch
) -> None:
    def has_no_handle_left(*_: object, **__: object) -> None:
        raise OSError(errno.EMFILE, "too many open files")

    stream.show(bars(TEA))
    with Watcher(stream.address) as watcher:
        with monkeypatch.context() as machine:
            machine.setattr(camera, "start_child", has_no_handle_left)
            watcher.until(lambda: watcher.trouble == "scanner.silent")
        assert watcher.until_heard(1) == [f"]E0{TEA}"]
