"""Every paper comes out of the printer that was chosen for it, or of none: routes, identity, fall-backs."""

from __future__ import annotations

import pytest

from app.devices.virtual_printer import Fault
from app.domain.document import DocumentKind
from app.domain.facts import Fact, LaneChanged, PrintsRedirected
from app.domain.glance import LaneState
from app.domain.printing import PrintReason, PrintState
from app.errors import Rejected
from tests.journeys.print_room import NOBODY, MakeRoom, Plug, PrintRoom, at
from tests.journeys.whole_day import difference

SMALL = "width_mm = 76\nheight_mm = 130\nconfirm = 'off'"
Q, SENT = PrintState.QUEUED, PrintState.SENT


def two(label: str, spare: str, *, more: str = "", after_s: int = 60, spares_own: str = "") -> str:
    return f"""
[printer]
address = "{label}"
{SMALL}
fallback = "spare"
fallback_after_s = {after_s}
{more}
[[other_printers]]
name = "spare"
address = "{spare}"
width_mm = 76
height_mm = 130
{spares_own}
"""


def listened(room: PrintRoom) -> list[Fact]:
    facts: list[Fact] = []
    room.station.listen(facts.append)
    return facts


def where(room: PrintRoom) -> list[tuple[str, int, int, str]]:
    return [tuple(row) for row in room.ledger("printer, position, copy, state")]  # type: ignore[misc]


def test_each_route_leads_to_its_own_printer(plug: Plug, make_room: MakeRoom) -> None:
    names = ("label", "slips", "sf", "wang")
    printers = {name: plug(name) for name in names}
    others = "".join(
        f'[[other_printers]]\nname = "{name}"\naddress = "{at(printers[name])}"\nwidth_mm = 76\nheight_mm = 130\n'
        for name in names[1:]
    )
    room = make_room(
        f'[printer]\naddress = "{at(printers["label"])}"\n{SMALL}\n{others}'
        '[[routes]]\ndocument = "packing_slip"\nprinter = "slips"\n'
        '[[routes]]\ndocument = "label"\ncarrier = "SF"\nprinter = "sf"\n'
        '[[routes]]\ndocument = "label"\nperson = "wang"\nprinter = "wang"\n'
        '[[routes]]\ndocument = "label"\nstation = "Bench 9"\nprinter = "sf"\n'
        '[papers]\nwith_label = ["packing_slip"]\n'
    )
    room.pack("1")
    room.pack("2", service="SF")
    assert [(row[0], row[1]) for row in room.ledger()] == [
        ("packing_slip", "slips"),
        ("label", "label"),
        ("packing_slip", "slips"),
        ("label", "sf"),
    ]
    assert [len(printers[name].labels) for name in names] == [1, 2, 1, 0]
    text = (room.folder / "station.toml").read_text("utf-8").replace('packer = "Wu"', 'packer = "wang"')
    (room.folder / "station.toml").write_text(text, "utf-8")
    room.restart()
    room.pack("3")
    assert len(printers["wang"].labels) == 1


@pytest.mark.parametrize("label", [NOBODY, "", "windows:Gone"], ids=["unplugged", "never set up", "renamed queue"])
def test_a_printer_that_is_gone_stops_visibly_and_nothing_is_printed_elsewhere(
    label: str, plug: Plug, make_room: MakeRoom
) -> None:
    spare = plug("spare")
    room = make_room(two(label, at(spare)).replace('fallback = "spare"', ""))
    room.pack("1", "2")
    for _ in range(3):
        room.later(600)
        room.fall_back()
    assert [row[-1] for row in where(room)] == [Q, Q]
    assert room.lane("label").code.startswith("printer.")
    assert room.lane("label").state in (LaneState.WAITING, LaneState.STOPPED)
    assert not spare.labels
    assert not spare.bytes_taken


def test_another_device_in_its_place_prints_nothing(plug: Plug, make_room: MakeRoom) -> None:
    stranger = plug("stranger", identity="OTHER9")
    room = make_room(f'[printer]\naddress = "{at(stranger)}"\n{SMALL}\nmodel = "zebra-link-os"\nidentity = "MINE1"\n')
    room.pack("1")
    assert where(room) == [("label", 1, 1, Q)]
    assert (room.lane("label").state, room.lane("label").code) == (LaneState.WAITING, "printer.other_device")
    assert not stranger.labels
    room.write(f'[printer]\naddress = "{at(plug("mine", identity="mine1"))}"\n{SMALL}\nmodel = "zebra-link-os"\n')
    room.restart()
    room.later(600)
    assert [row[-1] for row in where(room)] == [PrintState.CONFIRMED]


