"""Choosing an order file without stopping the bench."""

from __future__ import annotations

from PySide6.QtCore import QStandardPaths, Qt, QUrl
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QCompleter, QFileDialog, QWidget

from app.ui.icons import FileIcons
from app.ui.theme import Look, stylesheet

PLACES = (
    QStandardPaths.StandardLocation.DownloadLocation,
    QStandardPaths.StandardLocation.DesktopLocation,
    QStandardPaths.StandardLocation.DocumentsLocation,
)


def file_dialog(window: QWidget, look: Look) -> QFileDialog:
    """A dialog that blocks nothing. Drawn by Qt and not by the system, so that a scan made over it still counts."""
    dialog = QFileDialog(window, look.word("import.choose"))
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setModal(False)
    icons = FileIcons(look.px(24), QColor(look.palette.muted))
    dialog.setIconProvider(icons)
    dialog.destroyed.connect(lambda: icons)  # the dialog takes no part in keeping them
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setViewMode(QFileDialog.ViewMode.List)
    places = (QStandardPaths.writableLocation(place) for place in PLACES)
    dialog.setSidebarUrls([QUrl.fromLocalFile(place) for place in dict.fromkeys(places) if place])
    dialog.setDirectory(QStandardPaths.writableLocation(PLACES[0]))  # where a browser puts a shop's export
    dialog.setNameFilter(look.word("import.files"))
    for part in QFileDialog.DialogLabel:
        dialog.setLabelText(part, look.word(f"import.dialog.{part.name.lower()}"))
    for completer in dialog.findChildren(QCompleter):
        popup = completer.popup()
        if popup is not None:  # a window of its own, which takes no style from ours
            popup.setStyleSheet(stylesheet(look) + f"QListView {{ background: {look.palette.surface}; }}")
    dialog.resize(look.px(1000), look.px(640))
    return dialog
