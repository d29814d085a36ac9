"""The style of every standard widget, written from the tokens, so that nowhere a widget of Qt's own gray appears.

Lists, banners and pictures paint themselves with the same tokens (`theme.Look`).
"""

from __future__ import annotations

from collections.abc import Callable

from app.resources import resource
from app.ui.messages_answer import Tone
from app.ui.tokens import BODY, CORNER, FAMILIES, FIGURE, GAP, RADIUS, RING, SMALL, TITLE, TOUCH, Palette

Px = Callable[[float], int]


def write_sheet(palette: Palette, px: Px) -> str:
    """The whole style sheet; `px` turns pixels at 1920 x 1080 into those of the present window."""
    parts = (_texts, _buttons, _fields, _lists, _choices, _scrolling, _pages, _windows)
    return "\n".join(part(palette, px) for part in parts)


def _target(px: Px, padding: float) -> int:
    """The least height within the padding that makes a target for a finger; fields have a hairline around."""
    return max(TOUCH, px(TOUCH)) - 2 * px(padding) - 2


def _sign(palette: Palette, name: str) -> str:
    """A style sheet can color no picture, so the few that it needs lie there once for each theme."""
    return f'url("{resource(f"icons/{palette.name}/{name}.svg").as_posix()}")'


def _texts(p: Palette, px: Px) -> str:
    names = ", ".join(f'"{name}"' for name in FAMILIES)
    return f"""
    * {{ font-family: {names}; font-size: {px(BODY)}px; color: {p.text}; }}
    QWidget#window, QWidget#page {{ background: {p.window}; }}
    QFrame#card {{ background: {p.surface}; border: 1px solid {p.line}; border-radius: {px(RADIUS)}px; }}
    QWidget#rail {{ background: {p.surface}; border-right: 1px solid {p.line}; }}
    QWidget#header {{ background: {p.surface}; border-bottom: 1px solid {p.line}; }}
    QLabel#muted, QLabel#small {{ color: {p.muted}; }}
    QLabel#small {{ font-size: {px(SMALL)}px; }}
    QLabel#title {{ font-size: {px(SMALL + 1)}px; font-weight: bold; color: {p.muted}; }}
    QLabel#station, QLabel#figure, QLabel#option {{ font-size: {px(TITLE)}px; font-weight: bold; }}
    QLabel#heading {{ font-size: {px(FIGURE)}px; font-weight: bold; }}
    QLabel#bad {{ color: {p.marks[Tone.STOP]}; font-weight: bold; }}
    QLabel#line {{ background: {p.line}; }}
    QLabel#key {{ background: {p.raised}; border: 1px solid {p.line}; border-radius: {px(CORNER)}px;
        font-size: {px(TITLE)}px; font-weight: bold; }}
    QLabel#reminder {{ background: {p.tones[Tone.WRONG].fill}; color: {p.tones[Tone.WRONG].ink};
        border-radius: {px(RADIUS)}px; padding: {px(12)}px {px(24)}px; font-size: {px(TITLE)}px; font-weight: bold; }}
    QLabel:disabled {{ color: {p.muted}; }}
    """


def _buttons(p: Palette, px: Px) -> str:
    tall, wide, ring, bold = px(7), px(14), RING - 1, RING + 1  # what is filled itself needs a bolder ring
    alert = p.tones[Tone.WRONG]
    return f"""
    QPushButton {{ background: {p.raised}; border: 1px solid {p.line}; border-radius: {px(CORNER)}px;
        padding: {tall}px {wide}px; min-height: {_target(px, 7)}px; font-size: {px(SMALL)}px; }}
    QPushButton:hover {{ border-color: {p.muted}; }}
    QPushButton:pressed, QPushButton:checked {{ background: {p.selected}; }}
    QPushButton:focus {{ border: {RING}px solid {p.accent.fill}; padding: {tall - ring}px {wide - ring}px; }}
    QPushButton:disabled {{ color: {p.muted}; background: transparent; }}
    QPushButton#primary {{ background: {p.accent.fill}; color: {p.accent.ink}; border-color: {p.accent.fill};
        font-weight: bold; }}
    QPushButton#primary:focus, QPushButton#alert:focus {{ border: {bold}px solid {p.text};
        padding: {tall - bold + 1}px {wide - bold + 1}px; }}
    QPushButton#primary:disabled {{ background: {p.raised}; color: {p.muted}; border-color: {p.line}; }}
    QPushButton#flat {{ background: transparent; border-color: transparent; padding: {tall}px {px(10)}px; }}
    QPushButton#flat:hover {{ background: {p.raised}; }}
    QPushButton#flat:focus {{ border: {RING}px solid {p.accent.fill}; padding: {tall - ring}px {px(10) - ring}px; }}
    QPushButton#alert {{ background: {alert.fill}; color: {alert.ink}; border-color: {alert.fill}; font-weight: bold; }}
    QPushButton#choice {{ background: {p.surface}; border-radius: {px(RADIUS)}px; }}
    QPushButton#away {{ background: {p.tones[Tone.STOP].fill}; color: {p.tones[Tone.STOP].ink}; border: none;
        border-radius: 0; font-size: {px(TITLE)}px; font-weight: bold; padding: {px(12)}px; }}
    QWidget#header QPushButton {{ margin: {px(4)}px 0; min-height: {_target(px, 7) - 2 * px(4)}px; }}
    QWidget#header QWidget#status QPushButton {{ margin: 0; padding: 0 {wide}px; min-height: 0; }}
    QToolButton {{ background: {p.raised}; border: 1px solid {p.line}; border-radius: {px(CORNER)}px;
        padding: {px(5)}px; }}
    QToolButton:hover {{ border-color: {p.muted}; }}
    QToolButton:pressed, QToolButton:checked {{ background: {p.selected}; }}
    QToolButton:focus {{ border: {RING}px solid {p.accent.fill}; padding: {px(5) - ring}px; }}
    QToolButton::menu-indicator {{ image: {_sign(p, "chevron-down")}; width: {px(12)}px; height: {px(12)}px; }}
    """