def test_the_fall_back_waits_for_its_time_and_keeps_order_copies_and_positions(plug: Plug, make_room: MakeRoom) -> None:
    spare = plug("spare")
    room = make_room(two(NOBODY, at(spare)))
    room.station.printers.print_card("spare")  # takes the spare's first number
    room.work()
    room.pack("1", "2", "3")
    facts = listened(room)
    room.clock.pass_s(58)
    room.fall_back()
    assert len(spare.labels) == 1
    room.clock.pass_s(2)
    room.fall_back()
    assert PrintsRedirected("label", "spare", 3) in facts
    room.work()
    assert where(room)[1:] == [("spare", 2, 1, SENT), ("spare", 3, 1, SENT), ("spare", 4, 1, SENT)]
    numbers = [room.parcel(number).position for number in "123"]
    assert numbers == [2, 3, 4]
    assert len(spare.labels) == 4
    assert difference(room) is None


def test_a_print_of_which_bytes_left_stays_where_it_was(plug: Plug, make_room: MakeRoom) -> None:
    main, spare = plug("label"), plug("spare")
    room = make_room(two(at(main), at(spare)))
    main.misbehave(Fault.RESET, after_bytes=200)
    room.pack("1")
    main.misbehave(Fault.REFUSE)
    room.pack("2")
    room.clock.pass_s(61)
    room.fall_back()
    room.work()
    assert where(room) == [("label", 1, 1, PrintState.UNKNOWN), ("spare", 1, 1, SENT)]
    assert len(spare.labels) == 1


def test_a_fall_back_that_is_away_too_takes_over_once_it_is_back(plug: Plug, make_room: MakeRoom) -> None:
    spare = plug("spare")
    spare.misbehave(Fault.REFUSE)
    room = make_room(two(NOBODY, at(spare)))
    room.look()
    room.pack("1")
    room.clock.pass_s(120)
    room.fall_back()
    assert where(room) == [("label", 1, 1, Q)]
    spare.recover()
    room.look()
    room.fall_back()
    room.work()
    assert where(room) == [("spare", 1, 1, SENT)]


def test_two_printers_that_take_over_from_each_other_do_not_play_ball_while_both_are_away(make_room: MakeRoom) -> None:
    room = make_room(two(NOBODY, NOBODY, spares_own='fallback = "label"\nfallback_after_s = 60'))
    room.pack("1")
    for _ in range(20):
        room.later(61)
        room.fall_back()
    assert room.events("print.redirected") <= 1
    assert [row[-1] for row in where(room)] == [Q]


def test_both_printers_come_back_and_each_prints_its_own_again(plug: Plug, make_room: MakeRoom) -> None:
    main, spare = plug("label"), plug("spare")
    room = make_room(two(at(main), at(spare)))
    main.misbehave(Fault.REFUSE)
    room.look()
    room.pack("1")
    room.clock.pass_s(61)
    room.fall_back()
    room.work()
    assert where(room) == [("spare", 1, 1, SENT)]
    facts = listened(room)
    main.recover()
    room.station.printers.rounds["printers"].go_round()
    assert LaneChanged("printer:label") in facts
    assert (room.lane("label").state, room.lane("label").code) == (LaneState.IDLE, "")
    room.buy("2", "3")
    room.clock.pass_s(120)
    room.fall_back()  # away no longer: what has just been asked for is not taken from it
    room.work()
    assert [row[0] for row in where(room)] == ["spare", "label", "label"]


