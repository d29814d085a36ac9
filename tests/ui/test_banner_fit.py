"""The longest sentences still fit their place in the smallest window, in both languages, and nothing is cut off."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF
from pytestqt.qtbot import QtBot

from app.domain.outcome import Outcome, OutcomeCode
from app.ui import messages
from app.ui.fitting import fitted
from app.ui.messages_step import NEXT, NEXT_THEN
from app.ui.rail import WIDTH as RAIL
from app.ui.screens.packing.banner import Banner
from app.ui.screens.packing.next_step import NextStep
from app.ui.screens.packing.screen import SIDE
from app.ui.theme import BANNER, GAP, HERO, PAD, TITLE, Look, load_fonts, look_for

BOTH = pytest.mark.parametrize("language", messages.LANGUAGES)
WIDTH, HEIGHT = 1366, 768
# As long as they are in a shop with long numbers and long titles; the shop's order number alone has 16 signs.
TITLES = {"zh_CN": "青瓷茶杯 300ml 礼盒装 二十四节气限定款", "en": "Linen tea towel, natural, set of four pieces"}


def an_outcome(code: OutcomeCode, language: str, *, scanned: str, reason: str = "other_consignee") -> Outcome:
    return Outcome(
        code,
        scanned=scanned,
        order_number="SO-20240611-0001",
        item=TITLES[language],
        packed=88,
        quantity=100,
        units_packed=88,
        units=100,
        choices=("茶舍旗舰店", "Teahouse Berlin", "小红书·茶舍"),
        reason=reason,
        parcel=12,
        person="wu.xiaoming",
    )


def column_width(look: Look) -> float:
    """What the window leaves for step and banner between its rail and the picture of the box (see PackingScreen)."""
    return WIDTH - look.px(RAIL) - max(look.px(SIDE), 340) - 3 * look.px(GAP)


def fits(text: str, font: QFont, box: QRectF) -> bool:
    used = QFontMetricsF(fitted(font, text, box)).boundingRect(box, int(Qt.TextFlag.TextWordWrap), text)
    return used.width() <= box.width() and used.height() <= box.height()


def places(look: Look) -> tuple[QRectF, QRectF]:
    """Where the banner writes its two sentences (see Banner._paint_words)."""
    banner = Banner()
    banner.dress(look)
    high = banner.sizeHint().height()
    left = look.px(24) + look.px(132 * 0.58) + look.px(24)
    width = column_width(look) - left - look.px(24)
    words = QRectF(left, look.px(8), width, (high - look.px(16)) * 0.64)
    return words, QRectF(left, words.bottom(), width, high - words.bottom() - look.px(8))


@pytest.fixture
def look(qtbot: QtBot, language: str) -> Look:
    assert qtbot
    load_fonts()
    return look_for("light", language, WIDTH, HEIGHT)


@BOTH
def test_every_answer_fits_the_banner(language: str, look: Look) -> None:
    what, do = places(look)
    cut = []
    for code in OutcomeCode:
        for scanned in ("SF1234567890123", "2000000000015"):
            outcome = an_outcome(code, language, scanned=scanned)
            if not fits(messages.sentence(outcome, language), look.hero_font(BANNER), what):
                cut.append(messages.sentence(outcome, language))
            if not fits(messages.do_now(outcome, language), look.font(TITLE), do):
                cut.append(messages.do_now(outcome, language))
    assert cut == []


@BOTH
def test_every_step_fits_beside_the_picture_of_the_box(language: str, look: Look) -> None:
    step = NextStep()
    step.dress(look)
    edge = look.px(PAD + 4)
    width = column_width(look) - 2 * edge
    high = step.sizeHint().height() - look.px(14) - look.px(16)
    names = {"item": TITLES[language], "mark": "有限数量危险品", "carrier": "kdniao", "parcels": 120}
    top = QRectF(0, 0, width, high * 0.62)
    metrics = QFontMetricsF(look.font(TITLE))
    cut = [key for key in NEXT if not fits(NEXT[key].say(language).format(**names), look.hero_font(HERO), top)]
    cut += [
        key
        for key in NEXT_THEN
        if metrics.horizontalAdvance(NEXT_THEN[key].say(language).format(**names | {"item": "茶"})) > width
    ]
    assert cut == []


@BOTH
def test_a_sentence_that_is_far_too_long_would_be_found(language: str, look: Look) -> None:
    what, _ = places(look)
    said = messages.sentence(an_outcome(OutcomeCode.ITEM_WRONG, language, scanned="2000000000015"), language)
    assert not fits(said * 5, look.hero_font(BANNER), what)