def _fields(p: Palette, px: Px) -> str:
    """What is filled in. The ring takes the place of a hairline and as much of the padding, so that nothing shifts."""
    tall, wide, ring, arrow = px(8), px(14), RING - 1, px(18)
    spins = "QSpinBox, QDoubleSpinBox, QDateEdit, QTimeEdit, QDateTimeEdit"
    fields = f"QLineEdit, QTextEdit, QPlainTextEdit, QComboBox, {spins}"
    focused = ", ".join(f"{name}:focus" for name in fields.split(", "))
    disabled = ", ".join(f"{name}:disabled" for name in fields.split(", "))
    ups, downs = (", ".join(f"{name}::{side}-button" for name in spins.split(", ")) for side in ("up", "down"))
    return f"""
    {fields} {{ background: {p.surface}; border: 1px solid {p.edge}; border-radius: {px(CORNER)}px;
        padding: {tall}px {wide}px; placeholder-text-color: {p.muted};
        selection-background-color: {p.accent.fill}; selection-color: {p.accent.ink}; }}
    QLineEdit, QComboBox, {spins} {{ min-height: {_target(px, 8)}px; }}
    QLineEdit {{ font-size: {px(TITLE)}px; }}
    {focused} {{ border: {RING}px solid {p.accent.fill}; padding: {tall - ring}px {wide - ring}px; }}
    {disabled} {{ background: {p.raised}; color: {p.muted}; border-color: {p.line}; }}
    QTextBrowser {{ background: transparent; border: {RING}px solid transparent; }}
    QComboBox::drop-down {{ border: none; width: {arrow + px(14)}px; }}
    QComboBox::down-arrow {{ image: {_sign(p, "chevron-down")}; width: {arrow}px; height: {arrow}px; }}
    QComboBox QAbstractItemView {{ background: {p.surface}; border: 1px solid {p.edge}; padding: {px(4)}px;
        selection-background-color: {p.selected}; selection-color: {p.text}; outline: none; }}
    QComboBox QAbstractItemView::item {{ min-height: {px(TOUCH)}px; }}
    QComboBox QLineEdit, QAbstractSpinBox QLineEdit, QAbstractItemView QLineEdit {{ border: none; padding: 0;
        min-height: 0; background: transparent; font-size: {px(BODY)}px; }}
    QAbstractSpinBox {{ qproperty-alignment: AlignCenter; }}
    {ups}, {downs} {{ subcontrol-origin: border; width: {px(TOUCH)}px; border: none;
        border-left: 1px solid {p.line}; background: transparent; }}
    {ups} {{ subcontrol-position: top right; }}
    {downs} {{ subcontrol-position: bottom right; border-top: 1px solid {p.line}; }}
    QAbstractSpinBox::up-arrow {{ image: {_sign(p, "chevron-up")}; width: {arrow}px; height: {arrow}px; }}
    QAbstractSpinBox::down-arrow {{ image: {_sign(p, "chevron-down")}; width: {arrow}px; height: {arrow}px; }}
    QProgressBar {{ background: {p.line}; border: none; border-radius: {px(6)}px; max-height: {px(12)}px;
        min-height: {px(12)}px; text-align: center; }}
    QProgressBar::chunk {{ background: {p.accent.fill}; border-radius: {px(6)}px; }}
    """