def test_what_is_being_tried_again_keeps_its_place_before_those_behind_it(
    plug: Plug, make_room: MakeRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    spare = plug("spare")
    room = make_room(two(NOBODY, at(spare)))
    room.pack("1", "2")
    room.clock.pass_s(600)
    spooler = room.station.work["printer:label"]._work
    send = spooler._printer.send  # type: ignore[attr-defined]

    def sent_while_it_is_looked_at(document: bytes) -> object:
        room.fall_back()
        assert [row[0] for row in where(room)] == ["label", "label"]
        return send(document)

    monkeypatch.setattr(spooler, "_printer", type("P", (), {"send": staticmethod(sent_while_it_is_looked_at)}))
    assert room.station.work["printer:label"].step()
    room.fall_back()
    room.work()
    assert where(room) == [("spare", 1, 1, SENT), ("spare", 2, 1, SENT)]


def test_a_clock_set_back_by_a_year_does_not_keep_the_fall_back_waiting(plug: Plug, make_room: MakeRoom) -> None:
    spare = plug("spare")
    room = make_room(two(NOBODY, at(spare)))
    room.pack("1")
    room.clock.pass_s(-365 * 86_400)
    room.fall_back()
    room.work()
    assert where(room) == [("spare", 1, 1, SENT)]


def test_a_printers_own_test_card_never_comes_out_of_another(plug: Plug, make_room: MakeRoom) -> None:
    spare = plug("spare")
    room = make_room(two(NOBODY, at(spare)))
    room.station.printers.print_card("label")
    room.pack("1")
    assert room.station.printers.redirect("label", "spare") == 1
    room.work()
    assert [(row[0], row[1]) for row in room.ledger()] == [("test_card", "label"), ("label", "spare")]
    assert len(spare.labels) == 1


def test_a_reprint_after_a_redirection_is_a_copy_of_its_own_and_follows_the_route(
    plug: Plug, make_room: MakeRoom
) -> None:
    main, spare = plug("label"), plug("spare")
    room = make_room(two(at(main), at(spare)))
    room.buy("1")
    assert room.station.printers.redirect("label", "spare") == 1
    room.work()
    room.station.bench.reprint(room.parcel("1").parcel_id, PrintReason.DAMAGED)
    room.work()
    assert where(room) == [("spare", 1, 1, SENT), ("label", 1, 2, SENT)]
    assert len(room.carrier.orders) == 1


def test_paper_of_another_size_stops_with_words_and_is_not_scaled(plug: Plug, make_room: MakeRoom) -> None:
    printer = plug("label")
    room = make_room(f'[printer]\naddress = "{at(printer)}"\nwidth_mm = 30\nheight_mm = 20\nconfirm = "off"\n')
    room.pack("1")
    assert room.lane("label").state is LaneState.STOPPED
    assert room.lane("label").code == "label.stock_unsupported"
    assert not printer.bytes_taken


def test_a_redirection_to_the_same_printer_or_by_somebody_else_changes_nothing(plug: Plug, make_room: MakeRoom) -> None:
    room = make_room(two(NOBODY, at(plug("spare"))))
    room.pack("1")
    assert room.station.printers.redirect("label", "label") == 0
    assert where(room) == [("label", 1, 1, Q)]


def test_a_label_waits_for_paper_goes_out_when_it_is_mended_and_only_once(plug: Plug, make_room: MakeRoom) -> None:
    printer = plug("label")
    room = make_room(f'[printer]\naddress = "{at(printer)}"\n{SMALL}\nmodel = "zebra-link-os"\n')
    printer.misbehave(Fault.PAPER_OUT)
    room.pack("1")
    assert (where(room), room.lane("label").code) == ([("label", 1, 1, Q)], "printer.paper_out")
    room.station.printers.rounds["printers"].go_round()
    for _ in range(6):
        room.later(400)
    assert not printer.labels
    printer.recover()
    room.station.printers.rounds["printers"].go_round()  # sees it, and hurries the lane
    room.work()
    assert where(room) == [("label", 1, 1, PrintState.CONFIRMED)]
    assert len(printer.labels) == 1
    assert not printer.lost


def test_nothing_is_printed_for_a_paper_without_a_route(plug: Plug, make_room: MakeRoom) -> None:
    room = make_room(f'[printer]\naddress = "{at(plug("label"))}"\n{SMALL}\n')
    room.pack("1")
    with pytest.raises(Rejected, match=r"paper\.no_route"):
        room.station.printers.print_paper_of_order(DocumentKind.PACKING_SLIP, "1")
    with pytest.raises(Rejected, match=r"paper\.no_parcel"):
        room.station.printers.print_paper_of_order(DocumentKind.PACKING_SLIP, "nobody's")
    assert [row[0] for row in room.ledger()] == ["label"]
