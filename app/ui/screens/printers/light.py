"""How a printer is: the tone of its light, in words, and the code of why."""

from __future__ import annotations

from app.domain.device import UNASKED, of_printer
from app.domain.glance import LaneState, Light, PrinterReport
from app.domain.label import Calibration
from app.ui.lights import TONES
from app.ui.messages import Tone, what
from app.ui.messages_printer import condition_words
from app.ui.screens.equipment.head import Mark as Mark  # noqa: PLC0414 - the set-up takes it from here
from app.ui.theme import Look

_STUCK = (LaneState.WAITING, LaneState.STOPPED)


def trouble_of(report: PrinterReport) -> str:
    """The code of what keeps a printer from printing, empty when nothing does that is known."""
    if report.status is not None and report.status.stop is not None:
        return f"printer.{report.status.stop}"
    return report.lane.code if report.lane.state in _STUCK else ""


def tone_of_printer(report: PrinterReport, other: str) -> Tone:
    """The tone of its light, amber too while what it prints comes out elsewhere (`other`). Gray: nobody asked yet."""
    verdict = of_printer(report.status, report.lane)
    if verdict.light is not Light.RED and other:
        return Tone.WRONG
    return Tone.SYSTEM if verdict.code == UNASKED else TONES[verdict.light]


def words_of_printer(report: PrinterReport, other: str, look: Look) -> str:
    """What it says of itself, the worst first; where it said nothing yet, what its lane knows."""
    if report.status is not None:
        said = condition_words(report.status.conditions, look.language)
    elif trouble_of(report):
        said = what(trouble_of(report), look.language).rstrip("。.")
    else:
        said = look.word("printers.not_asked")
    return f"{said} · {look.word('printers.takes_over', other=other)}" if other else said


def moved_words(calibration: Calibration, look: Look) -> str:
    """Where the picture goes: `0.5 mm right, 1 mm up`."""
    parts = []
    for shift_mm, forward, backward in (
        (calibration.shift_x_mm, "right", "left"),
        (calibration.shift_y_mm, "down", "up"),
    ):
        if shift_mm:
            way = forward if shift_mm > 0 else backward
            parts.append(look.word(f"printers.moves.{way}", mm=f"{abs(shift_mm):g}"))
    return look.word("printers.and").join(parts) or look.word("printers.moves.not")


def paper_words(report: PrinterReport, look: Look) -> str:
    stock = report.stock
    return look.word("printers.paper", width=f"{stock.width_mm:g}", height=f"{stock.height_mm:g}", dpi=stock.dpi)