def _lists(p: Palette, px: Px) -> str:
    return f"""
    QListView, QTreeView, QTableView {{ background: transparent; border: 1px solid transparent;
        border-radius: {px(CORNER)}px; outline: none; alternate-background-color: {p.raised};
        gridline-color: {p.line}; selection-background-color: {p.selected}; selection-color: {p.text}; }}
    QListView:focus, QTreeView:focus, QTableView:focus, QTextBrowser:focus {{ border-color: {p.accent.fill}; }}
    QTreeView::item, QTableView::item {{ padding: {px(6)}px; border: none; }}
    QTreeView::item:selected, QTableView::item:selected {{ background: {p.selected}; color: {p.text}; }}
    QTreeView::branch {{ background: transparent; }}
    QTreeView::branch:has-children:closed {{ image: {_sign(p, "chevron-right")}; }}
    QTreeView::branch:has-children:open {{ image: {_sign(p, "chevron-down")}; }}
    QHeaderView {{ background: transparent; border: none; }}
    QHeaderView::section {{ background: {p.raised}; color: {p.muted}; border: none;
        border-bottom: 1px solid {p.line}; padding: {px(8)}px {px(10)}px; font-size: {px(SMALL)}px;
        font-weight: bold; }}
    QHeaderView::up-arrow {{ image: {_sign(p, "chevron-up")}; width: {px(16)}px; }}
    QHeaderView::down-arrow {{ image: {_sign(p, "chevron-down")}; width: {px(16)}px; }}
    QTableCornerButton::section {{ background: {p.raised}; border: none; border-bottom: 1px solid {p.line}; }}
    """


def _choices(p: Palette, px: Px) -> str:
    """Boxes to tick and dots to choose by: the chosen one is filled, and the tick is a sign beside the color."""
    side = px(22)
    kinds = ("QCheckBox", "QRadioButton", "QGroupBox")
    indicators = ", ".join(f"{kind}::indicator" for kind in kinds)
    return f"""
    QCheckBox, QRadioButton {{ background: transparent; spacing: {px(10)}px; min-height: {_target(px, 4)}px;
        padding: {px(4)}px {px(6)}px; border: {RING}px solid transparent; border-radius: {px(CORNER)}px; }}
    QCheckBox:focus, QRadioButton:focus {{ border-color: {p.accent.fill}; }}
    QCheckBox:disabled, QRadioButton:disabled {{ color: {p.muted}; }}
    {indicators}, QAbstractItemView::indicator {{ width: {side}px; height: {side}px; background: {p.surface};
        border: {RING}px solid {p.edge}; border-radius: {px(5)}px; }}
    {", ".join(f"{kind}::indicator:checked" for kind in kinds)}, QAbstractItemView::indicator:checked {{
        background: {p.accent.fill}; border-color: {p.accent.fill}; image: {_sign(p, "check")}; }}
    QCheckBox::indicator:indeterminate {{ background: {p.accent.fill}; border-color: {p.accent.fill};
        image: {_sign(p, "minus")}; }}
    {", ".join(f"{kind}::indicator:disabled" for kind in kinds)} {{ background: {p.raised}; border-color: {p.line}; }}
    QRadioButton::indicator {{ border-radius: {side // 2 + RING}px; }}
    QRadioButton::indicator:checked {{ image: {_sign(p, "dot")}; }}
    QGroupBox {{ border: 1px solid {p.line}; border-radius: {px(RADIUS)}px; margin-top: {px(SMALL)}px;
        padding: {px(GAP)}px; background: transparent; }}
    QGroupBox::title {{ subcontrol-origin: margin; left: {px(GAP)}px; padding: 0 {px(6)}px; color: {p.muted}; }}
    QSlider {{ min-height: {max(TOUCH, px(TOUCH))}px; }}
    QSlider::groove:horizontal {{ background: {p.line}; height: {px(6)}px; border-radius: {px(3)}px; }}
    QSlider::sub-page:horizontal {{ background: {p.accent.fill}; border-radius: {px(3)}px; }}
    QSlider::handle:horizontal {{ background: {p.surface}; border: {RING}px solid {p.edge}; width: {side}px;
        height: {side}px; margin: -{(side + 2 * RING - px(6)) // 2}px 0; border-radius: {side // 2 + RING - 1}px; }}
    QSlider::handle:horizontal:focus {{ border-color: {p.accent.fill}; }}
    """


