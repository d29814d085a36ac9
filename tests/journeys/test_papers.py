"""What goes along with a label: slips, carton labels, licence plates – each by its own way, held up by nothing else."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from app.devices.virtual_printer import Fault, PrintedLabel, VirtualPrinter
from app.domain.barcode import has_check_digit
from app.domain.document import DocumentKind
from app.domain.glance import LaneState
from app.domain.incident import Decision, IncidentKind
from app.domain.interception import StopKind
from app.domain.printing import Language, PrintReason, PrintState
from tests.builders import a_draft, lines_of
from tests.journeys.print_room import NOBODY, MakeRoom, Plug, at
from tests.journeys.whole_day import difference, release, stop

Q, SENT, CANCELLED, CONFIRMED = PrintState.QUEUED, PrintState.SENT, PrintState.CANCELLED, PrintState.CONFIRMED
FAILED, UNKNOWN = PrintState.FAILED, PrintState.UNKNOWN


def settings(label: str, receipts: str, *, papers: str = '"packing_slip"', model: str = "epson", own: str = "") -> str:
    return f"""
[printer]
address = "{label}"
[[other_printers]]
name = "receipts"
address = "{receipts}"
language = "escpos"
model = "{model}"
width_mm = 72
height_mm = 0
[[routes]]
document = "packing_slip"
printer = "receipts"
[[routes]]
document = "carton_label"
printer = "label"
[[routes]]
document = "license_plate"
printer = "label"
[papers]
with_label = [{papers}]
{own}
"""


def receipts(plug: Plug, model: str = "epson") -> VirtualPrinter:
    return plug("receipts", language=Language.ESCPOS, model=model)


def codes_on(label: PrintedLabel) -> list[str]:
    with Image.open(label.picture) as picture:
        return sorted({symbol.text for symbol in zxingcpp.read_barcodes(picture.convert("L"))})


def test_a_slip_comes_out_of_the_receipt_printer_as_long_as_it_needs_and_is_proven_there(
    plug: Plug, make_room: MakeRoom
) -> None:
    main, roll = plug("label"), receipts(plug)
    room = make_room(settings(at(main), at(roll)))
    room.orders(a_draft("1", lines_of(A=1)), a_draft("2", lines_of(**dict.fromkeys("ABCDEFGH", 1))))
    room.scan("1", "A", "2", *"ABCDEFGH")
    room.work()
    assert room.states("packing_slip") == [CONFIRMED, CONFIRMED]
    assert room.ledger("proof")[0] == ("process_id",)
    assert room.states() == [SENT, SENT]
    short, long = roll.labels
    assert (short.width, short.problems, long.problems) == (576, (), ())
    assert long.height - short.height == 7 * 11 * 8  # seven lines more, 11 mm each, 8 dots a millimetre
    assert codes_on(short) == [room.parcel("1").tracking_number]
    assert codes_on(main.labels[0]) == [room.parcel("1").tracking_number]


def test_the_slip_of_a_silent_receipt_printer_is_sent_and_never_called_printed(plug: Plug, make_room: MakeRoom) -> None:
    roll = receipts(plug, "escpos-silent")
    room = make_room(settings(at(plug("label")), at(roll), model="silent"))
    room.pack("1")
    assert room.states("packing_slip") == [SENT]
    assert len(roll.labels) == 1
    room.clock.pass_s(100_000)
    unseen = [incident.kind for incident in room.station.lead.incidents()]
    assert unseen == [IncidentKind.LABEL_UNSEEN]  # nobody scans a slip


@pytest.mark.parametrize(("label", "roll"), [(True, False), (False, True)])
def test_neither_the_slip_nor_the_label_waits_for_the_others_printer(
    label: bool, roll: bool, plug: Plug, make_room: MakeRoom
) -> None:
    main, paper = plug("label"), receipts(plug)
    room = make_room(settings(at(main) if label else NOBODY, at(paper) if roll else NOBODY))
    room.pack("1")
    assert room.states() == [SENT if label else Q]
    assert room.states("packing_slip") == [CONFIRMED if roll else Q]
    assert room.lane("label").state is (LaneState.IDLE if label else LaneState.WAITING)
    assert room.lane("receipts").state is (LaneState.IDLE if roll else LaneState.WAITING)


def test_every_parcel_has_a_carton_number_of_its_own_through_restarts_and_backups(
    plug: Plug, make_room: MakeRoom, tmp_path: Path
) -> None:
    main = plug("label")
    text = settings(at(main), NOBODY, papers='"carton_label"', own='sscc_prefix = "0690123456"')
    room = make_room(text)
    room.pack("1", "2")
    room.restart()
    room.pack("3")
    found = [codes_on(label) for label in main.labels]
    cartons = [code for codes in found for code in codes if code.startswith(("00", "(00)"))]
    assert len(set(cartons)) == len(cartons) == 3
    ssccs = [code.removeprefix("(00)").removeprefix("00")[:18] for code in cartons]
    assert all(sscc.startswith("0690123456") and has_check_digit(sscc) for sscc in ssccs)
    room.station.stop()
    kept = room.station.settings.database
    with closing(sqlite3.connect(kept)) as connection:
        connection.execute("VACUUM INTO ?", (str(tmp_path / "copy.db"),))
    (tmp_path / "copy.db").replace(kept)
    for rest in ("-wal", "-shm"):
        kept.with_name(kept.name + rest).unlink(missing_ok=True)
    room.station = room._open()
    room.station.printers.print_paper_of_order(DocumentKind.CARTON_LABEL, "1")
    room.work()
    again = [code for code in codes_on(main.labels[-1]) if code in cartons]
    assert again == cartons[:1]
    assert room.ledger("document, copy, reason")[-1] == ("carton_label", 2, PrintReason.OTHER)


@pytest.mark.parametrize("prefix", ["", "069012345678"])
def test_a_carton_number_that_cannot_be_given_holds_up_no_label_and_is_the_leads(
    prefix: str, plug: Plug, make_room: MakeRoom
) -> None:
    main = plug("label")
    room = make_room(settings(at(main), NOBODY, papers='"carton_label"', own=f'sscc_prefix = "{prefix}"'))
    room.buy("1")
    if prefix:
        with room.station.database.transaction() as tx:
            tx.exec_driver_sql("UPDATE parcels SET rowid = 100000")
    room.work()
    code = "paper.sscc_used_up" if prefix else "paper.no_sscc"
    assert room.ledger("document, state, code") == [("carton_label", FAILED, code), ("label", SENT, "")]
    (incident,) = room.station.lead.incidents()
    assert (incident.kind, incident.document, incident.code, incident.order_number) == (
        IncidentKind.PAPER_FAILED,
        DocumentKind.CARTON_LABEL,
        code,
        "1",
    )
    room.write(settings(at(main), NOBODY, papers='"carton_label"', own='sscc_prefix = "06901234"'))
    room.restart()
    assert room.station.lead.decide(incident, Decision.REPRINT, why="prefix set").code == "decided"
    assert room.station.lead.decide(incident, Decision.REPRINT, why="twice").code == "decision.late"
    room.work()
    assert room.states("carton_label") == [FAILED, SENT]
    assert room.station.lead.incidents() == ()
    assert difference(room) is None


def test_a_slip_that_may_have_come_out_is_asked_about_and_never_sent_again_by_itself(
    plug: Plug, make_room: MakeRoom
) -> None:
    roll = receipts(plug)
    room = make_room(settings(at(plug("label")), at(roll)))
    roll.misbehave(Fault.RESET, after_bytes=500)
    room.pack("1")
    roll.recover()
    for _ in range(3):
        room.later(600)
    assert room.states("packing_slip") == [UNKNOWN]
    kinds = [each for each in room.station.lead.incidents() if each.kind is IncidentKind.PAPER_UNKNOWN]
    assert [(each.document, each.position) for each in kinds] == [(DocumentKind.PACKING_SLIP, 1)]
    assert room.station.lead.decide(kinds[0], Decision.CAME_OUT, why="lies there").code == "decided"
    assert room.states("packing_slip") == [CONFIRMED]
    assert room.states() == [SENT]  # the label is another question
    assert difference(room) is None


def test_a_stop_keeps_papers_back_with_the_label_and_a_release_lets_both_go(plug: Plug, make_room: MakeRoom) -> None:
    roll, main = receipts(plug), plug("label")
    room = make_room(settings(at(main), at(roll)))
    room.buy("1")
    stop(room, "1", StopKind.HOLD)
    room.work()
    assert (room.states("packing_slip"), room.states()) == ([Q], [Q])
    assert not roll.labels
    assert not main.labels
    release(room, "1")
    room.work()
    assert (room.states("packing_slip"), room.states()) == ([CONFIRMED], [SENT])
    assert (len(roll.labels), len(main.labels)) == (1, 1)
    assert difference(room) is None


def test_a_void_cancels_the_papers_that_have_not_left_and_a_new_label_brings_new_ones(
    plug: Plug, make_room: MakeRoom
) -> None:
    roll, main = receipts(plug), plug("label")
    room = make_room(settings(at(main), at(roll)))
    room.buy("1")
    first = room.parcel("1").tracking_number
    parcel_id = room.parcel("1").parcel_id
    assert [room.station.bench.void(parcel_id).code for _ in range(2)] == ["void.confirm", "void.queued"]
    room.work()
    assert (room.states("packing_slip"), room.states()) == ([CANCELLED], [CANCELLED])
    assert not roll.labels
    assert not main.labels
    assert room.station.bench.request_label(parcel_id).code == "label.queued"
    room.work()
    second = room.parcel("1").tracking_number
    assert first != second
    assert codes_on(roll.labels[0]) == codes_on(main.labels[0]) == [second]
    assert len(roll.labels) == 1
    assert difference(room) is None


def test_a_licence_plate_bears_no_number_of_a_carrier(plug: Plug, make_room: MakeRoom) -> None:
    main = plug("label")
    room = make_room(settings(at(main), NOBODY, papers='"license_plate"'))
    for number in ("1001", "1", "订单2", "X" * 40):
        room.pack(number)
    plates, labels = list(main.labels)[::2], list(main.labels)[1::2]
    assert [codes_on(label) for label in labels] == [
        [room.parcel(number).tracking_number] for number in ("1001", "1", "订单2", "X" * 40)
    ]
    numbers = [codes_on(plate) for plate in plates]
    assert numbers[0] == ["1001-1"]
    assert all(len(found) == 1 and len(found[0]) == 12 for found in numbers[1:])
    assert len({found[0] for found in numbers}) == 4


def test_papers_lie_there_before_the_label_that_closes_the_box(plug: Plug, make_room: MakeRoom) -> None:
    main = plug("label")
    room = make_room(settings(at(main), NOBODY, papers='"license_plate", "carton_label"', own='sscc_prefix="06901234"'))
    room.pack("1001")
    assert [row[0] for row in room.ledger("document, position")] == ["license_plate", "carton_label", "label"]
    assert len(main.labels) == 3


def test_papers_of_a_crash_are_neither_lost_nor_doubled(plug: Plug, make_room: MakeRoom) -> None:
    roll, main = receipts(plug), plug("label")
    room = make_room(settings(at(main), at(roll)))
    room.buy("1")
    for _ in range(3):
        room.restart()
    room.work()
    assert (len(roll.labels), len(main.labels)) == (1, 1)
    assert room.ledger("document, copy") == [("packing_slip", 1), ("label", 1)]
