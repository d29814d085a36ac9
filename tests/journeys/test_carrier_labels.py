"""Labels that the carrier drew, from its answer to the paper: true, proven, bought once, and nobody's to read."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.carriers.kdniao.simulator import Fault
from app.carriers.sandbox import Sandbox, SandboxFault
from app.domain.document import LabelFormat
from app.domain.printing import Language, PrintState
from app.domain.shipment import Waybill, WaybillRequest, WaybillState
from app.errors import Misconfigured
from app.logs import open_log
from app.settings import RouteSettings, load_settings
from app.station import Station
from app.ui.messages import explain
from tests.journeys.labels_table import LabelsTable, Stand, Yard, said_by

NATIVE = {LabelFormat.ZPL: Language.ZPL, LabelFormat.EPL: Language.EPL}
PAIRS = [
    *NATIVE.items(),
    (LabelFormat.PDF, Language.TSPL),
    (LabelFormat.PNG, Language.ZPL),
    (LabelFormat.GIF, Language.CPCL),
    (LabelFormat.HTML, Language.EPL),
]
PERSONAL = ("李小龙", "13912345678", "中关村大街27号1101室")
MASKED = ("李**", "139****5678")


@pytest.fixture
def yard(tmp_path: Path) -> Iterator[Yard]:
    with Yard(tmp_path) as yard:
        yield yard


class Posted(Sandbox):
    """Remembers the labels that it sent. `kept`: the share of one that arrives."""

    def __init__(self, *, label: LabelFormat, kept: float = 1.0) -> None:
        super().__init__(label=label)
        self.kept = kept
        self.sent: list[bytes] = []

    def issue_waybill(self, request: WaybillRequest) -> Waybill:
        waybill = super().issue_waybill(request)
        assert waybill.label is not None
        self.sent.append(waybill.label.content[: int(len(waybill.label.content) * self.kept)])
        return replace(waybill, label=replace(waybill.label, content=self.sent[-1]))


@pytest.fixture
def log(tmp_path: Path) -> Iterator[None]:
    """The station's own log, beside its papers."""
    (tmp_path / "station").mkdir()
    open_log(tmp_path / "station")
    yield
    for handler in logging.getLogger("app").handlers:
        handler.close()
    logging.getLogger("app").handlers.clear()
    logging.getLogger("app").propagate = True


def refused(table: LabelsTable, code: str, *stands: Stand) -> None:
    """The parcel shows why, in words; its waybill is good; nothing came out."""
    parcel = table.parcel
    assert (parcel.waybill_state, parcel.print_state, parcel.code) == (WaybillState.ISSUED, PrintState.FAILED, code)
    for language in ("zh_CN", "en"):
        assert code not in str(explain(code, language))
    assert not [label for stand in stands for label in stand.plug.labels]


@pytest.mark.parametrize(("label_format", "language"), PAIRS)
def test_a_label_of_each_kind_comes_out_and_says_its_number(
    yard: Yard, label_format: LabelFormat, language: Language
) -> None:
    stand = yard.stand(language)
    table = yard.table([stand], carrier := Posted(label=label_format))
    table.pack("1")
    table.work()
    paper, parcel = stand.take(), table.parcel
    assert said_by(paper) == {parcel.tracking_number}
    assert (parcel.print_state, parcel.code) == (PrintState.SENT, "")
    assert [order.tracking_number for order in carrier.orders.values()] == [parcel.tracking_number]
    if label_format in NATIVE:  # sent on as it came, to the byte
        assert paper.document.strip() == carrier.sent[0].strip()


def test_kdniaos_template_comes_out_in_true_size(yard: Yard) -> None:
    carrier, simulator = yard.kdniao()
    stand = yard.stand(paper=(100, 180))
    table = yard.table([stand], carrier, "kdniao")
    table.pack("1")
    table.work()
    paper, (order,) = stand.take(), simulator.orders.values()
    assert order.tracking_number in said_by(paper)
    assert (paper.width, paper.height) == (800, 1440)
    assert table.parcel.tracking_number == order.tracking_number


