"""Draws the help and its handbook of errors into a folder, for eyes: python -m tests.ui.gallery_help FOLDER."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.carriers.sandbox import SandboxFault
from app.domain.barcode import Command
from app.ui.main_window import MainWindow
from app.ui.screens.help.contents import ICONS
from tests.builders import a_draft, lines_of
from tests.ui.gallery_drawing import Scene, run
from tests.ui.troubles import TroubledRig

QUESTIONS = {
    "number": "105",
    "words": {"zh_CN": "卡纸", "en": "jam"},
    "nothing": "qwertz",
}


def states(window: MainWindow, rig: TroubledRig) -> Iterator[str]:
    """Bring the window into one state after the other."""
    screen = window.visits.help
    window.attach(rig.station)
    window._on_command(Command.HELP)
    yield "90-packing"
    for name in ICONS:
        screen._on_picked(name)
        screen._mark()
        yield f"91-{name}"
    for group in ("carrier", "station"):
        screen._on_picked(f"group:{group}")
        screen._mark()
        yield f"92-{group}"
    for name, asked in QUESTIONS.items():
        screen.field.setText(asked if isinstance(asked, str) else asked[window.appearance.language])
        yield f"93-{name}"
    screen.field.setText("kdniao.105.balance")
    yield "94-entry"
    QTest.keyClick(screen.field, Qt.Key.Key_Return)
    QTest.keyClick(screen.field, Qt.Key.Key_Tab)
    yield "95-link"
    window._on_command(Command.HELP)
    rig.orders(a_draft("1001", lines_of(A=1)))
    rig.carrier.fault = SandboxFault.REFUSED
    window.wedge.scanned.emit("1001")
    window.wedge.scanned.emit("A")
    rig.work()
    window.packing.reread()
    window.packing._read_stale()
    window._on_command(Command.HELP)
    yield "96-refused"
    window._on_command(Command.HELP)
    window.show_failure("store.newer", "0007 > 0003")
    window._on_command(Command.HELP)
    yield "97-failure"


SCENES = (Scene(TroubledRig, states),)

if __name__ == "__main__":
    run(SCENES)
