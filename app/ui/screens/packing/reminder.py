"""A label that should have been scanned by now is asked after, while the packer is at the next order already."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel

from app.domain.incident import Incident
from app.ui.theme import Look


class Reminder(QLabel):
    """Hidden while nothing is missing. `parcel_id` is the parcel that F8 prints again, empty while F8 means another."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("reminder")
        self.setWordWrap(True)
        self._look: Look | None = None
        self._unseen: tuple[Incident, ...] = ()
        self._takes_key = False
        self.hide()

    @property
    def parcel_id(self) -> str:
        return self._unseen[0].parcel_id if self._unseen and self._takes_key else ""

    def dress(self, look: Look) -> None:
        self._look = look
        self._show()

    def show_unseen(self, unseen: tuple[Incident, ...], *, takes_key: bool) -> None:
        """Ask after the first of these; `takes_key`: F8 stands for it and for no order on the table."""
        self._unseen, self._takes_key = unseen, takes_key
        self._show()

    def _show(self) -> None:
        self.setVisible(bool(self._unseen))
        if not self._unseen or self._look is None:
            return
        key = "incidents.unseen" if self._takes_key else "incidents.unseen.table"
        said = self._look.word(key, order=self._unseen[0].order_number)
        more = len(self._unseen) - 1
        self.setText(said + (self._look.word("incidents.unseen.more", count=more) if more else ""))
