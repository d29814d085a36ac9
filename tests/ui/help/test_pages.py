"""The pages of the help: the same in both languages, true to the keys, codes and links that they name."""

from __future__ import annotations

import re

import pytest
from PySide6.QtGui import QShortcut

from app.domain.barcode import Command
from app.resources import resource
from app.ui import messages
from app.ui.main_window import MainWindow
from app.ui.messages_command import HOTKEYS
from app.ui.screens.help.book import Book, target_title
from app.ui.screens.help.contents import CODE, GROUP, ICONS, KEYS, OWN_KEYS, PLAIN_KEYS, SECTIONS, WRITTEN
from app.ui.screens.help.handbook import ENTRIES, Group
from app.ui.screens.help.page import Heading, Kind, Listing, Page, Paragraph, Table, read_line, read_page
from app.ui.visit import Visit

BOTH = pytest.mark.parametrize("language", messages.LANGUAGES)
CODES = frozenset(command.value for command in Command)


def pages(language: str) -> list[tuple[str, Page]]:
    book = Book(language)
    return [(name, book.page(name)) for name in ICONS]


def keys_named(page: Page) -> set[str]:
    return {span.text for span in page.spans() if span.kind is Kind.KEY}


def unknown_keys(page: Page) -> set[str]:
    """Keys and codes on a page that the window does not have; a letter or digit stands for itself."""
    return {key for key in keys_named(page) if key not in KEYS and key not in CODES and len(key) > 1}


def broken_links(page: Page) -> set[str]:
    def leads(target: str) -> bool:
        if target.startswith(CODE):
            return target.removeprefix(CODE) in ENTRIES
        if target.startswith(GROUP):
            return target.removeprefix(GROUP) in set(Group)
        return target in ICONS

    return {span.target for span in page.spans() if span.kind is Kind.LINK and not leads(span.target)}


def bare_keys(page: Page) -> list[str]:
    said = [span.text for span in page.spans() if span.kind in (Kind.TEXT, Kind.BOLD)]
    return [each for each in said if re.search(r"\b(?:F\d+|(?:Ctrl|Alt|Shift)\+.|PB\.[A-Z1-9]+)", each)]


def outline(page: Page) -> list[object]:
    """What stands where: heads, lists with as many items, tables with as many rows."""
    return [_shape(block) for block in page.blocks]


def _shape(block: object) -> object:
    match block:
        case Heading(level, _):
            return "heading", level
        case Listing(items, is_ordered):
            return "list", is_ordered, len(items)
        case Table(head, rows):
            return "table", len(head), len(rows)
        case _:
            return "paragraph"


# What is on the pages.


@BOTH
def test_every_page_can_be_read_and_says_something(language: str) -> None:
    for name, page in pages(language):
        assert page.title, name
        assert page.blocks, name
        assert not any(mark in span.text for span in page.spans() for mark in ("**", "[[", "`")), name


@BOTH
def test_every_key_and_code_that_a_page_names_is_one_and_stands_in_its_cap(language: str) -> None:
    """Outside of its cap it would not be checked."""
    for name, page in pages(language):
        assert unknown_keys(page) == set(), name
        assert bare_keys(page) == [], name


@BOTH
def test_every_link_leads_somewhere_and_says_where(language: str) -> None:
    book = Book(language)
    for name, page in pages(language):
        assert broken_links(page) == set(), name
        assert all(span.text or target_title(span.target, book) for span in page.spans() if span.kind is Kind.LINK)


@BOTH
def test_every_icon_and_tone_of_a_page_can_be_drawn(language: str) -> None:
    for name, page in pages(language):
        icons = [span.text for span in page.spans() if span.kind is Kind.ICON]
        assert all(resource(f"icons/{icon}.svg").is_file() for icon in (*icons, ICONS[name])), name
        assert {span.text for span in page.spans() if span.kind is Kind.TONE} <= set(messages.Tone), name


def test_both_languages_have_the_same_sections_lists_tables_and_keys() -> None:
    for (name, chinese), (_, english) in zip(*map(pages, messages.LANGUAGES), strict=True):
        assert outline(chinese) == outline(english), name
        assert keys_named(chinese) == keys_named(english), name


@BOTH
def test_the_folder_holds_the_pages_of_the_contents_and_no_others(language: str) -> None:
    assert {path.stem for path in resource(f"help/{language}").iterdir()} == set(WRITTEN)


@BOTH
def test_the_english_pages_hold_no_chinese_but_what_a_carrier_says(language: str) -> None:
    chinese = re.compile("[\u4e00-\u9fff]")
    for name in WRITTEN:
        said = [span.text for span in Book(language).page(name).spans() if span.kind is not Kind.LITERAL]
        assert any(chinese.search(each) for each in said) == (language == messages.CHINESE), name