def _scrolling(p: Palette, px: Px) -> str:
    thick, end = px(12), px(40)
    return f"""
    QScrollArea, QAbstractScrollArea::corner {{ background: transparent; border: none; }}
    QScrollBar {{ background: transparent; border: none; margin: 0; }}
    QScrollBar:vertical {{ width: {thick}px; }}
    QScrollBar:horizontal {{ height: {thick}px; }}
    QScrollBar::handle {{ background: {p.edge}; border-radius: {px(4)}px; margin: {px(2)}px; }}
    QScrollBar::handle:hover {{ background: {p.muted}; }}
    QScrollBar::handle:vertical {{ min-height: {end}px; }}
    QScrollBar::handle:horizontal {{ min-width: {end}px; }}
    QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{ height: 0; width: 0;
        background: none; border: none; }}
    """


def _pages(p: Palette, px: Px) -> str:
    return f"""
    QTabWidget {{ background: transparent; }}
    QTabWidget::pane {{ background: {p.surface}; border: 1px solid {p.line}; border-radius: {px(CORNER)}px; }}
    QTabBar {{ background: transparent; border: none; }}
    QTabBar::tab {{ background: transparent; color: {p.muted}; border: {RING}px solid transparent;
        border-bottom: {RING + 1}px solid transparent; padding: {px(8)}px {px(GAP)}px;
        min-height: {_target(px, 10)}px; }}
    QTabBar::tab:hover {{ color: {p.text}; }}
    QTabBar::tab:selected {{ color: {p.accent.fill}; border-bottom-color: {p.accent.fill}; font-weight: bold; }}
    QTabBar::tab:selected:focus, QTabBar:focus::tab:selected {{ border-color: {p.accent.fill}; }}
    QTabBar QToolButton {{ background: {p.surface}; }}
    QTabBar QToolButton::right-arrow {{ image: {_sign(p, "chevron-right")}; }}
    QTabBar QToolButton::left-arrow {{ image: {_sign(p, "chevron-left")}; }}
    QSplitter::handle {{ background: {p.line}; }}
    QSplitter::handle:hover {{ background: {p.accent.fill}; }}
    QSplitter::handle:horizontal {{ width: {px(3)}px; }}
    QSplitter::handle:vertical {{ height: {px(3)}px; }}
    QFrame[frameShape="4"], QFrame[frameShape="5"] {{ background: {p.line}; border: none; max-height: 1px; }}
    QFrame[frameShape="5"] {{ max-height: 16777215px; max-width: 1px; }}
    """


def _windows(p: Palette, px: Px) -> str:
    return f"""
    QToolTip {{ background: {p.text}; color: {p.surface}; border: none; padding: {px(6)}px;
        font-size: {px(SMALL)}px; }}
    QDialog, QMessageBox {{ background: {p.surface}; }}
    QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
    QMenu {{ background: {p.surface}; border: 1px solid {p.edge}; padding: {px(4)}px; }}
    QMenu::item {{ padding: {px(9)}px {px(28)}px; border-radius: {px(6)}px; background: transparent; }}
    QMenu::item:selected {{ background: {p.selected}; color: {p.text}; }}
    QMenu::item:disabled {{ color: {p.muted}; }}
    QMenu::separator {{ height: 1px; background: {p.line}; margin: {px(4)}px {px(8)}px; }}
    QMenu::indicator {{ width: {px(16)}px; height: {px(16)}px; }}
    QMenu::indicator:checked {{ image: {_sign(p, "tick")}; }}
    QMenu::right-arrow {{ image: {_sign(p, "chevron-right")}; width: {px(16)}px; height: {px(16)}px; }}
    QMenuBar, QStatusBar, QToolBar, QDockWidget {{ background: {p.surface}; color: {p.text}; border: none; }}
    QMenuBar::item {{ background: transparent; padding: {px(8)}px {px(12)}px; }}
    QMenuBar::item:selected {{ background: {p.selected}; }}
    QFileDialog QListView, QFileDialog QTreeView {{ background: {p.surface}; border: 1px solid {p.edge}; }}
    QFileDialog QListView:focus, QFileDialog QTreeView:focus {{ border: {RING}px solid {p.accent.fill}; }}
    QFileDialog QLineEdit {{ font-size: {px(BODY)}px; }}
    QFileDialog QListView#sidebar {{ min-width: {px(220)}px; }}
    QFileDialog {{ backward-icon: {_sign(p, "arrow-left")}; forward-icon: {_sign(p, "arrow-right")};
        filedialog-parent-directory-icon: {_sign(p, "arrow-up")};
        filedialog-new-directory-icon: {_sign(p, "folder-plus")};
        filedialog-listview-icon: {_sign(p, "layout-grid")}; filedialog-detailedview-icon: {_sign(p, "list")}; }}
    QSizeGrip {{ image: none; width: 0; height: 0; }}
    """
