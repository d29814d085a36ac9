"""What a file came to: how many orders, and the rows that did not come in, to be put right one after the other."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from app.domain.glance import ImportedRow, ImportReport
from app.domain.importing import Correction
from app.ui.messages import field_name, remedy, what
from app.ui.plain import Card, label
from app.ui.screens.importing.row_detail import RowDetail
from app.ui.screens.importing.row_list import INCOMPLETE, BadRowList
from app.ui.theme import GAP, Look

Place = tuple[int, int]  # the order's in the report, and the row's number in the file


class _Good(Card):
    """Nothing is left to correct; or the file could not be used at all."""

    def __init__(self) -> None:
        super().__init__()
        self.what, self.do = (
            label("heading", is_centered=True, wraps=True),
            label("muted", is_centered=True, wraps=True),
        )
        column = QVBoxLayout(self)
        column.addStretch(2)
        column.addWidget(self.what)
        column.addWidget(self.do)
        column.addStretch(3)


class Result(QWidget):
    """`corrected` carries a tuple of corrections to be tried; `file_asked` and `another_asked` are the other ways."""

    corrected = Signal(object)
    file_asked = Signal()
    another_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._look: Look | None = None
        self._report: ImportReport | None = None
        self._failure: tuple[str, str, str] | None = None  # the file, the code, the detail
        self._kept: dict[Place, str] = {}
        self.is_trying = False
        self.head, self.counts = label("heading", wraps=True), label("muted", wraps=True)
        self.rows, self.detail, self.good = BadRowList(), RowDetail(), _Good()
        # With the largest type on a small screen it scrolls; it must never push the window over the screen's edge.
        self._scroll = QScrollArea(widgetResizable=True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self.detail)
        self._pages, self._mending = QStackedWidget(), QWidget()
        self._columns, self._column = QHBoxLayout(self._mending), QVBoxLayout(self)
        self._build()

    def _build(self) -> None:
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.addWidget(self.rows)
        self._columns.addWidget(self._scroll, 1)
        for page in (self._mending, self.good):
            self._pages.addWidget(page)
        self._column.setContentsMargins(0, 0, 0, 0)
        for widget in (self.head, self.counts):
            self._column.addWidget(widget)
        self._column.addWidget(self._pages, 1)
        self.rows.chosen_changed.connect(self._show_chosen)
        self.rows.opened.connect(self._on_opened)
        self.rows.all_asked.connect(self.try_all)
        self.rows.file_asked.connect(self.file_asked)
        self.rows.another_asked.connect(self.another_asked)
        self.detail.entered.connect(self._on_entered)
        self.detail.field.moved.connect(self._on_moved)

    def dress(self, look: Look) -> None:
        self._look = look
        self._columns.setSpacing(look.px(GAP))
        self._column.setSpacing(look.px(6))
        for widget in (self.head, self.counts):
            widget.setIndent(look.px(6))
        self.counts.setContentsMargins(0, 0, 0, look.px(8))
        self.rows.setFixedWidth(max(look.px(600), 400))
        self.rows.dress(look)
        self.detail.dress(look)
        self._show()

    @property
    def is_writing(self) -> bool:
        """A person is in the field."""
        return self.detail.field.hasFocus()

    def show_report(self, report: ImportReport) -> None:
        """How it stands now; what was kept for rows that are listed no more is forgotten."""
        self._report, self._failure = report, None
        listed = {(row.order, row.row) for row in report.bad_rows}
        self._kept = {place: value for place, value in self._kept.items() if place in listed}
        self._show()

    def show_failure(self, name: str, code: str, detail: str) -> None:
        """The file could not be used at all."""
        self.clear()
        self._failure = (name, code, detail)
        self._show()

    def clear(self) -> None:
        """Forget everything: what is kept of the rows is personal."""
        self._report, self._failure = None, None
        self._kept.clear()
        self.rows.kept.clear()
        self.rows.show_rows(())
        self.detail.show_row(None, None, "", 0)
        self.detail.field.clear()

    def forget_tried(self, given: tuple[Correction, ...]) -> None:
        """These were tried: whatever came of it is in the report."""
        for each in given:
            self._kept.pop((each.order, each.row), None)

    def press(self, key: str) -> bool:
        """A single key; whether it meant something here."""
        ways = {"N": self.another_asked.emit}
        if self._report is not None and self._report.bad_rows:
            ways |= {"A": self.try_all, "W": self.file_asked.emit}
        way = ways.get(key.upper())
        if way is not None:
            way()
        return way is not None

    def back(self) -> bool:
        """Out of the field; False when nobody is in it."""
        if not self.is_writing:
            return False
        self._keep()
        self.home()
        return True

    def home(self) -> None:
        self.rows.list.setFocus()

    def go_on(self) -> None:
        """After a row that came in: the next that can be put right, and the field with it."""
        chosen = self.rows.chosen()
        if chosen is not None and chosen.cell >= 0:
            self.detail.begin()
        else:
            self.home()

    def try_all(self) -> None:
        """Everything that was corrected and not tried yet."""
        self._keep()
        self._try(tuple(Correction(order, row, value) for (order, row), value in self._kept.items()))

    def _on_entered(self, value: str) -> None:
        chosen = self.rows.chosen()
        if chosen is not None and chosen.cell >= 0:
            self._kept[chosen.order, chosen.row] = value
            self._try((Correction(chosen.order, chosen.row, value),))

    def _try(self, given: tuple[Correction, ...]) -> None:
        if given and not self.is_trying:
            self.corrected.emit(given)

    def _on_moved(self, step: int) -> None:
        """What is written is kept for later, and the next row that can be put right comes up."""
        self._keep()
        rows, place = self.rows.list.rows, self.rows.list.currentIndex().row() + step
        while 0 <= place < len(rows) and rows[place].cell < 0:
            place += step
        if 0 <= place < len(rows):
            self.rows.choose(place)
            self.detail.begin()

    def _on_opened(self) -> None:
        """Enter on a row: write, or go to the row that keeps this one out."""
        culprit = self._culprit(self.rows.chosen())
        if culprit is not None:
            self.rows.choose(self.rows.list.rows.index(culprit))
        self.detail.begin()

    def _keep(self) -> None:
        chosen, report = self.rows.chosen(), self._report
        if chosen is None or report is None or chosen.cell < 0:
            return
        value, place = self.detail.field.text(), (chosen.order, chosen.row)
        if value != report.value(chosen):
            self._kept[place] = value
        else:
            self._kept.pop(place, None)
        self._show_kept()

    def _show_kept(self) -> None:
        self.rows.kept = set(self._kept)
        self.rows.show_kept()

    def _culprit(self, row: ImportedRow | None) -> ImportedRow | None:
        """The row for whose sake this one stayed out."""
        if row is None or row.code != INCOMPLETE or row.order < 0:
            return None
        order = (each for each in self.rows.list.rows if each.order == row.order)
        return next((each for each in order if each.code != INCOMPLETE and not each.is_skipped), None)

    def _show_chosen(self) -> None:
        chosen, report = self.rows.chosen(), self._report
        if chosen is None or report is None:
            return
        culprit = self._culprit(chosen)
        value = self._kept.get((chosen.order, chosen.row), report.value(chosen))
        self.detail.show_row(chosen, report.beside(chosen), value, culprit.row if culprit else 0)

    def _show(self) -> None:
        look, report = self._look, self._report
        if look is None:
            return
        if self._failure is not None:
            name, code, detail = self._failure
            self.head.setText(look.word("importing.failed", file=name))
            self.counts.setText("")
            self.good.what.setText(what(code, look.language))
            lines = (remedy(code, look.language), _named(detail, look), look.word("importing.failed.do"))
            self.good.do.setText("\n\n".join(line for line in lines if line))
        elif report is not None:
            self.head.setText(_head(report, look))
            self.counts.setText(_counts(report, look))
            self.good.what.setText(look.word("importing.good"))
            self.good.do.setText(look.word("importing.good.do"))
            self.rows.show_rows(report.bad_rows)
        self.counts.setVisible(bool(self.counts.text()))
        self._show_kept()
        self._show_chosen()
        self._pages.setCurrentWidget(self._mending if report is not None and report.bad_rows else self.good)


def _named(detail: str, look: Look) -> str:
    """The columns that are missing, as people call them; each may have several of which one is enough."""
    needs = (each.split("|") for each in detail.split(", "))
    return "  ·  ".join(" / ".join(field_name(name, look.language) for name in names) for names in needs)


def _head(report: ImportReport, look: Look) -> str:
    key = "stopped" if report.was_cancelled else "added.one" if report.added == 1 else "added"
    return look.word(f"importing.{key}", count=f"{report.added:,}")


def _counts(report: ImportReport, look: Look) -> str:
    mistakes = report.bad - report.skipped
    parts = [look.word("importing.known", count=f"{report.known:,}")] if report.known else []
    if mistakes:
        parts.append(look.word("importing.bad.one" if mistakes == 1 else "importing.bad", count=f"{mistakes:,}"))
    if report.skipped:
        parts.append(look.word("importing.skipped", count=f"{report.skipped:,}"))
    if not report.bad:
        parts.append(look.word("importing.all_good"))
    if report.bad > len(report.bad_rows):
        parts.append(look.word("importing.more", count=f"{len(report.bad_rows):,}"))
    return "  ·  ".join(parts)
