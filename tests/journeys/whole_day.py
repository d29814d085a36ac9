"""A day at the bench with everything in it, told as stories; and what is asked of its file afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sqlalchemy import text

from app.bench.learning import Approval, approve_code
from app.carriers.sandbox import SandboxFault, SandboxOrder
from app.domain.actor import Actor, Role
from app.domain.desk import HandingOver, Idle, Packing, Showing
from app.domain.document import DocumentKind
from app.domain.incident import Decision, IncidentKind
from app.domain.job import JobKind, JobState, printer_lane
from app.domain.label import Calibration
from app.domain.order import UnitPolicy
from app.domain.printing import Delivery, PaperProof, PrintOutcome, PrintReason
from app.domain.shipment import Purchase
from app.errors import Rejected
from app.login import Login
from app.replay import Difference, replay
from app.store import calibrations, jobs, journal, money, prints
from app.store.pins import Pins
from app.work.drawing import Drawn
from tests.builders import Rig, a_consignee, a_draft, a_line, lines_of

SERIAL = replace(a_line("S", 2), policy=UnitPolicy(serial=True))
LOT = replace(a_line("L", 3, position=2), policy=UnitPolicy(lot=True))
KIT = tuple(replace(a_line(sku, 2, position=at), kit="SET", per_kit=1) for at, sku in enumerate("CD", start=1))
LOST = PrintOutcome(Delivery.UNKNOWN, "printer.connection_lost")
OFF = PrintOutcome(Delivery.NOT_SENT, "printer.unreachable")


def difference(rig: Rig) -> Difference | None:
    with rig.station.database.reading() as connection:
        return replay(connection)


def ask(rig: Rig, statement: str, **values: str) -> Any:
    with rig.station.database.reading() as connection:
        return connection.execute(text(statement), values).scalar_one_or_none()


def order_id(rig: Rig, number: str) -> str:
    return str(ask(rig, "SELECT id FROM orders WHERE number = :number", number=number))


def label_of(rig: Rig, number: str) -> str:
    """The number on the order's latest label."""
    found = [each for each in rig.station.recent_parcels(100) if each.order_number == number]
    return found[0].tracking_number


def stop(rig: Rig, number: str, kind: str, **more: Any) -> None:
    with rig.station.database.transaction() as tx:
        shop = Actor("Bench 7", "shop", device="terminal")
        interception = rig.station.bench._services.interception
        interception.stop(tx, shop, order_id(rig, number), kind, source="command", **more)


def release(rig: Rig, number: str) -> None:
    with rig.station.database.transaction() as tx:
        lead = Actor("Bench 7", "chen", Role.LEAD, "terminal")
        rig.station.bench._services.interception.release(tx, lead, order_id(rig, number))


def decide(rig: Rig, kind: IncidentKind, decision: Decision, *, about: str = "") -> None:
    incident = next(each for each in rig.station.lead.incidents() if each.kind is kind and about in each.subject_id)
    answer = rig.station.lead.decide(incident, decision, why="looked")
    assert answer.code in ("decided", "reprint.queued")


def leave(rig: Rig) -> None:
    """Out of whatever lies on the desk, by the scanner."""
    for _ in range(6):
        state = rig.station.bench.state
        if isinstance(state, Idle | Showing):
            return
        rig.scan("PB.ASIDE" if isinstance(state, Packing | HandingOver) else "PB.CANCEL")
    raise AssertionError(f"no way out of {rig.station.bench.state}")


def add_materials(rig: Rig) -> None:
    """Cartons come from outside: no event brings them."""
    with rig.station.database.transaction() as tx:
        tx.execute(
            text(
                "INSERT INTO materials (code, kind, title, cost_minor, currency, stock)"
                " VALUES ('BOX', 'carton', 'Box', 120, 'CNY', 50), ('FOAM', 'consumable', 'Foam', 5, 'CNY', 50)"
            )
        )


