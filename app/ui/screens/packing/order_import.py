"""Bringing in an order file while packing goes on: progress with a stop button, then what came in and what did not."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout

from app.domain.glance import ImportedRow, ImportReport
from app.errors import PackbenchError
from app.ui.fitting import paint_fitted
from app.ui.messages import explain, field_name
from app.ui.plain import Card, button, label
from app.ui.tables.row_list import RowList
from app.ui.theme import PAD, SMALL, Look

PROGRESS_EVERY_S = 0.05
ROW = 66  # room for two lines: a reason ends with the remedy and the column

Progress = Callable[[int, int], None]
Import = Callable[[Path, Progress, Callable[[], bool]], ImportReport]


@dataclass(frozen=True, slots=True)
class ImportProgress:
    """So far is `done` of `total`."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class ImportDone:
    """The file is through."""

    report: ImportReport


@dataclass(frozen=True, slots=True)
class ImportFailed:
    """The file could not be used at all; `code` names the sentence."""

    code: str
    detail: str = ""


ImportNews = ImportProgress | ImportDone | ImportFailed


class OrderImport(Card):
    """One import at a time. `tell` brings news from the importing thread into the window's (`show_news`)."""

    def __init__(self, tell: Callable[[ImportNews], None]) -> None:
        super().__init__()
        self._tell = tell
        self._look: Look | None = None
        self._thread: threading.Thread | None = None
        self._cancelled = threading.Event()
        self._news: ImportNews | None = None
        self._head = label("figure", wraps=True)
        self._about = label("small", wraps=True)
        self._bar = QProgressBar(textVisible=False)
        self.rows = RowList(_paint_row, key=lambda row: f"{row.row} {row.field}", spoken=self._spoken)
        self.stop_button = button()
        self.stop_button.clicked.connect(self._on_stop)
        layout = QVBoxLayout(self)
        for widget in (self._head, self._bar, self._about, self.rows):
            layout.addWidget(widget)
        bottom = QHBoxLayout()
        bottom.addStretch(1)
        bottom.addWidget(self.stop_button)
        layout.addLayout(bottom)
        self.hide()

    @property
    def is_running(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    @property
    def text(self) -> str:
        """What the card says just now."""
        return f"{self._head.text()} {self._about.text()}".strip()

    def start(self, bring_in: Import, path: Path) -> None:
        """Bring in a file on a thread of its own; a second one waits for the first to be over."""
        if self.is_running:
            return
        self._cancelled.clear()
        self._thread = threading.Thread(target=self._run, args=(bring_in, path), name="order-import")
        self.show_news(ImportProgress(0, 0))
        self._thread.start()

    def finish(self) -> None:
        """Stop and wait: the window closes."""
        self._cancelled.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self, bring_in: Import, path: Path) -> None:
        last_s = 0.0

        def progress(done: int, total: int) -> None:
            nonlocal last_s
            now_s = time.monotonic()
            if now_s - last_s >= PROGRESS_EVERY_S:
                last_s = now_s
                self._tell(ImportProgress(done, total))

        news: ImportNews = ImportFailed("bug")  # told when the thread ends by an error that nobody foresaw
        try:
            news = ImportDone(bring_in(path, progress, self._cancelled.is_set))
        except PackbenchError as error:
            news = ImportFailed(error.code, error.detail)
        finally:
            self._tell(news)

    def _on_stop(self) -> None:
        if isinstance(self._news, ImportProgress):
            self._cancelled.set()
        else:
            self.hide()

    def dress(self, look: Look) -> None:
        self._look = look
        layout = self.layout()
        assert layout is not None
        layout.setContentsMargins(look.px(PAD), look.px(16), look.px(PAD), look.px(14))
        layout.setSpacing(look.px(8))
        self.rows.dress(look, height=ROW)
        self.rows.setAccessibleName(look.word("import.bad", count=""))
        if self._news is not None:
            self._say(self._news, look)

    def show_news(self, news: ImportNews) -> None:
        """Show progress, the report, or why there is none."""
        self._news = news
        self.show()
        if self._look is not None:
            self._say(news, self._look)

    def _say(self, news: ImportNews, look: Look) -> None:
        is_running = isinstance(news, ImportProgress)
        self._bar.setVisible(is_running)
        self.stop_button.setText(look.word("import.cancel" if is_running else "import.close"))
        rows: tuple[ImportedRow, ...] = ()
        match news:
            case ImportProgress(done, total):
                self._bar.setRange(0, 1000 if total else 0)
                self._bar.setValue(done * 1000 // total if total else 0)
                self._write("import.running", f"{done * 100 // total} %" if total else "")
            case ImportDone(report):
                rows = report.bad_rows
                key = "import.stopped" if report.was_cancelled else "import.done"
                self._write(key, _counts(report, look), added=f"{report.added:,}")
            case ImportFailed(code, detail):
                self._write("import.failed", f"{explain(code, look.language)} {detail}".strip())
        self.rows.show_rows(rows)
        self.rows.setVisible(bool(rows))
        self.rows.setFixedHeight(look.px(ROW) * min(3, max(1, len(rows))) + 2)

    def _write(self, key: str, about: str, **values: str) -> None:
        if self._look is not None:
            self._head.setText(self._look.word(key, **values))
            self._about.setText(about)
            self._about.setVisible(bool(about))

    def _spoken(self, row: ImportedRow) -> str:
        return _row_text(row, self._look) if self._look else str(row.row)


def _counts(report: ImportReport, look: Look) -> str:
    parts = [look.word("import.known", count=f"{report.known:,}")] if report.known else []
    bad = look.word("import.bad", count=f"{report.bad:,}") if report.bad else look.word("import.no_bad")
    parts.append(bad)
    if report.bad > len(report.bad_rows):
        parts.append(look.word("import.more", count=f"{len(report.bad_rows):,}"))
    return " · ".join(parts)


def _row_text(row: ImportedRow, look: Look) -> str:
    field = f" ({field_name(row.field, look.language)})" if row.field else ""
    return f"{look.word('import.row', row=row.row)}: {explain(row.code, look.language)}{field}"


def _paint_row(painter: QPainter, box: QRectF, row: ImportedRow, look: Look) -> None:
    flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    inner = box.adjusted(look.px(8), 0, -look.px(8), 0)
    number = QRectF(inner.left(), inner.top(), look.px(96), inner.height())
    painter.setFont(look.font(SMALL, bold=True))
    painter.setPen(QColor(look.palette.text))
    painter.drawText(number, flags, look.word("import.row", row=row.row))
    why = inner.adjusted(number.width() + look.px(8), 0, 0, 0)
    field = f" ({field_name(row.field, look.language)})" if row.field else ""
    reason = explain(row.code, look.language) + field
    paint_fitted(painter, reason, why, look.font(SMALL), QColor(look.palette.muted))
