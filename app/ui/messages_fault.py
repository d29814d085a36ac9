"""Every error code with a sentence: what happened, and what to do. Both languages side by side.

A code that is not here is told by its longest known front part (`kdniao.105.other` → `kdniao.105` → `kdniao`).
"""

from __future__ import annotations

from app.ui.messages_event import AUDIT
from app.ui.messages_evidence import EVIDENCE
from app.ui.messages_fault_carrier import CARRIER, MONEY, PRINTING
from app.ui.messages_fault_devices import DEVICES
from app.ui.messages_fault_import import DOCTOR, IMPORT
from app.ui.messages_fault_printer import PRINTERS
from app.ui.messages_fault_scale import SCALE
from app.ui.messages_fault_scanner import SCANNER
from app.ui.messages_fault_station import NETWORK, STATION
from app.ui.messages_fault_stop import STOPS
from app.ui.messages_handover import HANDOVER
from app.ui.messages_people import PEOPLE
from app.ui.messages_reading import PICTURES
from app.ui.messages_remedy import Fault
from app.ui.messages_sheet import SHEET
from app.ui.messages_text import CHINESE, Text

UNKNOWN = Fault(
    Text("Something unexpected happened ({code}).", "出现意外情况（{code}）。"),
    Text("Go on packing and tell the shift lead this code.", "可继续打包，并将此代码告知班组长。"),
)

FAULTS: dict[str, Fault] = (
    STATION
    | NETWORK
    | CARRIER
    | PRINTING
    | PRINTERS
    | MONEY
    | IMPORT
    | DOCTOR
    | PEOPLE
    | HANDOVER
    | SHEET
    | SCALE
    | SCANNER
    | PICTURES
    | STOPS
    | AUDIT
    | EVIDENCE
    | DEVICES
)


def what(code: str, language: str) -> str:
    """What happened, for an error code; an unknown one is named and never raises."""
    return _fault(code).what.say(language).format(code=code)


def remedy(code: str, language: str) -> str:
    """What to do about an error code."""
    return _fault(code).do.say(language).format(code=code)


def explain(code: str, language: str) -> str:
    """What happened and what to do, in one line."""
    gap = "" if language == CHINESE else " "
    return f"{what(code, language)}{gap}{remedy(code, language)}".strip()


def is_known(code: str) -> bool:
    """Whether this is an error's code with a sentence of its own; a reason may be a weight or a rule."""
    return code in FAULTS


def _fault(code: str) -> Fault:
    name = code
    while name:
        if name in FAULTS:
            return FAULTS[name]
        name = name.rpartition(".")[0]
    return UNKNOWN