# What is looked for must be there.


def test_every_screen_has_its_page(window: MainWindow) -> None:
    topics = {screen.topic for screen in window._stack.findChildren(Visit)}
    assert "devices" in topics
    assert topics | {"packing", "handover", "locked", "failure", "importing"} <= set(ICONS)


@BOTH
def test_the_list_of_keys_has_every_key_of_the_window(language: str, window: MainWindow) -> None:
    named = keys_named(Book(language).page("keys"))
    shortcuts = [each for each in window.findChildren(QShortcut) if each.parent() is window]  # not a screen's own
    bound = {shortcut.key().toString() for shortcut in shortcuts}
    others = {"Escape": "Esc", "Ctrl+=": "Ctrl++"}
    assert "Alt+Up" in bound
    middle = {HOTKEYS[Command(f"PB.{number}")] for number in range(2, 9)}  # of a row that names the first and the last
    assert {others.get(key, key) for key in bound} - middle <= named
    assert CODES - {f"PB.{number}" for number in range(2, 9)} <= named


@BOTH
def test_every_command_stands_on_a_page_with_what_it_does(language: str) -> None:
    lines = [
        " ".join(span.text for cell in row for span in cell)
        for block in Book(language).page("keys").blocks
        if isinstance(block, Table)
        for row in block.rows
    ]
    for command in Command:
        if not command.value[3:].isdigit():
            assert any(command in line and messages.command_does(command, language) in line for line in lines), command


def test_no_key_of_the_window_itself_is_a_commands() -> None:
    own = {key for keys, _ in OWN_KEYS for key in keys}
    assert own.isdisjoint(HOTKEYS.values())
    assert set(PLAIN_KEYS).isdisjoint(HOTKEYS.values())


@BOTH
def test_every_page_and_group_of_the_contents_has_words_of_its_own(language: str) -> None:
    book = Book(language)
    titles = [book.title(name) for name in ICONS] + [messages.word(f"help.group.{group}", language) for group in Group]
    assert len(set(titles)) == len(titles)
    assert all(messages.word(f"help.section.{section.name}", language) for section in SECTIONS)


# How a page is read.


def test_a_line_is_words_keys_links_icons_and_tones() -> None:
    line = read_line("Press **now** `F8`, see [[printing]] or [[code:bug|this]] {icon:flag} {tone:stop} {text:a.toml}")
    assert [(span.kind, span.text, span.target) for span in line if span.kind is not Kind.TEXT] == [
        (Kind.BOLD, "now", ""),
        (Kind.KEY, "F8", ""),
        (Kind.LINK, "", "printing"),
        (Kind.LINK, "this", "code:bug"),
        (Kind.ICON, "flag", ""),
        (Kind.TONE, "stop", ""),
        (Kind.LITERAL, "a.toml", ""),
    ]


def test_a_page_is_a_title_and_blocks() -> None:
    page = read_page("# T\n\na\nb\n\n## H\n\n1. x\n   y\n2. z\n\n| A | B |\n|---|---|\n| [[bug|a]] | |\n| 1 |\n")
    assert page.title == "T"
    paragraph, heading, listing, table = page.blocks
    assert isinstance(paragraph, Paragraph)
    assert paragraph.line[0].text == "a b"
    assert isinstance(heading, Heading)
    assert isinstance(listing, Listing)
    assert [item[0].text for item in listing.items] == ["x y", "z"]
    assert isinstance(table, Table)
    assert [len(row) for row in table.rows] == [2, 2]
    assert table.rows[0][0][0].target == "bug"


def test_lines_of_chinese_are_joined_without_a_gap() -> None:
    (paragraph,) = read_page("# 题\n\n先看\n再扫").blocks
    assert isinstance(paragraph, Paragraph)
    assert paragraph.line[0].text == "先看再扫"


@pytest.mark.parametrize("text", ["", "#", "|", "| a |\n|", "[[", "**", "1.", "- ", "`", "{icon:}", "\x00", "# a\n# b"])
def test_a_damaged_page_is_read_as_what_can_be_read(text: str) -> None:
    page = read_page(text)
    assert list(page.spans()) is not None


def test_a_page_with_a_key_that_moved_or_a_link_to_nowhere_is_caught() -> None:
    page = read_page("# T\n\n`F13` `PB.NOTHING` `F8` [[nowhere]] [[code:kdniao.no.such]] [[group:none]] [[packing]]")
    assert unknown_keys(page) == {"F13", "PB.NOTHING"}
    assert broken_links(page) == {"nowhere", "code:kdniao.no.such", "group:none"}


@BOTH
def test_a_page_that_is_missing_says_what_to_do(language: str) -> None:
    page = Book(language).page("never-written")
    assert messages.explain("doctor.files_missing", language) in "".join(span.text for span in page.spans())
