from __future__ import annotations

import base64
import binascii
import socket
import tracemalloc
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from app.devices.virtual_printer import Fault, PrintedLabel, VirtualPrinter
from app.devices.virtual_printer.reader import DOCUMENT_LIMIT, StatusQuestion
from app.devices.virtual_printer.zpl_reader import ZplReader, draw

LABEL = b"^XA^PW16^LL2^FO0,0^GFA,4,4,2,80010180^FS^XZ"


@pytest.fixture
def virtual(tmp_path: Path) -> Iterator[VirtualPrinter]:
    printer = VirtualPrinter("127.0.0.1", 0, tmp_path / "paper")
    printer.start()
    yield printer
    printer.stop()


def _talk(printer: VirtualPrinter, *pieces: bytes) -> bytes:
    """Send the pieces in segments of their own and read until the printer's end."""
    with socket.create_connection(("127.0.0.1", printer.port), timeout=5) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for piece in pieces:
            connection.sendall(piece)
        connection.shutdown(socket.SHUT_WR)
        answer = b""
        while piece := connection.recv(65536):
            answer += piece
    return answer


@pytest.mark.parametrize(
    ("data", "total", "row", "expected"),
    [
        (b"80010180", 4, 2, "80010180"),
        (b"8001\r\n0180\r\n", 4, 2, "80010180"),
        (b"8H01G018G0", 4, 2, "80010180"),
        (b"8001018,", 4, 2, "80010180"),
        (b",!", 4, 2, "0000ffff"),
        (b"8001::", 6, 2, "800180018001"),
        (b"gF", 10, 10, "f" * 20),
        (b"gGF,", 20, 20, "f" * 21 + "0" * 19),
        (b"zYF", 210, 210, "f" * 419 + "0"),
        (b"FF", 4, 2, "ff000000"),
    ],
)
def test_every_spelling_of_a_picture_is_read(data: bytes, total: int, row: int, expected: str) -> None:
    drawn = draw(b"^XA^PW%d^LL%d^FO0,0^GFA,%d,%d,%d,%b^FS^XZ" % (row * 8, total // row, total, total, row, data))
    assert drawn.problems == ()
    assert drawn.rows.hex() == expected


@pytest.mark.parametrize("field", [b":B64:gAEBgA==:E582", b":Z64:eNprYGRsAAACiQED:BE3A", b":Z64:eNprYGRsAAACiQED:be3a"])
def test_compressed_pictures_are_read(field: bytes) -> None:
    drawn = draw(b"^XA^PW16^LL2^GFA,4,4,2," + field + b"^FS^XZ")
    assert (drawn.rows.hex(), drawn.problems) == ("80010180", ())


@pytest.mark.parametrize(
    ("field", "problem"),
    [
        (b":Z64:eNprYGRsAAACiQED:BE3B", "graphic with a wrong CRC"),
        (b":B64:gAEB:2E1B", "graphic with a wrong CRC"),
        (b":LZ4:gAEBgA==:E582", "graphic of an unknown encoding"),
        (b"800101800000", "graphic of more than 4 bytes"),
        (b"zzzzzzzzzzF", "graphic of more than 4 bytes"),
    ],
)
def test_a_damaged_picture_prints_nothing_and_says_why(field: bytes, problem: str) -> None:
    drawn = draw(b"^XA^PW16^LL2^GFA,4,4,2," + field + b"^FS^XZ")
    assert (drawn.problems, any(drawn.rows)) == ((problem,), False)


def test_a_small_picture_that_unpacks_to_gigabytes_is_refused_unpacked() -> None:
    packed = base64.b64encode(zlib.compress(bytes(20_000_000), 9))
    field = b"^GFA,4,4,2,:Z64:%b:%04X" % (packed, binascii.crc_hqx(packed, 0))
    tracemalloc.start()
    problems = draw(b"^XA" + field + b"^XZ").problems
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert problems == ("graphic of 5 instead of 4 bytes",)
    assert peak < 5_000_000


def test_pictures_stand_where_home_and_origin_say_and_add_up() -> None:
    drawn = draw(b"^XA^PW24^LL3^LH8,1^FO0,0^GFA,1,1,1,80^FS^FO8,1^GFA,1,1,1,01^FS^XZ")
    assert drawn.rows.hex() == "000000" + "008000" + "000001"


def test_commands_it_does_not_know_are_named() -> None:
    assert draw(b"^XA^PW8^LL1^FO0,0^GE20^FS~JA^XZ").problems == ("skipped GE", "skipped JA")


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.binary(max_size=20).filter(lambda noise: b"^" not in noise and b"~" not in noise), max_size=4),
    st.data(),
)
def test_however_the_stream_is_cut_the_same_formats_come_out(noise: list[bytes], data: st.DataObject) -> None:
    stream = b"".join(piece + LABEL for piece in noise)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=12)))
    reader = ZplReader()
    found = [f for a, b in zip([0, *cuts], [*cuts, len(stream)], strict=True) for f in reader.feed(stream[a:b])]
    assert found == [LABEL] * len(noise)


