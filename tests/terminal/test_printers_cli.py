"""`packbench printers` and `packbench print`: beside a running station, with a sentence for whatever is wrong."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from app.cli_printers import add_printer_commands
from app.devices.virtual_printer import Fault, VirtualPrinter
from app.doctor import examine
from app.domain.glance import Finding, Light
from app.domain.printing import PrintReason, PrintState
from app.errors import PackbenchError, Rejected
from app.labels.raster import Bitmap
from app.settings import load_settings
from app.store.database import system_now_ms
from app.ui import messages
from tests.journeys.print_room import NOBODY, PrintRoom, at

ROOT = Path(__file__).parents[2]


def packbench(*words: str) -> subprocess.Popen[bytes]:
    """As a frozen program starts itself, and as a person does."""
    environment = {**os.environ, "PYTHONUTF8": "1"}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen([sys.executable, "-W", "error", "-m", "app", *words], cwd=ROOT, env=environment, **pipes)


@pytest.fixture
def printer(tmp_path: Path) -> Iterator[VirtualPrinter]:
    printer = VirtualPrinter("127.0.0.1", 0, tmp_path / "paper", identity="ZT1")
    printer.start()
    yield printer
    printer.stop()


def two(label: str, spare: str) -> str:
    return f"""
[printer]
address = "{label}"
model = "zebra-link-os"
confirm = "off"
[[other_printers]]
name = "spare"
address = "{spare}"
width_mm = 76
height_mm = 130
[[routes]]
document = "packing_slip"
printer = "label"
"""


@pytest.fixture
def room(tmp_path: Path, printer: VirtualPrinter) -> Iterator[PrintRoom]:
    room = PrintRoom(tmp_path / "station", two(at(printer), NOBODY))
    room.clock.now_ms = system_now_ms()  # the terminal's own clock
    yield room
    room.station.stop()


def typed(room: PrintRoom, *words: str) -> int:
    """The command alone, beside the station, without the two seconds of a new process."""
    parser = argparse.ArgumentParser()
    add_printer_commands(parser.add_subparsers())
    arguments = parser.parse_args(words)
    return int(arguments.act(arguments, load_settings(room.folder)))


def test_the_list_says_of_each_printer_how_it_is_and_fails_while_one_is_away(
    room: PrintRoom, printer: VirtualPrinter, capsys: pytest.CaptureFixture[str]
) -> None:
    assert typed(room, "printers", "list") == 1
    said = capsys.readouterr().out
    first, *_, spare = [line for line in said.splitlines() if not line.startswith(" ")]
    assert first.startswith(f"label: {at(printer)}, ZPL, 100×150 mm, 203 dpi")
    assert "0 waiting" in first
    assert "ZT1" in said
    assert spare.startswith(f"spare: {NOBODY}, ZPL, 76×130 mm")
    room.write(two(at(printer), at(printer)))
    assert typed(room, "printers", "list") == 0
    printer.misbehave(Fault.PAPER_OUT)
    assert typed(room, "printers", "list") == 1


def test_a_card_that_is_asked_for_here_is_printed_by_the_stations_lane(
    room: PrintRoom, printer: VirtualPrinter, capsys: pytest.CaptureFixture[str]
) -> None:
    assert typed(room, "printers", "card", "label") == 0
    assert "label" in capsys.readouterr().out
    assert not printer.labels
    room.work()
    assert len(printer.labels) == 1
    assert room.ledger("document, printer, state") == [("test_card", "label", PrintState.CONFIRMED)]


def test_what_waits_is_redirected_by_hand_and_comes_out_of_the_other(
    room: PrintRoom, printer: VirtualPrinter, capsys: pytest.CaptureFixture[str]
) -> None:
    room.write(two(NOBODY, at(printer)))
    room.restart()
    room.pack("1", "2")
    assert typed(room, "printers", "redirect", "label", "spare") == 0
    assert "2" in capsys.readouterr().out
    assert typed(room, "printers", "redirect", "label", "spare") == 1  # nothing waits any more
    room.later(600)
    assert [row[1] for row in room.ledger()] == ["spare", "spare"]
    assert len(printer.labels) == 2
    assert room.events("print.redirected") == 2


def test_one_more_paper_is_a_copy_with_its_reason(room: PrintRoom, printer: VirtualPrinter) -> None:
    room.pack("1001")
    for _ in range(2):
        assert typed(room, "print", "packing_slip", "1001") == 0
    room.work()
    assert room.ledger("document, copy, reason")[1:] == [
        ("packing_slip", 1, PrintReason.OTHER),
        ("packing_slip", 2, PrintReason.OTHER),
    ]
    assert len(printer.labels) == 3


def test_a_card_that_was_read_moves_the_next_picture(
    room: PrintRoom, printer: VirtualPrinter, capsys: pytest.CaptureFixture[str]
) -> None:
    room.pack("1")
    assert typed(room, "printers", "calibrate", "label", "--letters", "cbaa", "--finest", "4") == 0
    assert "1 mm right, 0.5 mm down" in capsys.readouterr().out
    room.pack("2")
    before, after = (Bitmap(each.width, each.height, each.rows).to_ink().getbbox() for each in printer.labels)
    assert before
    assert after
    assert (after[0] - before[0], after[1] - before[1]) == (8, 4)
    assert typed(room, "printers", "list") == 1
    assert "0.5 mm" in capsys.readouterr().out


def test_a_preview_is_a_picture_of_the_latest_parcel(room: PrintRoom, printer: VirtualPrinter, tmp_path: Path) -> None:
    seen = tmp_path / "seen.png"
    with pytest.raises(Rejected, match=r"paper\.no_parcel"):
        typed(room, "printers", "preview", "label", "label", "--out", str(seen))
    room.pack("1")
    sent = printer.bytes_taken
    for name, paper, size in (
        ("label", "label", (800, 1200)),
        ("spare", "label", (608, 1040)),
        ("label", "packing_slip", (800, 1200)),
        ("label", "test_card", (800, 1200)),
    ):
        assert typed(room, "printers", "preview", name, paper, "--out", str(seen)) == 0
        with Image.open(seen) as picture:
            assert picture.size == size
    assert printer.bytes_taken == sent
    with pytest.raises(Rejected, match=r"sheet\.unwritable"):
        typed(room, "printers", "preview", "label", "label", "--out", str(tmp_path / "no" / "where.png"))


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("printers", "card", "nobody"), "printer.unknown"),
        (("printers", "redirect", "label", "nobody"), "printer.unknown"),
        (("printers", "redirect", "nobody", "label"), "printer.unknown"),
        (("printers", "calibrate", "nobody"), "printer.unknown"),
        (("printers", "preview", "nobody", "label", "--out", "x.png"), "printer.unknown"),
        (("printers", "calibrate", "label", "--letters", "XYZ"), "calibration.letters"),
        (("printers", "calibrate", "label", "--right", "1000"), "calibration.out_of_range"),
        (("printers", "calibrate", "label", "--down", "nan"), "calibration.out_of_range"),
        (("print", "packing_slip", "nobody's"), "paper.no_parcel"),
        (("print", "carton_label", "1001"), "paper.no_route"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else value,
)
def test_what_cannot_be_done_is_refused_with_its_sentence(words: tuple[str, ...], code: str, room: PrintRoom) -> None:
    room.pack("1001")
    with pytest.raises(PackbenchError) as refused:
        typed(room, *words)
    assert refused.value.code == code
    assert messages.explain(code, "en") not in ("", code)
    assert [row[0] for row in room.ledger()] == ["label"]


ADDRESSES = {
    "": "printer.none",
    "10.0.0.5": "printer.address",
    "10.0.0.5:": "printer.address",
    ":9100": "printer.address",
    "10.0.0.5:0": "printer.address",
    "10.0.0.5:65536": "printer.address",
    "10.0.0.5:²": "printer.address",
    "10.0.0.5:９１００": "printer.address",
    "http://10.0.0.5": "printer.address",
    "file:": "printer.address",
    "usb:": "printer.address",
    "serial:": "printer.address",
    "serial:COM3?speed=fast": "printer.address",
    "serial:COM3?speed=-1": "printer.address",
    "serial:COM3?flow=maybe": "printer.address",
    "serial:COM3?colour=red": "printer.address",
    "cups:": "printer.address",
    "cups:no such/queue": "printer.address",
    "ipp://": "printer.address",
    "ipp://10.0.0.5:port/": "printer.address",
    "ipps://10.0.0.5/ipp#abc": "printer.address",
    "driver:Office": "printer.page_only",
}


@pytest.mark.parametrize(("address", "code"), ADDRESSES.items())
def test_a_wrong_address_is_said_by_the_list_and_the_doctor_and_stops_nothing_else(
    address: str, code: str, room: PrintRoom, printer: VirtualPrinter, capsys: pytest.CaptureFixture[str]
) -> None:
    room.write(two(at(printer), address))
    assert typed(room, "printers", "list") == 1
    assert messages.explain(code, "en") in capsys.readouterr().out
    assert code in [found.code for found in examine(load_settings(room.folder)) if found.light is Light.RED]
    if address in ("", "10.0.0.5:²"):
        room.restart()
        room.pack("1")
        assert room.states() == [PrintState.CONFIRMED]


def about_printers(room: PrintRoom) -> list[Finding]:
    return [found for found in examine(load_settings(room.folder)) if "mm" in found.detail and "dpi" in found.detail]


def test_the_doctor_looks_at_every_printer(room: PrintRoom, printer: VirtualPrinter) -> None:
    label, spare = about_printers(room)
    assert (label.light, label.code) == (Light.GREEN, "doctor.printer")
    assert (spare.light, spare.code) == (Light.RED, "printer.away")
    assert label.detail.startswith("label: ")
    assert spare.detail.startswith("spare: ")
    printer.misbehave(Fault.HEAD_OPEN)
    assert about_printers(room)[0].code == "printer.head_open"


def test_the_doctor_says_when_a_paper_for_every_label_has_no_way(room: PrintRoom) -> None:
    settings = load_settings(room.folder)
    papers = replace(settings.papers, with_label=("packing_slip", "license_plate"))
    found = {each.code: each for each in examine(replace(settings, papers=papers))}
    assert (found["paper.no_route"].light, found["paper.no_route"].detail) == (Light.AMBER, "license_plate")
    assert "paper.no_route" not in {each.code for each in examine(settings)}


def test_a_person_reads_the_sentence_and_the_exit_code(tmp_path: Path) -> None:
    (tmp_path / "station.toml").write_text('[station]\nlanguage = "en"\nkey_storage = "file"\n', "utf-8")
    child = packbench("--folder", str(tmp_path), "printers", "card", "nobody")
    _, said = child.communicate(timeout=60)
    assert child.returncode == 2
    assert messages.explain("printer.unknown", "en") in said.decode()


@pytest.mark.parametrize("program", ["pdf", "html"])
def test_a_frozen_program_draws_carriers_pages_in_a_child_of_its_own(program: str) -> None:
    child = packbench("--draw-carrier-pages", program)
    out, said = child.communicate(timeout=60)  # its parent has closed
    assert (child.returncode, out, said) == (0, b"", b"")


def test_nothing_else_is_taken_for_a_drawing_child() -> None:
    child = packbench("--draw-carrier-pages", "svg")
    _, said = child.communicate(timeout=60)
    assert child.returncode == 2
    assert b"usage" in said
