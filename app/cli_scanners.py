"""`packbench scanners`: how the scanners are that are set up, what else is plugged in, and what each of them reads.

A scanner on a cable has one listener: while the station runs it is told as used by another program.
"""

from __future__ import annotations

import argparse
import json
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import count

from app.desk_parts import load_forms
from app.domain.barcode import Code, read_code
from app.domain.expecting import Expectation
from app.domain.facts import CodeScanned, Fact, ScannerSeen
from app.domain.meaning import read_scan
from app.domain.scanner import WEDGE, ScannerKind, ScannerReport, ScannerState
from app.domain.tracking_number import TrackingForms
from app.errors import Rejected
from app.scanner_rack import build_scanner, find_scanners, keyboard_report, kind_of
from app.settings import ScannerSettings, Settings
from app.store.database import system_monotonic_ms
from app.ui import messages
from app.ui.messages_scanner import TERMINAL
from app.ui.messages_scanners_screen import KINDS, STATES
from app.ui.screens.scanners.understood import meaning_words, shown_whole, symbology_words
from app.work.scanner_watch import ScannerWatch

_OPENING_S = 20.0
"""What cameras may take to open."""


def add_scanners_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """`packbench scanners …`; sets `act`, which takes arguments and settings."""
    scanners = commands.add_parser("scanners", help="scanners: how they are, what else is plugged in, a test of each")
    scanners.set_defaults(act=_list)
    actions = scanners.add_subparsers()
    listen = actions.add_parser("listen", help="print each code as it arrives, and what it means")
    listen.add_argument("name", nargs="?", help="of one scanner (default: all of the settings)")
    listen.add_argument("--seconds", type=float, help="how long (default: until Ctrl+C)")
    listen.set_defaults(act=_listen)


def _list(_arguments: argparse.Namespace, settings: Settings) -> int:
    """0 when every scanner that is set up can be read."""
    language = settings.station.language
    reports = [_look(own) for own in settings.scanners]
    for report in reports:
        words = {"kind": KINDS[report.kind].say(language), "state": STATES[report.state].say(language)}
        _say(_word("list.row", language, name=report.name, address=report.address, **words))
        if report.code:
            _say(f"  {messages.explain(report.code, language)}")
    if not reports:
        _say(_word("list.none", language))
    for line in _found(settings):
        _say(line)
    return 0 if all(report.state is ScannerState.READY for report in reports) else 1


def _look(own: ScannerSettings) -> ScannerReport:
    """Open it for a moment. A camera is waited for."""
    if kind_of(own.address) is ScannerKind.KEYBOARD:
        return keyboard_report(own)
    watch = ScannerWatch(build_scanner(own, Expectation, system_monotonic_ms), _no_matter)
    until = time.monotonic() + _OPENING_S
    wait_s = watch.step()
    while watch.state is ScannerState.OPENING and time.monotonic() < until:
        time.sleep(wait_s)
        wait_s = watch.step()
    watch.scanner.close()
    return ScannerReport(own.name, watch.kind, own.address_shown, watch.state, watch.code)


def _found(settings: Settings) -> Iterator[str]:
    """What is plugged in; for what is not set up yet, the lines for station.toml."""
    language = settings.station.language
    names = {own.address.partition("?")[0].lower(): own.name for own in settings.scanners}
    taken = {WEDGE, *names.values()}
    found = find_scanners()
    for each in found:
        yield _word("list.found", language, title=each.title, kind=KINDS[each.kind].say(language))
        if each.address.lower() in names:
            yield f"  {_word('list.known', language, name=names[each.address.lower()])}"
        else:
            name = next(name for number in count(1) if (name := f"{each.kind}{number}") not in taken)
            taken.add(name)
            yield f'  [[scanners]]\n  name = "{name}"\n  address = {json.dumps(each.address, ensure_ascii=False)}'
    if not found:
        yield _word("list.found_none", language)


def _listen(arguments: argparse.Namespace, settings: Settings) -> int:
    """0 when a code came."""
    language = settings.station.language
    ear = _Ear(settings, load_forms(settings.folder))
    watches = []
    for own in _chosen(arguments.name, settings):
        if kind_of(own.address) is ScannerKind.KEYBOARD:
            _say(_word("listen.types", language, name=own.name))
        else:
            watches.append(ScannerWatch(build_scanner(own, Expectation, system_monotonic_ms), ear.hear))
    ear.states = {watch.scanner.name: watch for watch in watches}
    if not watches:
        return 1
    _say(_word("listen.begin", language))
    threads = [_started(watch.run) for watch in watches]
    try:
        threading.Event().wait(arguments.seconds)
    except KeyboardInterrupt:
        pass  # how a person ends it
    for watch in watches:
        watch.stop()
    for thread in threads:
        thread.join()
    if not ear.count:
        _say(_word("listen.none", language))
    return 0 if ear.count else 1


def _chosen(name: str | None, settings: Settings) -> Sequence[ScannerSettings]:
    """Raises Rejected `scanner.unknown`."""
    chosen = [own for own in settings.scanners if name in (None, own.name)]
    if not chosen:
        raise Rejected("scanner.unknown" if name else "scanner.none", (name or "")[:40])
    return chosen


def _started(run: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=run)
    thread.start()
    return thread


class _Ear:
    """Tells what every scanner says; their threads call it."""

    def __init__(self, settings: Settings, forms: TrackingForms) -> None:
        self.states: dict[str, ScannerWatch] = {}
        self.count = 0
        self._language = settings.station.language
        self._forms = forms
        self._mouth = threading.Lock()

    def hear(self, fact: Fact) -> None:
        with self._mouth:
            match fact:
                case CodeScanned():
                    self.count += 1
                    self._say_code(fact.scanner, fact.text)
                case ScannerSeen():
                    self._say_state(self.states[fact.scanner])

    def _say_code(self, name: str, raw: str) -> None:
        """As it arrived, its separators to be seen, and below it what the bench would understand."""
        language, today = self._language, datetime.now(UTC).astimezone().date()
        symbology = symbology_words(raw, language)
        _say(_word("listen.code", language, name=name, text=shown_whole(raw), symbology=symbology))
        _say(f"  {meaning_words(raw, today, language)[1]}")
        code = read_code(raw)
        for carrier in read_scan(code, today=today, forms=self._forms).carriers if isinstance(code, Code) else ():
            named = carrier.carrier.en if language == "en" else carrier.carrier.zh
            _say(f"  {_word('listen.carrier', language, carrier=named)}")

    def _say_state(self, watch: ScannerWatch) -> None:
        state = STATES[watch.state].say(self._language)
        _say(_word("listen.state", self._language, name=watch.scanner.name, state=state))
        if watch.code:
            _say(f"  {messages.explain(watch.code, self._language)}")


def _no_matter(_fact: Fact) -> None:
    """What is scanned while a scanner is only looked at counts for nothing."""


def _word(key: str, language: str, **words: str) -> str:
    return TERMINAL[key].say(language).format(**words)


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