def kits_and_units(rig: Rig) -> None:
    rig.orders(a_draft("K", KIT), a_draft("U", (SERIAL, LOT)))
    rig.scan("K", "SET", "C", "D")
    rig.scan("U", "S", "SN-1", "S", "SN-2", "L", "LOT-1", "L", "LOT-1", "PB.UNPACK", "L", "LOT-1", "L", "LOT-2")
    assert ask(rig, "SELECT count(*) FROM tracked_units") == 4
    rig.scan("L", "LOT-1")


def several_boxes(rig: Rig) -> None:
    rig.orders(a_draft("V", lines_of(A=3, B=2)))
    rig.scan("V", "A", "A", "BOX", "FOAM", "FOAM", "PB.CLOSE", "A", "PB.ASIDE", "V", "BOX", "PB.CLOSE", "B", "B")
    rig.work()
    assert ask(rig, "SELECT count(*) FROM parcels JOIN orders ON orders.id = order_id WHERE number = 'V'") == 3


def what_went_differently(rig: Rig) -> None:
    rig.orders(a_draft("D", lines_of(A=2, B=2)), a_draft("W", lines_of(A=2)))
    rig.scan("D", "A", "PB.DAMAGE", "A", "PB.SHORT", "PB.1", "PB.BYHAND", "PB.2", "PB.OK", "B", "PB.FINISH", "PB.OK")
    leave(rig)
    rig.scan("W", "PB.SWAP", "PB.1", "B", "PB.OK", "PB.LEARN", "PB.1", "6901234567892", "PB.OK", "PB.ASIDE")
    assert ask(rig, "SELECT count(*) FROM deviations") > 0
    assert ask(rig, "SELECT count(*) FROM item_codes WHERE learned_in <> ''") == 1
    lead = rig.station.bench.actor
    with rig.station.database.transaction() as tx:
        assert approve_code(tx, rig.station.database, lead, "6901234567892") is Approval.APPROVED


def merged_parted_cloned(rig: Rig) -> None:
    rig.orders(*(a_draft(number, lines_of(**{sku: 2})) for number, sku in (("M1", "A"), ("M2", "B"), ("M3", "C"))))
    rig.scan("M1", "A", "PB.MERGE", "M2", "B", "PB.MERGE", "M3", "C")
    assert ask(rig, "SELECT count(*) FROM orders WHERE merged_into <> ''") == 2
    stop(rig, "M2", "cancel")
    rig.scan("A", "PB.RETURNED")
    assert ask(rig, "SELECT count(*) FROM orders WHERE merged_into <> ''") == 1
    rig.scan("M1", "A", "A", "C", "C", "PB.CLOSE")
    leave(rig)
    rig.orders(*(a_draft(number, lines_of(E=2)) for number in ("C1", "C2", "C3")))
    rig.scan("C1", "E", "BOX", "E", "PB.CLONE", "PB.OK", "PB.ASIDE")
    rig.work()
    assert ask(rig, "SELECT count(*) FROM orders WHERE number LIKE 'C_' AND state = 'packed'") == 3


def labels(rig: Rig) -> None:
    """Given back, asked for again, printed again, lost on the way, settled by a person."""
    rig.orders(*(a_draft(number) for number in ("L1", "L2", "L3", "L4")))
    rig.scan("L1", "A")
    rig.work()
    parcel_id = rig.station.recent_parcels()[0].parcel_id
    rig.station.bench.reprint(parcel_id, PrintReason.DAMAGED)
    rig.printer.answers = OFF
    rig.work()
    rig.printer.answers = LOST
    rig.clock.pass_s(600)
    rig.work()
    rig.printer.answers = PrintOutcome(Delivery.DELIVERED)
    decide(rig, IncidentKind.PRINT_UNKNOWN, Decision.CAME_OUT)
    rig.scan("PB.VOID", "PB.OK")
    rig.work()
    rig.scan("PB.LABEL")
    rig.work()
    rig.carrier.fault = SandboxFault.LOST_ANSWER
    rig.scan("L2", "A")
    rig.step()
    rig.carrier.fault = None
    rig.clock.pass_s(600)
    rig.work()
    rig.carrier.online = False
    rig.scan("L3", "A", "PB.VOID", "PB.OK", "PB.LABEL", "L4", "A")
    rig.work()
    rig.restart()
    rig.carrier.online = True
    rig.clock.pass_s(600)
    rig.work()


