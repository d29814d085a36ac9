from __future__ import annotations

import pytest
from PIL import ImageFont

from app.domain.order import Address, Consignee
from app.domain.shipment import Goods
from app.labels.layout import lay_out, unprintable_fields
from app.labels.text import Box, Sizes, fit, is_printable
from app.labels.typeface import BOLD, MISSING, REGULAR, covered, has_glyph
from app.resources import resource
from tests.labels.samples import STOCKS, a_label


def _gb2312(rows: range) -> list[str]:
    pairs = (bytes((0xA0 + row, 0xA0 + cell)) for row in rows for cell in range(1, 95))
    return [text for pair in pairs if (text := pair.decode("gb2312", "ignore"))]


def test_every_character_of_gb2312_has_a_glyph_in_both_weights() -> None:
    level_1, level_2 = _gb2312(range(16, 56)), _gb2312(range(56, 88))
    assert (len(level_1), len(level_2)) == (3755, 3008)
    assert [c for c in level_1 + level_2 if not (has_glyph(REGULAR, c) and has_glyph(BOLD, c))] == []


def test_all_of_gbk_and_the_unified_block_have_a_glyph() -> None:
    pairs = (bytes((first, second)) for first in range(0x81, 0xFF) for second in range(0x40, 0xFF))
    han = {text for pair in pairs if len(text := pair.decode("gbk", "ignore")) == 1 and "㐀" <= text <= "鿿"}
    assert len(han) > 20_900
    assert [c for c in sorted(han) if not has_glyph(REGULAR, c)] == []
    assert sum(has_glyph(REGULAR, chr(code)) for code in range(0x4E00, 0xA000)) == 20_976


@pytest.mark.parametrize(
    "text", ["喆", "堃", "犇", "骉", "㛃", "䶮", "𬭎", "𠮷", "Łukasz Dvořák", "Ñandú", "Ελένη", "Ольга", "①※℃"]
)
def test_rare_characters_of_names_print(text: str) -> None:
    assert is_printable(text)


@pytest.mark.parametrize("file", [*REGULAR.files, *BOLD.files])
def test_what_a_font_says_it_has_it_draws(file: str) -> None:
    """The characters are read from the file's `cmap` by code of ours: a wrong reading would show as the empty box."""
    font = ImageFont.truetype(resource(f"fonts/{file}"), 24)
    empty_box = bytes(font.getmask("\U000f1234", mode="1"))
    assert empty_box
    assert 0xF1234 not in covered(file)
    for code in sorted(covered(file))[::37]:
        assert bytes(font.getmask(chr(code), mode="1")) != empty_box, hex(code)


def test_a_missing_character_is_printed_as_a_mark_and_its_field_is_named() -> None:
    content = a_label(
        consignee=Consignee("张🙂", "138****0000", Address("广东省", "深圳市", "南山区", "科技园")),
        goods=(Goods("杯 ☃🎁", 1),),
    )
    assert unprintable_fields(content) == ("consignee.name", "goods.list")
    lines = [line for writing in lay_out(content, STOCKS[0]).writings for line in writing.lines]
    assert f"张{MISSING}" in lines
    assert not any("🙂" in line or "🎁" in line for line in lines)


def test_a_label_of_known_characters_names_no_field() -> None:
    assert unprintable_fields(a_label()) == ()


def test_what_bold_lacks_is_set_in_regular_as_a_whole() -> None:
    assert not has_glyph(BOLD, "喆")
    assert fit("王喆", Box(0, 0, 400, 60), Sizes(40, 20), BOLD).face is REGULAR
    assert fit("王平", Box(0, 0, 400, 60), Sizes(40, 20), BOLD).face is BOLD
