"""Type up to twice its size: the window stays on its screen, and no word is cut."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from app.settings import load_settings
from app.ui.appearance import ZOOMS, Appearance
from app.ui.main_window import MainWindow
from app.ui.messages import LANGUAGES
from app.ui.plain import label
from app.ui.rail import PLACES
from app.ui.theme import TOUCH, look_for
from tests.builders import Rig
from tests.ui.every_screen import every_screen, scrolls, visible_parts

SIZES = ((1366, 768), (1920, 1080))
SLACK = 2  # pixels: a rounded half on each side


def cut(window: MainWindow) -> list[str]:
    """What can be seen only in part and not be scrolled to: its kind, its words, and what it lacks."""
    return [f"{type(part).__name__} {said!r}" for part in visible_parts(window) if (said := _cut_words(part))]


def _cut_words(part: QWidget) -> str:
    if isinstance(part, QLabel) and part.text() and type(part).paintEvent is QLabel.paintEvent:
        needs = part.heightForWidth(part.width()) if part.wordWrap() else part.sizeHint().height()
        is_whole = part.height() + SLACK >= min(needs, part.sizeHint().height() if not part.wordWrap() else needs)
        is_wide = part.width() + SLACK >= (_longest_word(part) if part.wordWrap() else part.sizeHint().width())
        return "" if (is_whole and is_wide and _is_within(part)) else part.text()
    if isinstance(part, QAbstractButton) and part.text() and type(part).paintEvent is not QAbstractButton.paintEvent:
        wide, high = part.minimumSizeHint().width(), part.minimumSizeHint().height()
        is_whole = part.width() + SLACK >= wide and part.height() + SLACK >= high
        return "" if (is_whole and _is_within(part)) else part.text()
    return ""


def _longest_word(part: QLabel) -> int:
    metrics = QFontMetrics(part.font())
    return max((metrics.horizontalAdvance(word) for word in part.text().split() if word.isascii()), default=0)


def _is_within(part: QWidget) -> bool:
    """Inside the window, or inside something that scrolls."""
    window = part.window()
    place = QRect(part.mapTo(window, QPoint(0, 0)), part.size())
    return scrolls(part) or window.rect().adjusted(-SLACK, -SLACK, SLACK, SLACK).contains(place)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES, ids=("1366x768", "1920x1080"))
@pytest.mark.parametrize("zoom", [1.0, 1.5, 2.0], ids=("100%", "150%", "200%"))
def test_every_screen_fits_and_no_word_is_cut(
    window: MainWindow, rig: Rig, zoom: float, size: tuple[int, int], language: str
) -> None:
    window.appearance.zoom, window.appearance.language = ZOOMS.index(zoom), language
    window.resize(*size)
    window._dress()
    trouble = {}
    for name in every_screen(window, rig):
        assert (window.width(), window.height()) == size, f"{name} pushed the window to {window.size().toTuple()}"
        trouble[name] = cut(window)
    assert {name: words for name, words in trouble.items() if words} == {}


def test_a_cut_word_would_be_reported(window: MainWindow) -> None:
    squeezed = QLabel("a sentence that needs more room than it gets", window)
    squeezed.setGeometry(400, 300, 60, 20)
    squeezed.show()
    assert any("a sentence" in each for each in cut(window))
    squeezed.setGeometry(window.width() - 100, 300, squeezed.sizeHint().width(), squeezed.sizeHint().height())
    assert any("a sentence" in each for each in cut(window)), "over the edge"


def test_a_line_that_does_not_fit_ends_in_an_ellipsis_and_pushes_nothing_away(window: MainWindow) -> None:
    line = label("muted")
    line.setParent(window)
    line.setText("Type or scan to search, arrow down to the list, Enter opens")
    line.resize(120, line.sizeHint().height())
    assert line.minimumSizeHint().width() < 120 < line.sizeHint().width()
    short = label("muted")
    short.setParent(window)
    short.setText(line.fontMetrics().elidedText(line.text(), Qt.TextElideMode.ElideRight, 120))
    short.resize(line.size())
    assert line.grab().toImage() == short.grab().toImage()


def test_large_type_takes_the_words_from_the_rail_and_leaves_icons_and_keys(window: MainWindow) -> None:
    buttons = window.rail.buttons
    roomy = buttons["orders"].width()
    for _ in ZOOMS:
        window._on_zoom_asked(1)
    assert buttons["orders"].width() < roomy * 1.5  # with its word it would be twice as wide
    for name, made in buttons.items():
        assert made.accessibleName()
        assert made.accessibleName() in made.toolTip()
        assert made.key in made.toolTip(), name


def test_every_place_of_the_rail_is_whole_and_large_enough(window: MainWindow) -> None:
    """On both screens, and where a task bar takes its part of the small one."""
    for size in (*SIZES, (1366, 700)):
        window.resize(*size)
        for window.appearance.zoom in range(len(ZOOMS)):
            window._dress()
            window.layout().activate()
            for made in window.rail.buttons.values():
                assert min(made.width(), made.height()) >= TOUCH, (size, ZOOMS[window.appearance.zoom])
                assert window.rail.rect().contains(made.geometry())
    assert len(window.rail.buttons) == len(PLACES)


def test_the_size_of_type_is_remembered_on_the_station(window: MainWindow, rig: Rig) -> None:
    for _ in range(3):
        window._on_zoom_asked(1)
    rig.station.stop()
    assert load_settings(rig.folder).station.type_percent == 150
    again = Appearance("en", "light")
    again.attach(rig.station)
    assert ZOOMS[again.zoom] == 1.5
    for _ in ZOOMS:
        again.step_zoom(-1)
    assert load_settings(rig.folder).station.type_percent == 100


@pytest.mark.parametrize("kept", ["90", "400", '"large"', "null"])
def test_a_size_that_was_edited_to_nonsense_is_as_good_as_none(tmp_path: Path, kept: str) -> None:
    (tmp_path / "preferences.json").write_text(f'{{"type_percent": {kept}}}', "utf-8")
    assert load_settings(tmp_path).station.type_percent == 100


def test_type_is_really_twice_as_large_on_both_screens() -> None:
    for size in SIZES:
        usual, double = (look_for("light", "en", *size, zoom).font(19).pixelSize() for zoom in (1.0, 2.0))
        assert abs(double - 2 * usual) <= 1
