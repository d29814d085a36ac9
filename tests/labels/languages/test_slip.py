"""Slips for receipt printers: what is text, what is picture, and that no text becomes a command."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.devices.virtual_printer.escpos_reader import EscposReader
from app.devices.virtual_printer.sheet import Drawn
from app.domain.label import Stock
from app.labels.languages.escpos import CUT, RESET, raster
from app.labels.languages.slip import ROLL_DOTS, encode_slip
from app.labels.layout import render_label
from app.labels.raster import Bitmap
from tests.labels.samples import a_label

LOGO = Bitmap(40, 3, b"\xff\0\0\0\x81" * 3)
PULSE = re.compile(rb"\x1bp[\0-\2]..", re.DOTALL)


def paper(slip: bytes) -> Drawn:
    """The one document that comes out."""
    reader = EscposReader()
    documents = [found for found in (*reader.feed(slip), *reader.finish()) if isinstance(found, bytes)]
    [document] = documents
    return reader.draw(document, 203)


def noted(slip: bytes) -> list[str]:
    return [note.split(": ", 1)[1] for note in paper(slip).notes]


def test_plain_lines_are_text_and_end_with_the_cut() -> None:
    slip = encode_slip(["Order TB-1", "2 x Bottle 500 ml", ""])
    assert slip.startswith(RESET)
    assert slip.endswith(CUT)
    assert noted(slip) == ["Order TB-1", "2 x Bottle 500 ml"]
    assert b"Order TB-1\n2 x Bottle 500 ml\n\n" in slip


def test_a_long_line_is_wrapped_between_words_at_the_rolls_width() -> None:
    lines = noted(encode_slip(["word " * 30]))
    assert all(len(line) <= ROLL_DOTS // 12 for line in lines)
    assert " ".join(lines).split() == ["word"] * 30


def test_what_is_not_ascii_is_a_picture_in_our_font() -> None:
    slip = encode_slip(["Total", "儿童保温杯 €", "Thank you"])
    sheet = paper(slip)
    assert noted(slip) == ["Total", "Thank you"]
    assert sheet.width == ROLL_DOTS
    assert any(sheet.rows)


def test_pictures_stand_where_they_are_asked_for_dot_by_dot() -> None:
    slip = encode_slip(["above", LOGO, "below"])
    assert slip.index(b"above") < slip.index(raster(LOGO)) < slip.index(b"below")
    assert [slip.count(part) for part in (RESET, CUT, raster(LOGO))] == [1, 1, 1]


def test_a_whole_slip_drawn_by_us_comes_out_as_it_is() -> None:
    label = render_label(a_label(), Stock(76, 130, 203))
    sheet = paper(encode_slip([label], width=label.width))
    assert Bitmap(sheet.width, sheet.height, sheet.rows) == label
    assert sheet.problems == ()


def test_the_drawer_opens_only_when_it_is_asked_to_and_the_cut_can_be_left_out() -> None:
    assert len(PULSE.findall(encode_slip(["x"], opens_drawer=True))) == 1
    assert not PULSE.findall(encode_slip(["x"]))
    assert CUT not in encode_slip(["x"], is_cut=False)


def test_a_picture_wider_than_the_roll_is_refused() -> None:
    with pytest.raises(ValueError, match="on a roll"):
        encode_slip([Bitmap(ROLL_DOTS + 1, 1, bytes(ROLL_DOTS // 8 + 1))])


SPECIAL = "\x1b\x1d\x10\x04\x01\x1cp\x00\x85\u2028\r\n^~_é张"


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text(max_size=60) | st.text(SPECIAL + "ab @ip", max_size=20), max_size=4))
@example(["\x1bp\x00\x19\xfa", "\x1dV\x00", "\x10\x04\x01", "\x1b@"])
@example(["\x1cq\x01\x01\x00", "a\u2028\x1bi", "\x1d(A\x02\x00\x00\x02"])
def test_no_text_ever_becomes_a_command(texts: list[str]) -> None:
    """What is left when the pictures are taken out is reset, code page, plain text and the cut."""
    slip = encode_slip(texts)
    left, at = bytearray(), 0
    while at < len(slip):
        if slip.startswith(b"\x1dv0\0", at):
            at += 8 + int.from_bytes(slip[at + 4 : at + 6], "little") * int.from_bytes(slip[at + 6 : at + 8], "little")
        else:
            left.append(slip[at])
            at += 1
    assert re.fullmatch(rb"\x1b@(?:\x1bt\x00|[\n\x20-\x7e])*\x1dV\x42\x00", left)


def test_no_printer_is_paid_for_before_the_first_slip_and_nothing_is_left_in_the_temporary_folder(
    tmp_path: Path,
) -> None:
    (tmp_path / "pickles").mkdir()
    keep = tmp_path / "pickles" / "somebody's"
    keep.touch()
    program = (
        "import sys\n"
        "from app.labels.languages import slip\n"
        "assert 'escpos' not in sys.modules\n"
        "slip.encode_slip(['x'])\n"
        "assert 'escpos' in sys.modules\n"
    )
    surroundings = {
        **os.environ,
        "TMPDIR": str(tmp_path),
        "ESCPOS_CAPABILITIES_PICKLE_DIR": str(tmp_path / "pickles"),
        "PYTHONPATH": str(Path(__file__).resolve().parents[3]),
    }
    done = subprocess.run(
        [sys.executable, "-c", program], env=surroundings, capture_output=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert sorted(tmp_path.rglob("*")) == [keep.parent, keep]
