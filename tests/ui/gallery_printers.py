"""Draws the screen of printers, and how a packer is told of them: python -m tests.ui.gallery_printers FOLDER."""

from __future__ import annotations

from collections.abc import Iterator

from app.devices.virtual_printer import Fault
from app.domain.glance import FoundPrinter
from app.domain.printing import Language
from app.ui.main_window import MainWindow
from app.ui.screens.printers.errands import PrintersFound
from tests.ui.gallery_drawing import Scene, run, settle
from tests.ui.printers.bench import PrinterBench

FOUND = (
    FoundPrinter("10.0.7.31:9100", "52J173104425", "ZTC ZD421-203dpi ZPL", Language.ZPL, ("mdns", "snmp")),
    FoundPrinter("usb:GP1324D0042", "GP1324D0042", "Gprinter GP-1324D", Language.TSPL, ("usb",)),
    FoundPrinter(
        "ipps://10.0.7.40:631/ipp/print", "a81c2f6e-7d1e", "HP LaserJet M404dn", Language.PAGE, ("cups", "mdns")
    ),
)


def states(window: MainWindow, bench: PrinterBench) -> Iterator[str]:
    """Bring the window into one state after the other."""
    scan, screen = window.wedge.scanned.emit, window.printers
    window.attach(bench.station)
    bench.pack("1001")
    bench.look()
    scan("PB.PRINTERS")
    screen.press("2")
    settle(window)
    yield "70-well"
    screen.printers.list.setCurrentIndex(screen.printers.list.model().index(2, 0))
    yield "71-another"
    screen.printers.list.setCurrentIndex(screen.printers.list.model().index(0, 0))
    for number in range(1, 6):
        screen.press("5") if number == 1 else screen.press(str(number))
        settle(window)
        yield f"72-paper-{number}"
    window._on_escape()
    screen.press("4")
    yield "73-set"
    scan("PB.CARD.4")
    scan("PB.CARD.3")
    scan("PB.CARD.QR")
    yield "74-scanned"
    scan("CBAA")
    yield "75-read"
    scan("PB.OK")
    yield "76-kept"
    screen._go(screen.found)  # without a search: nothing is asked on the network for a picture
    window._on_fact(PrintersFound(FOUND))
    yield "77-found"
    window._on_fact(PrintersFound(()))
    yield "78-found-none"
    window._on_escape()
    bench.main.misbehave(Fault.PAPER_OUT)
    bench.look()
    scan("1002")
    settle(window)
    yield "79-paper-out-while-packing"
    scan("A")
    bench.work()
    settle(window)
    yield "80-label-waits"
    scan("PB.PRINTERS")
    settle(window)
    yield "81-paper-out"
    screen.press("3")
    yield "82-sure"
    screen.press("1")
    bench.work()
    bench.look()
    settle(window)
    yield "83-moved"
    scan("1003")
    settle(window)
    yield "84-elsewhere"


SCENES = (Scene(PrinterBench, states),)

if __name__ == "__main__":
    run(SCENES)
