"""One of every standard widget that may appear, on a page; built for eyes that look for what nobody styled."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QComboBox,
    QDateEdit,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFrame,
    QGridLayout,
    QGroupBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QMenu,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QSlider,
    QSpinBox,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QTextBrowser,
    QTextEdit,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.ui.plain import button

ROLES = ("", "primary", "flat", "alert", "choice")
COLUMNS = 5


def a_page() -> QWidget:
    """Each of them once, some in several states."""
    page = QWidget()
    page.setObjectName("page")
    page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    grid = QGridLayout(page)
    for place, made in enumerate((*_buttons(), *_fields(), *_ticks(), *_views(), *_frames())):
        grid.addWidget(made, place // COLUMNS, place % COLUMNS)
    page.resize(1366, 1300)
    return page


def _buttons() -> Iterator[QWidget]:
    for role in ROLES:
        made = button(role)
        made.setText(role or "plain")
        yield made
    disabled = QPushButton("disabled")
    disabled.setEnabled(False)
    tool = QToolButton()
    tool.setText("tool")
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
    yield from (disabled, tool, box)


def _fields() -> Iterator[QWidget]:
    combo = QComboBox()
    combo.addItems(["one", "two"])
    disabled = QLineEdit("disabled")
    disabled.setEnabled(False)
    empty = QLineEdit()
    empty.setPlaceholderText("nothing yet")
    yield from (combo, QSpinBox(), QDoubleSpinBox(), QDateEdit(), QLineEdit("text"), empty, disabled)
    yield from (QTextEdit("text"), QPlainTextEdit("text"))
    bar, busy, slider = QProgressBar(), QProgressBar(), QSlider(Qt.Orientation.Horizontal)
    bar.setValue(40)
    busy.setRange(0, 100)
    slider.setValue(40)
    yield from (bar, busy, slider)


def _ticks() -> Iterator[QWidget]:
    for kind in (QCheckBox, QRadioButton):
        for is_checked in (True, False):
            made: QAbstractButton = kind("tick")
            made.setAutoExclusive(False)
            made.setCheckable(True)
            made.setChecked(is_checked)
            yield made
    half, disabled = QCheckBox("half"), QCheckBox("disabled")
    half.setCheckState(Qt.CheckState.PartiallyChecked)
    disabled.setEnabled(False)
    yield from (half, disabled)


def _views() -> Iterator[QWidget]:
    table = QTableWidget(12, 3)
    table.setHorizontalHeaderLabels(["A", "B", "C"])
    table.setAlternatingRowColors(True)
    for row in range(12):
        table.setItem(row, 0, QTableWidgetItem(f"row {row}"))
    table.setCurrentCell(1, 0)
    tree, root = QTreeWidget(), QTreeWidgetItem(["root"])
    root.addChild(QTreeWidgetItem(["leaf"]))
    tree.addTopLevelItem(root)
    root.setExpanded(True)
    rows = QListWidget()
    rows.addItems([f"row {place} of a list that is too wide for its place" for place in range(40)])
    rows.setCurrentRow(1)
    yield from (table, tree, rows, QTextBrowser())


def _frames() -> Iterator[QWidget]:
    tabs, group, split, area, rule = QTabWidget(), QGroupBox("group"), QSplitter(), QScrollArea(), QFrame()
    for name in ("first", "second"):
        tabs.addTab(QLabel(name), name)
        split.addWidget(QLabel(name))
    QVBoxLayout(group).addWidget(QLabel("within"))
    tall = QLabel("tall")
    tall.setMinimumSize(1200, 1200)
    area.setWidget(tall)
    rule.setFrameShape(QFrame.Shape.HLine)
    yield from (tabs, group, split, area, rule)


def a_menu() -> QMenu:
    """A menu with a tick, a part of its own and what cannot be chosen."""
    menu = QMenu()
    menu.addAction("plain")
    menu.addSeparator()
    ticked = menu.addAction("ticked")
    ticked.setCheckable(True)
    ticked.setChecked(True)
    menu.addMenu(QMenu("more", menu))
    menu.addAction("disabled").setEnabled(False)
    return menu