def test_a_question_inside_and_outside_of_a_format_is_seen_and_changes_nothing() -> None:
    reader = ZplReader()
    assert reader.feed(b"~HS" + LABEL[:20] + b"~h") == [StatusQuestion(b"~HS")]
    assert reader.feed(b"s" + LABEL[20:]) == [StatusQuestion(b"~hs"), LABEL]


def test_a_format_begun_anew_forgets_its_beginning() -> None:
    assert ZplReader().feed(b"^XA^PW99" + LABEL) == [LABEL]


def test_a_stream_that_never_ends_its_format_is_thrown_away_in_bounded_memory() -> None:
    reader = ZplReader()
    piece = b"0" * 65536
    reader.feed(b"^XA^GFA,")
    for _ in range(100_000_000 // len(piece)):
        assert reader.feed(piece) == []
        assert reader.held <= DOCUMENT_LIMIT
    assert reader.overflows == 1
    assert reader.feed(LABEL) == [LABEL]


def test_what_comes_out_is_stored_as_picture_and_bytes(tmp_path: Path, virtual: VirtualPrinter) -> None:
    _talk(virtual, b"garbage\x00\xff" + LABEL[:9], LABEL[9:30], LABEL[30:] + b"\r\n" + LABEL)
    assert sorted(path.name for path in (tmp_path / "paper").iterdir()) == [
        "label-000001.png", "label-000001.zpl", "label-000002.png", "label-000002.zpl",
    ]  # fmt: skip
    label = virtual.labels[0]
    assert (label.number, label.rows.hex(), label.document) == (1, "80010180", LABEL)
    with Image.open(label.picture) as picture:
        assert picture.size == (16, 2)
        assert [x for x in range(16) if picture.getpixel((x, 0)) == 0] == [0, 15]
    assert label.picture.with_suffix(".zpl").read_bytes() == LABEL


def test_numbers_go_on_after_a_restart(tmp_path: Path) -> None:
    for number in (1, 2):
        printer = VirtualPrinter("127.0.0.1", 0, tmp_path)
        printer.start()
        _talk(printer, LABEL)
        printer.stop()
        assert [label.number for label in printer.labels] == [number]


def test_who_wants_to_know_hears_of_every_label(tmp_path: Path) -> None:
    heard: list[PrintedLabel] = []
    printer = VirtualPrinter("127.0.0.1", 0, tmp_path, on_label=heard.append)
    printer.start()
    _talk(printer, LABEL * 3)
    printer.stop()
    assert [label.number for label in heard] == [1, 2, 3]


def test_status_is_told_and_silence_means_no_paper(virtual: VirtualPrinter) -> None:
    answer = _talk(virtual, b"~HS")
    assert [line[:1] + line[-1:] for line in answer.splitlines()] == [b"\x02\x03"] * 3
    assert [len(line.split(b",")) for line in answer.splitlines()] == [12, 11, 2]
    virtual.misbehave(Fault.PAPER_OUT)
    assert _talk(virtual, b"~HS") == b""
    virtual.recover()
    assert _talk(virtual, b"~HS") == answer


def test_a_second_caller_waits_until_the_first_has_ended(virtual: VirtualPrinter) -> None:
    with (
        socket.create_connection(("127.0.0.1", virtual.port), timeout=5) as first,
        socket.create_connection(("127.0.0.1", virtual.port), timeout=5) as second,
    ):
        first.sendall(b"~HS")
        assert first.recv(1000)
        second.sendall(b"~HS")
        second.setblocking(False)
        with pytest.raises(BlockingIOError):
            second.recv(1000)
        second.settimeout(5)
        first.close()
        assert second.recv(1000).startswith(b"\x02")


def test_a_connection_that_is_open_when_the_fault_begins_feels_it(virtual: VirtualPrinter) -> None:
    with socket.create_connection(("127.0.0.1", virtual.port), timeout=5) as connection:
        connection.sendall(b"~HS")
        assert connection.recv(1000)
        virtual.misbehave(Fault.REFUSE)
        with pytest.raises(ConnectionResetError):
            connection.recv(1000)
    virtual.recover()
    assert _talk(virtual, LABEL) == b""
    assert len(virtual.labels) == 1


def test_a_stalled_connection_goes_on_when_the_printer_recovers(virtual: VirtualPrinter) -> None:
    virtual.misbehave(Fault.STALL)
    with socket.create_connection(("127.0.0.1", virtual.port), timeout=5) as connection:
        connection.sendall(LABEL)
        connection.shutdown(socket.SHUT_WR)
        virtual.recover()
        assert connection.recv(1000) == b""
    assert len(virtual.labels) == 1


@pytest.mark.parametrize("fault", [Fault.PAPER_OUT, Fault.HEAD_OPEN])
def test_what_waits_for_paper_or_a_closed_head_comes_out_then(virtual: VirtualPrinter, fault: Fault) -> None:
    virtual.misbehave(fault)
    _talk(virtual, LABEL, LABEL)
    assert not virtual.labels
    virtual.recover()
    assert [label.document for label in virtual.labels] == [LABEL, LABEL]


def test_without_power_what_waited_for_paper_is_lost(virtual: VirtualPrinter) -> None:
    virtual.misbehave(Fault.PAPER_OUT)
    _talk(virtual, LABEL)
    virtual.misbehave(Fault.POWER_CUT)
    with pytest.raises(ConnectionRefusedError):
        _talk(virtual, LABEL)
    virtual.recover()
    assert (list(virtual.labels), list(virtual.lost)) == ([], [LABEL])


def test_the_power_goes_in_the_middle_of_a_label(virtual: VirtualPrinter) -> None:
    virtual.misbehave(Fault.POWER_CUT, after_bytes=10)
    with suppress(OSError):  # whether the reset is felt by our half-close or by our reading
        _talk(virtual, LABEL)
    assert virtual.bytes_taken == 10
    with pytest.raises(ConnectionRefusedError):
        _talk(virtual, LABEL)
    virtual.recover()
    _talk(virtual, LABEL)
    assert len(virtual.labels) == 1


def test_a_liar_reads_to_the_end_and_the_label_is_lost(virtual: VirtualPrinter) -> None:
    virtual.misbehave(Fault.LIE)
    assert _talk(virtual, LABEL) == b""
    assert (list(virtual.labels), list(virtual.lost)) == ([], [LABEL])


def test_half_a_label_at_the_end_of_a_connection_is_forgotten(virtual: VirtualPrinter) -> None:
    _talk(virtual, LABEL[:25])
    _talk(virtual, LABEL)
    assert [label.document for label in virtual.labels] == [LABEL]


def test_an_order_to_a_printer_that_does_not_run_is_an_error(tmp_path: Path) -> None:
    printer = VirtualPrinter("127.0.0.1", 0, tmp_path)
    with pytest.raises(RuntimeError, match="not running"):
        printer.recover()
    printer.stop()