def test_a_label_of_another_printers_language_waits_for_the_right_printer_and_is_not_bought_again(yard: Yard) -> None:
    tspl, zebra = yard.stand(Language.TSPL), yard.stand(Language.ZPL, name="zebra")
    table = yard.table([tspl, zebra], carrier := Sandbox(label=LabelFormat.ZPL))
    table.pack("1")
    table.work()
    refused(table, "label.language_mismatch", tspl, zebra)
    number = table.parcel.tracking_number
    table.routes = (RouteSettings(printer="zebra", document="label"),)
    table.restart()
    table.reprint()
    assert said_by(zebra.take()) == {number}
    assert (len(carrier.orders), table.parcel.code, len(tspl.plug.labels)) == (1, "", 0)


def test_a_long_label_on_short_paper_is_refused_or_drawn_anew_under_the_same_number(yard: Yard) -> None:
    carrier, simulator = yard.kdniao()
    stand = yard.stand(paper=(100, 150))
    table = yard.table([stand], carrier, "kdniao")
    table.pack("1")
    table.work()
    refused(table, "label.wrong_paper", stand)
    number = table.parcel.tracking_number
    table.stands = (replace(stand, refits=True),)
    table.restart()
    table.reprint()
    paper = stand.take()
    assert number in said_by(paper)
    assert (paper.width, paper.height) == (800, 1200)
    assert (simulator.billed, table.parcel.tracking_number) == (1, number)


def test_a_long_label_goes_to_the_printer_that_has_its_paper(yard: Yard) -> None:
    carrier, simulator = yard.kdniao()
    short, long = yard.stand(), yard.stand(Language.TSPL, name="long", paper=(100, 180))
    table = yard.table([short, long], carrier, "kdniao")
    table.pack("1")
    table.work()
    (order,) = simulator.orders.values()
    assert order.tracking_number in said_by(long.take())
    assert not short.plug.labels


@pytest.mark.parametrize(
    "fault", [Fault.TEMPLATE_WRONG_NUMBER, Fault.TEMPLATE_REMOTE, Fault.TEMPLATE_CUT], ids=lambda fault: fault.value
)
def test_a_template_that_cannot_be_proven_is_never_printed(yard: Yard, fault: Fault) -> None:
    carrier, simulator = yard.kdniao()
    stand = yard.stand(paper=(100, 180))
    table = yard.table([stand], carrier, "kdniao")
    simulator.misbehave(fault)
    table.pack("1")
    table.work()
    refused(table, "label.proof_failed", stand)
    table.reprint()
    refused(table, "label.proof_failed", stand)
    assert simulator.billed == 1


def test_an_answer_without_the_label_is_a_parcel_with_ours(yard: Yard) -> None:
    carrier, simulator = yard.kdniao()
    stand = yard.stand()
    table = yard.table([stand], carrier, "kdniao")
    simulator.misbehave(Fault.TEMPLATE_MISSING)
    table.pack("1")
    table.work()
    assert said_by(stand.take()) == {table.parcel.tracking_number}
    assert (table.parcel.print_state, simulator.billed) == (PrintState.SENT, 1)


@pytest.mark.parametrize(
    ("label_format", "language", "kept", "code"),
    [
        (LabelFormat.ZPL, Language.ZPL, 0.9, "label.broken"),
        (LabelFormat.EPL, Language.EPL, 0.5, "label.broken"),
        (LabelFormat.PDF, Language.ZPL, 0.2, "label.broken"),
        (LabelFormat.PNG, Language.ZPL, 0.5, "label.broken"),
        (LabelFormat.GIF, Language.ZPL, 0.5, "label.broken"),
        (LabelFormat.HTML, Language.ZPL, 0.5, "label.proof_failed"),
        (LabelFormat.HTML, Language.ZPL, 0.0, "label.unknown_format"),
    ],
)
def test_a_label_that_arrived_broken_is_refused_and_its_purchase_kept(
    yard: Yard, label_format: LabelFormat, language: Language, kept: float, code: str
) -> None:
    stand, carrier = yard.stand(language), Posted(label=label_format, kept=kept)
    table = yard.table([stand], carrier)
    table.pack("1")
    table.work()
    refused(table, code, stand)
    assert len(carrier.orders) == 1


