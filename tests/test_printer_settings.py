from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.document import DocumentKind
from app.domain.printing import Language
from app.errors import Misconfigured
from app.settings import Settings, checks, load_settings

TWO = """
[printer]
address = "192.168.1.50:9100"
fallback = "spare"
[[other_printers]]
name = "spare"
address = "cups:Spare"
language = "tspl"
width_mm = 76
height_mm = 130
[[routes]]
document = "packing_slip"
printer = "spare"
size = "76x130"
[papers]
with_label = ["packing_slip"]
"""


def _settings(folder: Path, text: str) -> Settings:
    (folder / "station.toml").write_text(text, "utf-8")
    return load_settings(folder)


def test_printers_routes_and_papers_are_read(tmp_path: Path) -> None:
    settings = _settings(tmp_path, TWO)
    assert [(name, printer.language) for name, printer in settings.printers] == [("label", "zpl"), ("spare", "tspl")]
    assert settings.routes[0].printer == "spare"
    assert settings.papers.with_label == ("packing_slip",)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('fallback = "spare"', 'fallback = "gone"'),
        ('fallback = "spare"', 'fallback = "label"'),
        ('name = "spare"', 'name = "label"'),
        ('language = "tspl"', 'language = "pcl"'),
        ('document = "packing_slip"', 'document = "poster"'),
        ('printer = "spare"', 'printer = "gone"'),
        ('size = "76x130"', 'size = "large"'),
        ('with_label = ["packing_slip"]', 'with_label = ["label"]'),
        ('with_label = ["packing_slip"]', 'with_label = "packing_slip"'),
        ("[[routes]]", "[routes]"),
    ],
)
def test_a_printer_that_is_not_there_is_found_at_the_start(tmp_path: Path, old: str, new: str) -> None:
    assert old in TWO
    with pytest.raises(Misconfigured) as caught:
        _settings(tmp_path, TWO.replace(old, new))
    assert caught.value.code in {"settings.wrong_value", "settings.wrong_type"}


def test_the_settings_know_every_language_and_paper_of_the_trade() -> None:
    assert set(checks._LANGUAGES) == set(Language)
    by_hand = {DocumentKind.CUSTOMS_FORM, DocumentKind.COMMAND_SHEET, DocumentKind.TEST_CARD}
    assert set(checks._PAPERS) | by_hand == set(DocumentKind)
