"""The pages in one language: those written (resources/help) and those made of what the program knows itself."""

from __future__ import annotations

import re

from app.domain.barcode import Command
from app.resources import resource
from app.ui.messages_command import HOTKEYS, command_does
from app.ui.messages_fault import explain, remedy, what
from app.ui.messages_sheet import SECTIONS as COMMAND_SECTIONS
from app.ui.messages_text import CHINESE
from app.ui.messages_window import word
from app.ui.screens.help.contents import CODE, GENERATED, GROUP, ICONS, NOTHING_FOUND, OWN_KEYS
from app.ui.screens.help.handbook import Entry, Group, Who, entries_of, entry_of, fold, words_of
from app.ui.screens.help.page import Kind, Line, Page, read_page

_PAGE_ABOUT: dict[Group, str] = {
    Group.CARRIER: "money",
    Group.PRINTER: "printing",
    Group.SCANNER: "scanning",
    Group.SCALE: "scale",
    Group.IMPORT: "importing",
    Group.STOP: "incidents",
    Group.STATION: "failure",
}
_CHOICES = tuple(Command(f"PB.{number}") for number in range(1, 10))
_MOST_RELATED = 6
_TYPED = re.compile(r"`([^`]+)`|(\[\[[^\]]+\]\])")
_KEYS = re.compile(r"(?<![\w+])(?:(?:Ctrl|Alt|Shift)\+(?:F\d+|\w)|F\d+|PB\.[A-Z1-9.]*[A-Z1-9])(?!\w)", re.ASCII)


