"""Draws the set-up from the first start to its end: python -m tests.ui.gallery_setup FOLDER."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from app.domain.glance import FoundPrinter
from app.domain.printing import Delivery, Language, PrintOutcome
from app.domain.weighing import Reading
from app.settings import CarrierSettings
from app.setup_desk import FoundScale
from app.ui.main_window import MainWindow
from app.ui.screens.setup.news import AccountKnown, CardSent, PrintersSeen, ScaleShows, ScalesSeen, TrialFailed
from app.ui.screens.setup.scanner_page import STANDS_MS
from tests.builders import Rig, a_draft, lines_of
from tests.ui.gallery_drawing import Scene, run

PRINTERS = (
    FoundPrinter("10.0.7.31:9100", "52J173104425", "ZTC ZD421-203dpi ZPL", Language.ZPL, ("mdns", "snmp")),
    FoundPrinter("usb:GP1324D0042", "GP1324D0042", "Gprinter GP-1324D", Language.TSPL, ("usb",)),
    FoundPrinter("10.0.7.58:9100", "00:1B:82:11", "POSTEK C168/300s", None, ("snmp",)),
    FoundPrinter("cups:Office", "", "HP LaserJet M404dn", Language.PAGE, ("cups",)),
)
SCALES = (FoundScale("hid", "Dymo S100"), FoundScale("/dev/ttyUSB0", "USB-Serial CH340"), FoundScale("/dev/ttyS0", ""))


def a_station(folder: Path) -> Rig:
    rig = Rig(folder)
    rig.orders(a_draft("1001", lines_of(A=2)))
    return rig


def states(window: MainWindow, rig: Rig) -> Iterator[str]:
    """A first start, for real, with something wrong now and then."""
    screen = window.setup
    screen.errands.ask = lambda _errand, _work: None  # type: ignore[method-assign]  # what comes of them is told below
    tell, press, enter = screen._on_news, screen.press, screen._on_enter
    window.attach(rig.station)
    window._on_command("PB.SETUP")  # type: ignore[arg-type]
    yield "110-language"
    press("1" if window.appearance.language == "zh_CN" else "2")
    yield "111-name"
    enter()
    yield "112-name-missing"
    screen.name.field.setText("3 号打包台" if window.appearance.language == "zh_CN" else "Bench 3")
    enter()
    yield "113-use"
    press("2")
    yield "114-searching"
    tell(PrintersSeen(()))
    yield "115-none-found"
    press("R")
    tell(PrintersSeen(PRINTERS))
    yield "116-found"
    press("3")
    yield "117-paper"
    press("1")
    yield "118-language-of-printer"
    press("2")
    yield "119-card"
    press("1")
    tell(CardSent(PrintOutcome(Delivery.NOT_SENT, "printer.refused")))
    yield "120-card-not-sent"
    press("1")
    tell(CardSent(PrintOutcome(Delivery.DELIVERED)))
    yield "121-card-sent"
    window.wedge.scanned.emit("PB.CARD.3")
    yield "122-card-read"
    enter()
    yield from with_devices(window, rig)
    yield from with_an_account(window, rig)


def with_devices(window: MainWindow, _rig: Rig) -> Iterator[str]:
    """The scanner and the scale."""
    screen = window.setup
    tell, press, enter = screen._on_news, screen.press, screen._on_enter
    yield "123-scanner"
    window.wedge.scanned.emit("]C0YT1234567890123")
    yield "124-scanned"
    screen.show_line("6901234567892")
    screen.scanner._standing.stop()
    screen.scanner._on_standing()
    assert STANDS_MS
    yield "125-no-enter"
    enter()
    tell(ScalesSeen(SCALES))
    yield "126-scale"
    press("2")
    yield "127-dialect"
    press("5")
    tell(ScaleShows("/dev/ttyUSB0", Reading(1234, is_stable=True, at_ms=0)))
    yield "128-weighing"
    tell(ScaleShows("/dev/ttyUSB0", "scale.gone"))
    yield "129-scale-gone"
    enter()


def with_an_account(window: MainWindow, rig: Rig) -> Iterator[str]:
    """The carrier, and the end."""
    screen = window.setup
    tell, press = screen._on_news, screen.press
    yield "130-carrier"
    press("2")
    yield "131-account"
    screen.carrier.account.fields["business_id"].setText("1598586")
    screen.carrier.account.fields["api_key"].setText("secret")
    screen.carrier._keep_account()
    yield "132-shipper"
    screen.carrier._keep_shipper()
    yield "133-shipper-missing"
    for key, text in {"name": "示范仓", "phone": "02112345678", "province": "上海市", "city": "上海市"}.items():
        screen.carrier.shipper.fields[key].setText(text)
    screen.carrier.shipper.fields["street"].setText("华新镇示范路1号3号库")
    screen.carrier._keep_shipper()
    yield "134-call"
    press("1")
    yield "135-calling"
    tell(TrialFailed("carrier", "http.timeout"))
    yield "136-call-failed"
    press("1")
    tell(AccountKnown())
    yield "137-known"
    screen.go("scale")
    screen._skip()
    screen.go("end")
    yield "138-end"
    screen.show_reopening()
    yield "139-reopening"
    screen._is_reopening = screen.end._is_reopening = False
    rig.station.setup.keep(replace(rig.station.setup.kept, carrier=CarrierSettings(), is_practice=True))
    screen.go("end")
    yield "140-practice-end"
    screen.go("printer")
    yield "141-practice-printer"


def fixed_states(window: MainWindow, rig: Rig) -> Iterator[str]:
    """A person wrote station.toml."""
    window.setup.errands.ask = lambda _errand, _work: None  # type: ignore[method-assign]
    window.attach(rig.station)
    window._on_command("PB.SETUP")  # type: ignore[arg-type]
    window.setup.go("name")
    yield "142-fixed-name"
    window.setup.go("printer")
    yield "143-fixed-printer"


def a_fixed_station(folder: Path) -> Rig:
    text = '[station]\nname = "Packtisch 3"\n[printer]\naddress = "10.0.7.31:9100"\n[carrier]\nkind = "kdniao"\n'
    (folder / "station.toml").write_text(text, "utf-8")
    return Rig(folder)


SCENES = (Scene(a_station, states), Scene(a_fixed_station, fixed_states))

if __name__ == "__main__":
    run(SCENES)
