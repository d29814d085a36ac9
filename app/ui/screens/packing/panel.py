"""What is put to the packer beside the order: a note to read, a mark, a carton, a question. Texts only, no widgets."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.barcode import Command
from app.domain.counting import about
from app.domain.desk import Asking, Packing, PackingRules, State
from app.domain.dues import Due, DueNow, notes
from app.domain.order import Order, Scope
from app.domain.outcome import OutcomeCode
from app.ui.messages import do_now, reason_word, sentence, word
from app.ui.screens.packing.mode import due_of

BADGE = ""
"""In a command's place among a panel's keys: no command answers, a badge does."""


@dataclass(frozen=True, slots=True, repr=False)
class Panel:
    """`text` is what matters and as large as there is room; `keys` what answers it. A note may name people: no repr."""

    pictogram: str
    title: str
    text: str
    about: str = ""
    keys: tuple[Command | str, ...] = ()

    def __repr__(self) -> str:
        return f"Panel({self.pictogram})"


def panel_of(state: State, rules: PackingRules, language: str) -> Panel | None:
    """The panel of a state; None where the order's lines, a choice or the scale belong there."""
    if isinstance(state, Asking):
        return _question(state, language)
    due = due_of(state, rules)
    if due is None or not isinstance(state, Packing):
        return None
    order = state.order
    match due.kind:
        case Due.NOTE:
            return _note(order, rules, Scope(due.word), language)
        case Due.MARK:
            said = about(OutcomeCode.DUE_MARK, order, reason=due.word)
            box = word("lines.box", language, parcel=order.box.sequence)
            return Panel(due.word, box, reason_word(due.word, language), do_now(said, language), (Command.OK,))
        case Due.CARTON:
            return _carton(order, language)
        case _:
            return None


def waits_for_weight(due: DueNow | None) -> bool:
    return due is not None and due.kind is Due.WEIGHT


def _note(order: Order, rules: PackingRules, scope: Scope, language: str) -> Panel:
    title = word(f"note.{scope}", language, number=order.number, parcel=order.box.sequence)
    texts = (_flag(each.text, order, language) for each in notes(order, rules, scope))
    return Panel("note", title, "\n".join(texts), word("note.then", language), (Command.OK,))


def _flag(text: str, order: Order, language: str) -> str:
    """A flag that stops comes as the word of its color."""
    return word(f"flag.{text}", language) if text and text == order.flag else text


def _carton(order: Order, language: str) -> Panel:
    said = about(OutcomeCode.DUE_CARTON, order)
    return Panel("carton", word("lines.box", language, parcel=order.box.sequence), sentence(said, language),
                 do_now(said, language))  # fmt: skip


def _question(state: Asking, language: str) -> Panel:
    """What will happen, and who may say so."""
    asked = state.step.outcome if state.asked.code is OutcomeCode.LEAD_NEEDED else state.asked
    said, after = sentence(asked, language), do_now(asked, language)
    if state.right is None:
        keys: tuple[Command | str, ...] = (Command.OK, Command.CANCEL)
        return Panel("ask", word("ask.anybody", language), f"{said}\n{after}".strip(), "", keys)
    return Panel("badge", word("ask.lead", language), f"{said}\n{after}".strip(), "", (BADGE, Command.CANCEL))