class Book:
    """Pages by their names; read once, then remembered."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._pages: dict[str, Page] = {}
        self._folded: dict[str, str] = {}

    def page(self, name: str) -> Page:
        """A page; entries of the handbook are `code:…` and groups of them `group:…`."""
        if name not in self._pages:
            self._pages[name] = read_page(self._text(name))
        return self._pages[name]

    def title(self, name: str) -> str:
        """What the page is called."""
        return self.page(name).title

    def search(self, question: str) -> tuple[list[str], list[str]]:
        """The pages in which every word occurs: those whose title has them all, and the others; none for no words."""
        words = words_of(question)
        found = [name for name in ICONS if words and all(word in self._all(name) for word in words)]
        called = [name for name in found if all(word in fold(self.title(name)) for word in words)]
        return called, [name for name in found if name not in called]

    def _all(self, name: str) -> str:
        """All that stands on a page, as it is compared."""
        if name not in self._folded:
            page = self.page(name)
            self._folded[name] = fold(f"{page.title} {' '.join(said(line, self) for line in page.lines())}")
        return self._folded[name]

    def _text(self, name: str) -> str:
        if name.startswith(CODE):
            return self._entry(name.removeprefix(CODE))
        if name.startswith(GROUP):
            return self._group(Group(name.removeprefix(GROUP)))
        if name == NOTHING_FOUND:
            return f"# {self._word('nothing')}\n\n{self._word('nothing.do')}"
        return self._keys() if name in GENERATED else self._written(name)

    def _written(self, name: str) -> str:
        try:
            return resource(f"help/{self.language}/{name}.md").read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            return f"# {self._word('title')}\n\n{explain('doctor.files_missing', self.language)}"

    def _word(self, key: str, **values: object) -> str:
        return word(f"help.{key}", self.language, **values)

    def _entry(self, code: str) -> str:
        """One error: what happened, what to do, who can, how the carrier says it, and where there is more."""
        entry = entry_of(code)
        do = marked(remedy(code, self.language))
        parts = [f"# {headline(code, self.language)}", f"{self._word('entry.code')} {{text:{code}}}"]
        parts += [f"## {self._word('entry.do')}", *([do] if do else [])]
        if entry is None:
            return "\n\n".join(parts)
        parts.append(f"{{icon:{_WHO_ICONS[entry.who]}}} {self._word(f'who.{entry.who}')}")
        if entry.sayings:
            parts += [f"## {self._word('entry.says')}", "\n".join(f"- {saying}" for saying in entry.sayings)]
        return "\n\n".join((*parts, f"## {self._word('entry.more')}", self._related(entry)))

    def _related(self, entry: Entry) -> str:
        """The page about such things, all of its group, and what its code stands beside: its kinds, else its like."""
        others = [each for each in entries_of(entry.group) if each is not entry]
        kinds = [each for each in others if each.code.startswith(f"{entry.code}.")]
        alike = [each for each in others if _front(each) == _front(entry) and "." in each.code]
        links = [_PAGE_ABOUT[entry.group], f"{GROUP}{entry.group}"]
        links += [f"{CODE}{each.code}" for each in (kinds or alike)[:_MOST_RELATED]]
        return "\n".join(f"- [[{link}]]" for link in links)

    def _group(self, group: Group) -> str:
        entries = entries_of(group)
        head = f"| {self._word('entry.code')} | {self._word('entry.what')} | {self._word('entry.who')} |\n|---|---|---|"
        rows = [
            f"| {{text:{each.code}}} | [[{CODE}{each.code}]] | {self._word(f'who.{each.who}.short')} |"
            for each in entries
        ]
        about = self._word("group.about", count=len(entries))
        return f"# {self._word(f'group.{group}')}\n\n{about}\n\n" + "\n".join((head, *rows))

    def _keys(self) -> str:
        """Every key and the code that means the same, under the headings of the printed sheet."""
        is_chinese = self.language == CHINESE
        parts = [f"# {self._word('title.keys')}", self._word("keys.about")]
        head = f"| {self._word('key')} | {self._word('does')} | {self._word('code')} |"
        for title, commands in COMMAND_SECTIONS:
            rows = [self._command(each) for each in commands if each not in _CHOICES[1:]]
            heading = title.zh if is_chinese else title.en
            parts += [f"## {heading}", "\n".join((head, "|---|---|---|", *rows))]
        own = [f"| {' '.join(f'`{key}`' for key in keys)} | {self._word(f'own.{name}')} | |" for keys, name in OWN_KEYS]
        parts += [f"## {self._word('keys.window')}", "\n".join((head, "|---|---|---|", *own))]
        return "\n\n".join(parts)

    def _command(self, command: Command) -> str:
        """A row of the list; the nine choices are one."""
        if command is _CHOICES[0]:
            first, last = HOTKEYS[_CHOICES[0]], HOTKEYS[_CHOICES[-1]]
            return f"| `{first}` … `{last}` | {self._word('choose')} | `{_CHOICES[0]}` … `{_CHOICES[-1]}` |"
        return f"| `{HOTKEYS[command]}` | {command_does(command, self.language)} | `{command}` |"


_WHO_ICONS = {Who.PACKER: "package-open", Who.LEAD: "flag", Who.IT: "settings", Who.NOBODY: "check"}


def headline(code: str, language: str) -> str:
    """What happened, as a title: without its full stop."""
    return what(code, language).rstrip("。.")


def marked(text: str) -> str:
    """A remedy as a line of a page: its keys as caps, what is to be typed as it is (TOML's [[…]] is no link)."""
    return _KEYS.sub(r"`\g<0>`", _TYPED.sub(r"{text:\1\2}", text))


def _front(entry: Entry) -> str:
    return entry.code.rpartition(".")[0]


def said(line: Line, book: Book) -> str:
    """A line as it is read aloud and searched: links by the title of what they lead to."""
    return "".join(_said(span.kind, span.text, span.target, book) for span in line)


def _said(kind: Kind, text: str, target: str, book: Book) -> str:
    if kind is Kind.LINK:
        return text or target_title(target, book)
    return "" if kind in (Kind.ICON, Kind.TONE) else text


def target_title(target: str, book: Book) -> str:
    """What a link without words of its own says; an error's sentence, without making its page."""
    return headline(target.removeprefix(CODE), book.language) if target.startswith(CODE) else book.title(target)
