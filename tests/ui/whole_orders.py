"""Orders as they are, for the window: kits, tracked units, marks, notes, inserts; and a bench that asks for more."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from app.domain.actor import Actor
from app.domain.order import (
    Instruction,
    ItemCode,
    LineKind,
    Mark,
    OrderDraft,
    OrderLine,
    Scope,
    Sequence,
    UnitPolicy,
)
from app.settings import PackingSettings
from app.station import Station
from app.store import stops
from app.ui.main_window import MainWindow
from app.ui.screens.packing.chip import chips_of
from app.ui.screens.packing.line_row import LineRow
from tests.builders import Rig, a_draft, a_line, an_interception

SERIAL = UnitPolicy(serial=True)
WHOLE = UnitPolicy(serial=True, lot=True, expiry=True)
CARTON, TARE_G = "BOX-M", 80


class OrdersRig(Rig):
    """A station whose bench asks what `packing` says, with one carton."""

    def __init__(self, folder: Path, **packing: bool | float | int) -> None:
        self._packing = PackingSettings(**packing)  # type: ignore[arg-type]  # spelled by the test
        super().__init__(folder)

    def _open(self) -> Station:
        self._settings = replace(self._settings, packing=self._packing)
        station = super()._open()
        with station.database.transaction() as tx:
            tx.exec_driver_sql(
                "INSERT OR IGNORE INTO materials (code, kind, title, tare_g) VALUES (?, 'carton', '3号箱', ?)",
                (CARTON, TARE_G),
            )
        return station

    def asks(self, **packing: bool | float | int) -> None:
        """From now on the bench asks this."""
        self._packing = PackingSettings(**packing)  # type: ignore[arg-type]  # spelled by the test
        self.restart()

    def stop(self, number: str, kind: str = "cancel") -> None:
        """News from the shop, as the command line brings it."""
        database = self.station.database
        with database.transaction() as tx:
            (order_id,) = stops.orders_numbered(tx, number)
            an_interception(database).stop(tx, Actor("Bench 7", "shop"), order_id, kind, source="command")


def titled(title: str, line: OrderLine) -> OrderLine:
    return replace(line, title=title)


def a_rich_order(number: str = "SO-20241124-0100") -> OrderDraft:
    """One line of each kind."""
    lines = (
        replace(titled("青瓷茶杯 300ml 礼盒装", a_line("CUP", 4, position=1, barcode="6901234567892")), weight_g=320,
                marks=(Mark.FRAGILE,)),
        replace(titled("Cordless kettle with battery base", a_line("KETTLE", 2, position=2, barcode="6901234567809")),
                policy=SERIAL, marks=(Mark.LITHIUM_BATTERY,), weight_g=900),
        replace(titled("婴儿配方茶饮 6 罐", a_line("DRINK", 3, position=3, barcode="6901234567816")), policy=WHOLE),
        replace(titled("香薰精油 10ml", a_line("OIL", 1, position=4, barcode="6901234567823")),
                marks=(Mark.FLAMMABLE, Mark.LIMITED_QUANTITY)),
        titled("Hand-thrown bowl, no two alike", a_line("BOWL", 2, position=5)),
        replace(titled("新品试用装", a_line("SAMPLE", 1, position=6, barcode="6901234567830")), kind=LineKind.INSERT),
    )  # fmt: skip
    return replace(a_draft(number, lines, shop="茶舍旗舰店"), remark="送礼用，请勿放发票", flag="red")


def a_kit_order(number: str = "SO-20241124-0200", kits: int = 10, sequence: Sequence = Sequence.KIT) -> OrderDraft:
    """A set of three parts, ten times, with a thing of its own beside it."""
    parts = (("A", "Teapot", 1), ("B", "Cup", 2), ("C", "Spoon", 1))
    lines = tuple(
        replace(
            titled(title, a_line(sku, kits * units, position=at, barcode=f"20000000000{at}5")),
            kit="TEA-SET",
            per_kit=units,
            codes=(ItemCode("TEA-SET", sku="TEA-SET"),) if at == 1 else (),
        )
        for at, (sku, title, units) in enumerate(parts, 1)
    )
    return replace(a_draft(number, (*lines, a_line("D", 1, position=4))), sequence=sequence)


def a_noted_order(number: str = "SO-20241124-0300") -> OrderDraft:
    """Something to read for the order, for the shipment and for each box."""
    notes = (
        Instruction(Scope.ORDER, "礼品订单：请勿放入任何价格单据，外箱不要贴店铺胶带。"),
        Instruction(Scope.SHIPMENT, "Put the thank-you card on top, writing up."),
        Instruction(Scope.PACKAGE, "每箱四角加气柱，封口贴防拆标。"),
    )
    lines = (
        replace(a_line("A", 1), weight_g=120),
        replace(a_line("B", 1, position=2), marks=(Mark.LITHIUM_BATTERY,), weight_g=500),
    )
    return replace(a_draft(number, lines), instructions=notes)


def many_lines(number: str, count: int) -> OrderDraft:
    return a_draft(number, tuple(a_line(f"SKU{at:04d}", 3, position=at) for at in range(1, count + 1)))


def chips(window: MainWindow, sku: str) -> list[str]:
    look = window._look
    assert look is not None
    row = next(row for row in window.packing.lines.list.rows if isinstance(row, LineRow) and row.line.sku == sku)
    return [chip.text for chip in chips_of(row, look)]


def row_of(window: MainWindow, sku: str) -> LineRow:
    return next(row for row in window.packing.lines.list.rows if isinstance(row, LineRow) and row.line.sku == sku)


def shown_page(window: MainWindow) -> object:
    return window.packing.body.currentWidget()