def refused(rig: Rig) -> None:
    """No waybill, no void, no picture: each said by a lane. One label is left of which nobody knows."""
    rig.orders(*(a_draft(number) for number in ("R1", "R2", "R3", "R4", "R5")))
    rig.carrier.fault = SandboxFault.REFUSED
    rig.scan("R1", "A")
    rig.work()
    rig.scan("PB.LABEL")
    rig.work()
    rig.scan("R2", "A")
    rig.work()
    number = label_of(rig, "R2")
    del rig.carrier._orders[str(ask(rig, "SELECT reference FROM waybills WHERE tracking_number = :n", n=number))]
    rig.scan("PB.VOID", "PB.OK")
    rig.work()
    spooler: Any = rig.station.work[printer_lane("label")]._work
    spooler._drawing.draw = undrawable
    rig.scan("R3", "A")
    rig.work()
    del spooler._drawing.draw
    rig.printer.answers = LOST
    rig.scan("R4", "A")
    rig.work()
    rig.carrier.fault = SandboxFault.REFUSED
    rig.scan("R5", "A")
    rig.work()
    rig.printer.answers = PrintOutcome(Delivery.DELIVERED)


def undrawable(_row: prints.PrintRow) -> Drawn:
    raise Rejected("label.overflow")


def stopped(rig: Rig) -> None:
    rig.orders(*(a_draft(number, lines_of(A=2)) for number in ("T1", "T2", "T3", "T4", "T5")))
    rig.scan("T1", "A")
    stop(rig, "T1", "cancel", reason="no longer wanted")
    rig.scan("A", "PB.RETURNED", "PB.OK")
    rig.scan("T2", "A", "A")
    stop(rig, "T2", "hold")
    rig.work()
    release(rig, "T2")
    rig.work()
    stop(rig, "T3", "address", consignee=a_consignee("王秀英", street="人民路99号"))
    rig.scan("T3", "A", "A")
    rig.work()
    stop(rig, "T3", "address", consignee=a_consignee("王秀英", street="人民路100号"))
    stop(rig, "T3", "cancel")
    decide(rig, IncidentKind.LABEL_STOPPED, Decision.KEEP)
    stop(rig, "T4", "cancel")
    release(rig, "T4")
    rig.printer.answers = OFF
    rig.scan("T5", "A", "A")
    rig.work()
    stop(rig, "T5", "hold")
    rig.printer.answers = PrintOutcome(Delivery.DELIVERED)
    rig.clock.pass_s(600)
    rig.work()
    release(rig, "T5")
    rig.work()


def handed_over(rig: Rig) -> None:
    rig.orders(*(a_draft(number) for number in ("H1", "H2", "H3")))
    for number in ("H1", "H2", "H3"):
        rig.scan(number, "A")
        rig.work()
    one, two, three = (label_of(rig, number) for number in ("H1", "H2", "H3"))
    rig.scan("PB.HANDOVER", one, two, "PB.UNPACK", one, "PB.UNPACK", two, one, three, "PB.UNPACK", three, "PB.MANIFEST")
    stop(rig, "H1", "cancel")
    decide(rig, IncidentKind.NEWS_TOO_LATE, Decision.KEEP)
    rig.scan("PB.HANDOVER", two, "PB.ASIDE", "PB.DAYEND")
    assert ask(rig, "SELECT count(*) FROM parcels WHERE handed_over_at IS NOT NULL") == 1


