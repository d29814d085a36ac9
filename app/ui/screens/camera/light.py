"""How a scanner is: the tone of its light, its name, in words."""

from __future__ import annotations

from app.domain.device import of_scanner
from app.domain.scanner import WEDGE, ScannerKind, ScannerReport, ScannerState
from app.ui.lights import TONES
from app.ui.messages import CHINESE, Tone, remedy, what
from app.ui.messages_scanners_screen import KINDS, STATES
from app.ui.theme import Look


def tone_of_scanner(report: ScannerReport) -> Tone:
    """The tone of its light."""
    return TONES[of_scanner(report.state, report.code).light]


def name_of_scanner(report: ScannerReport, look: Look) -> str:
    """Its name in the settings; the one that types has none there."""
    return look.word("scanners.wedge") if report.name == WEDGE else report.name


def kind_of_scanner(report: ScannerReport, look: Look) -> str:
    return KINDS[report.kind].say(look.language)


def words_of_scanner(report: ScannerReport, look: Look) -> str:
    """How it is in two or three words."""
    return STATES[report.state].say(look.language)


def pace_of_camera(report: ScannerReport, look: Look) -> str:
    if report.is_idle:
        return look.word("scanners.idle")
    return look.word("scanners.rate", rate=round(report.pictures_per_s))


def why_of_scanner(report: ScannerReport, look: Look) -> str:
    """What keeps it from reading, as a sentence; empty when nothing does."""
    return what(report.code, look.language) if report.code else ""


def help_for_scanner(report: ScannerReport, look: Look) -> str:
    """What to do about how it is, or with it."""
    if report.state is ScannerState.READY:
        own = report.kind if report.kind in (ScannerKind.WEDGE, ScannerKind.CAMERA) else ""
        return look.word(f"scanners.ready.do.{own}" if own else "scanners.ready.do")
    if report.state is ScannerState.OPENING:
        return look.word("scanners.opening.do")
    said = remedy(report.code, look.language) if report.code else ""
    again = look.word("scanners.retried") if report.state is not ScannerState.UNREADY else ""
    gap = "" if look.language == CHINESE else " "
    return f"{said}{gap}{again}".strip()