@pytest.mark.parametrize("label_format", [LabelFormat.ZPL, LabelFormat.PDF])
def test_a_reprint_is_the_same_label_dot_for_dot(yard: Yard, label_format: LabelFormat) -> None:
    stand = yard.stand()
    table = yard.table([stand], carrier := Sandbox(label=label_format))
    table.pack("1")
    table.work()
    first = stand.take()
    carrier.label = None  # whatever the account says by now
    table.reprint()
    again = stand.take()
    assert (again.rows, again.document) == (first.rows, first.document)
    assert (table.parcel.copies, len(carrier.orders)) == (2, 1)


def test_a_crash_between_purchase_and_print_loses_no_label(yard: Yard) -> None:
    stand = yard.stand(Language.EPL)
    table = yard.table([stand], carrier := Sandbox(label=LabelFormat.EPL))
    table.pack("1")
    table.buy()
    carrier.label = None
    table.restart()
    table.work()
    assert said_by(stand.take()) == {table.parcel.tracking_number}
    assert len(carrier.orders) == 1


def test_a_lost_answer_brings_its_label_later(yard: Yard) -> None:
    stand = yard.stand(Language.EPL)
    table = yard.table([stand], carrier := Sandbox(label=LabelFormat.EPL))
    carrier.fault = SandboxFault.LOST_ANSWER
    table.pack("1")
    table.buy()
    table.restart()
    table.clock.pass_s(60)
    table.work()
    assert said_by(stand.take()) == {table.parcel.tracking_number}
    assert len(carrier.orders) == 1


def found_in(folder: Path, marks: set[bytes]) -> set[bytes]:
    content = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    return {mark for mark in marks if mark in content}


def marks_of(label: bytes) -> set[bytes]:
    """People, bare and as the label shows them, and pieces of the label itself."""
    pieces = {label[at : at + 24] for at in range(0, len(label) - 24, max(1, len(label) // 40))}
    return {*(text.encode() for text in (*PERSONAL, *MASKED)), *pieces}


@pytest.mark.usefixtures("log")
@pytest.mark.parametrize("label_format", [LabelFormat.ZPL, LabelFormat.PNG, LabelFormat.HTML])
def test_a_label_is_read_by_nobody_but_its_printer(yard: Yard, label_format: LabelFormat) -> None:
    """Bought, printed, refused by a printer of another language, torn: then every byte that the station left."""
    stand = yard.stand(NATIVE.get(label_format, Language.ZPL))
    other = yard.stand(Language.CPCL, name="other")
    table = yard.table([stand, other], carrier := Posted(label=label_format))
    table.pack("1")
    table.work()
    table.routes = (RouteSettings(printer="other"),)
    table.restart()
    table.reprint()
    carrier.kept = 0.6
    table.pack("2")
    table.work()
    table.station.stop()
    whole, torn = carrier.sent
    marks = marks_of(whole) | marks_of(torn)
    assert "label" in (table.folder / "logs" / "packbench.log").read_text("utf-8")
    assert found_in(table.folder, marks) == set()
    (table.folder / "slip.log").write_bytes(b"print refused: " + whole)
    assert len(found_in(table.folder, marks)) > 20, "a leak would not be seen"


def test_the_settings_choose_the_practice_carriers_label(tmp_path: Path) -> None:
    (tmp_path / "station.toml").write_text(
        '[station]\nkey_storage = "file"\n[carrier]\nlabel = "pdf"\n[printer]\naddress = "file:paper"\n', "utf-8"
    )
    settings = load_settings(tmp_path)
    Station(settings).stop()
    assert settings.carrier.label == "pdf"


@pytest.mark.parametrize("kind", ["kdniao", "sandbox"])
def test_a_label_that_no_such_carrier_has_is_named(tmp_path: Path, kind: str) -> None:
    (tmp_path / "station.toml").write_text(f'[carrier]\nkind = "{kind}"\nlabel = "carrier"\n', "utf-8")
    with pytest.raises(Misconfigured) as caught:
        load_settings(tmp_path)
    assert caught.value.code == "settings.wrong_value"
    assert "label" in caught.value.detail