def other_papers(rig: Rig) -> None:
    """A slip beside its label; what waited goes to another printer and back; a test card was measured."""
    database, lane = rig.station.database, Actor("Bench 7", device="lane")
    rig.orders(a_draft("P1"), a_draft("P2"))
    rig.printer.answers = OFF
    rig.scan("P1", "A", "P2", "A")
    rig.work()
    slip = ask_slip(rig, rig.station.recent_parcels()[0].parcel_id)
    with database.transaction() as tx:
        assert len(prints.redirect(tx, database, "label", "spare", actor=lane)) == 2
    with database.transaction() as tx:
        assert len(prints.redirect(tx, database, "spare", "label", actor=lane)) == 2
        assert prints.redirect(tx, database, "office", "attic", actor=lane) == (slip,)
    rig.printer.answers = PrintOutcome(Delivery.DELIVERED)
    rig.clock.pass_s(600)
    rig.work()
    send(rig, slip, proof=PaperProof.PROCESS_ID, is_settled=True)
    send(rig, ask_slip(rig, rig.station.recent_parcels()[0].parcel_id), proof=PaperProof.COUNTER)
    with database.transaction() as tx:
        calibrations.add(tx, database, rig.station.bench.actor, "label", Calibration(0.5, -1.25, 203, 4))


def ask_slip(rig: Rig, parcel_id: str) -> str:
    """A packing slip is asked for, on a printer that no lane of the rig works for; the print's id."""
    database, actor = rig.station.database, rig.station.bench.actor
    paper: Any = {"document": DocumentKind.PACKING_SLIP, "printer": "office", "reason": PrintReason.FIRST}
    with database.transaction() as tx:
        print_id = prints.ask(tx, database, parcel_id, packer=actor.packer, **paper)
        jobs.queue(tx, database, printer_lane("office"), JobKind.PRINT_LABEL, print_id)
        journal.append(tx, database, actor, "print.asked", print_id, scan=None, **prints.terms(tx, print_id))
    return print_id


def send(rig: Rig, print_id: str, *, proof: PaperProof, is_settled: bool = False) -> None:
    """As a spooler that is told a proof and the queue's number writes it down."""
    database, actor = rig.station.database, Actor("Bench 7", device="lane")
    with database.transaction() as tx:
        job = jobs.claim(tx, database, printer_lane(prints.get(tx, print_id).printer))
        assert job is not None
        assert prints.mark_sending(tx, print_id, "0" * 64)
        journal.append(tx, database, actor, "print.sending", print_id, copy=1, sha256="0" * 64)
        prints.mark_sent(tx, database, print_id, proof=proof, spool_job="office-7", is_settled=is_settled)
        told = {"proof": proof, "spool_job": "office-7", "settled": is_settled}
        journal.append(tx, database, actor, "print.sent", print_id, code="", scan=None, **told)
        jobs.settle(tx, database, job, JobState.DONE)


def money_and_people(rig: Rig) -> None:
    database = rig.station.database
    with database.transaction() as tx:
        strangers = [Purchase(f"X-{at}", f"PB99999999999{at}", is_cancelled=False) for at in (1, 2, 3)]
        money.keep_orphans(tx, database, "sandbox", strangers)
    rig.carrier._keep("X-2", SandboxOrder("PB999999999992"))
    for at, decision in ((1, Decision.KEEP), (2, Decision.VOID), (3, Decision.VOID)):
        decide(rig, IncidentKind.ORPHAN, decision, about=f"PB99999999999{at}")
    rig.station.guard.step()
    login = Login(database, Actor("Bench 7", device="terminal"), Pins(passes=1, memory_kib=8))
    with database.transaction() as tx:
        boss = login.enroll(tx, Actor("Bench 7", "owner"), handle="boss", number=1, role=Role.ADMIN, pin="90210733")
        admin = boss.acting(login.at)
        wu = login.enroll(tx, admin, handle="wu", number=7, role=Role.PACKER)
        li = login.enroll(tx, admin, handle="li", number=8, role=Role.PACKER)
        login.change_role(tx, admin, wu, Role.LEAD)
        login.retire(tx, admin, li)


STORIES: tuple[Callable[[Rig], None], ...] = (
    kits_and_units, several_boxes, what_went_differently, merged_parted_cloned, labels, refused, stopped, handed_over,
    other_papers, money_and_people,
)  # fmt: skip


def tell_all(rig: Rig) -> None:
    """A day with everything in it; one order is left on the table."""
    add_materials(rig)
    for story in STORIES[:-1]:
        story(rig)
        leave(rig)
    rig.orders(a_draft("LAST", lines_of(A=2)))
    rig.scan("LAST", "A")
    money_and_people(rig)
