"""One walk through all screens of a window, each in its main states, for tests that hold all of them to one rule."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget

from app.domain.barcode import Command
from app.domain.printing import Delivery, PrintOutcome
from app.ui.main_window import MainWindow
from tests.builders import Rig, a_draft, lines_of
from tests.ui.gallery_drawing import let_errands_end

LEADS_TO = (
    Command.INCIDENTS,
    Command.ORDERS,
    Command.PARCELS,
    Command.DEVICES,
    Command.PRINTERS,
    Command.SCANNERS,
    Command.SETUP,
    Command.HELP,
)
LONG = "手工羊毛毡杯垫 四片装 hand-made felt coasters, a set of four in a box of beech"


def every_screen(window: MainWindow, rig: Rig) -> Iterator[str]:
    """The name of each state, with the window in it and painted. `window` has its station, `rig` no orders yet."""
    scan = window.wedge.scanned.emit
    rig.orders(*(a_draft(f"SO-20241124-10{at:02d}", lines_of(A=2, B=1), shop="茶舍旗舰店") for at in range(9)))
    yield shown(window, "packing, empty")
    scan("SO-20241124-1000")
    scan("A")
    yield shown(window, "packing, an order")
    scan("NOBODY-KNOWS-THIS-CODE-1234567890")
    yield shown(window, "packing, a wrong scan")
    scan("PB.UNPACK")
    yield shown(window, "packing, taking out")
    scan("PB.UNPACK")
    rig.printer.answers = PrintOutcome(Delivery.NOT_SENT, "printer.refused")
    scan("A")
    scan("B")
    yield shown(window, "packing, complete")
    rig.work()
    window.packing.reread()
    yield shown(window, "packing, the printer refuses")
    for command in LEADS_TO:
        window._on_command(command)
        yield shown(window, str(command))
        window._on_command(command)
    window._visit(window.visits.importing)
    yield shown(window, "import")
    window._on_escape()
    scan("PB.HANDOVER")
    yield shown(window, "hand-over")
    scan(rig.station.recent_parcels()[0].tracking_number)
    yield shown(window, "hand-over, a label that is not out")
    scan("PB.DAYEND")
    yield shown(window, "the day's end")


def shown(window: MainWindow, name: str) -> str:
    """Read and paint all that was asked for meanwhile."""
    let_errands_end()
    window.packing._read_stale()
    window.handover.read()
    for _ in range(3):
        QApplication.processEvents()
    return name


def visible_parts(window: QWidget) -> Iterator[QWidget]:
    """Every widget that a person can see, at least in part."""
    for part in window.findChildren(QWidget):
        if part.isVisible() and not part.visibleRegion().isEmpty():
            yield part


def scrolls(part: QWidget) -> bool:
    """Whether what does not fit here can be scrolled to."""
    parent = part.parentWidget()
    while parent is not None:
        if isinstance(parent, QAbstractScrollArea):
            bars = (parent.verticalScrollBarPolicy(), parent.horizontalScrollBarPolicy())
            return Qt.ScrollBarPolicy.ScrollBarAlwaysOff not in bars[:1]
        parent = parent.parentWidget()
    return False
