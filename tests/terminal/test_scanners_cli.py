"""`packbench scanners`: how they are, what is plugged in, what each reads, and a sentence for whatever is wrong."""

from __future__ import annotations

import argparse
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from app import cli_scanners
from app.cli_scanners import add_scanners_command
from app.devices.scanner_finding import find_scanners
from app.devices.scanner_serial import serial_scanner
from app.devices.serial_port import PluggedPort
from app.devices.virtual_scanner import VirtualScanner
from app.domain.scanner import FoundScanner
from app.errors import Rejected
from app.settings import load_settings
from app.ui import messages
from app.ui.messages_scanner import TERMINAL
from tests.devices.terminals import NO_TERMINALS, has_terminals

if not has_terminals():
    pytest.skip(NO_TERMINALS, allow_module_level=True)

from app.devices.virtual_scanner.terminal import TerminalCable

ZEBRA = PluggedPort("/dev/ttyACM0", 0x05E0, 0x1701, 'S"1', "Symbol Scanner")
ZEBRA_2 = PluggedPort("/dev/ttyACM1", 0x05E0, 0x1701, "S2")


@dataclass
class Room:
    """A station's folder, a scanner on a cable, and somebody who scans as soon as the terminal says so."""

    folder: Path
    gun: VirtualScanner
    said: list[str] = field(default_factory=list)
    more: threading.Condition = field(default_factory=threading.Condition)

    def write(self, *addresses: str, language: str = "en") -> None:
        lines = [f'[station]\nlanguage = "{language}"\n']
        lines += [f"[[scanners]]\nname = 'gun{at}'\naddress = '{address}'\n" for at, address in enumerate(addresses)]
        (self.folder / "station.toml").write_text("".join(lines), "utf-8")

    @property
    def port(self) -> str:
        return f"serial:{self.folder}/gun"

    def typed(self, *words: str) -> int:
        parser = argparse.ArgumentParser()
        add_scanners_command(parser.add_subparsers())
        arguments = parser.parse_args(["scanners", *words])
        return int(arguments.act(arguments, load_settings(self.folder)))

    def say(self, text: str) -> None:
        with self.more:
            self.said.append(text)
            self.more.notify_all()

    def listened(self, then: Callable[[], None]) -> int:
        """Listen, and once the first scanner is ready let `then` happen beside it."""

        def act() -> None:
            self.wait_until_said("gun0: ready")
            then()

        hand = threading.Thread(target=act)
        hand.start()
        code = self.typed("listen", "--seconds", "20")
        hand.join()
        return code

    def wait_until_said(self, text: str) -> None:
        with self.more:
            assert self.more.wait_for(lambda: any(text in each for each in self.said), 10), self.said


def nothing_found() -> tuple[FoundScanner, ...]:
    return ()


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    room = Room(tmp_path, VirtualScanner(TerminalCable(tmp_path / "gun")))
    monkeypatch.setattr(cli_scanners, "_say", room.say)
    monkeypatch.setattr(cli_scanners, "find_scanners", nothing_found)
    yield room
    room.gun.unplug()


@pytest.fixture
def ending(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Set: somebody pressed Ctrl+C."""
    pressed = threading.Event()

    class Waiting(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            assert pressed.wait(timeout)
            raise KeyboardInterrupt

    class Threading:
        Event, Thread, Lock = Waiting, threading.Thread, threading.Lock

    monkeypatch.setattr(cli_scanners, "threading", Threading)
    return pressed


def test_the_list_says_how_each_is_and_why(room: Room) -> None:
    room.write(room.port, f"serial:{room.folder}/none", "serial:COM5?speed=fast", "keyboard:0c2e:0901")
    assert room.typed() == 1
    said = "\n".join(room.said)
    assert f"gun0: serial, {room.port}, ready" in said
    assert "gun1: serial" in said
    for code in ("scanner.gone", "scanner.address", "scanner.windows_only"):
        assert messages.explain(code, "en") in said
    room.write(room.port)
    assert room.typed() == 0


def test_a_scanner_that_the_station_has_is_busy(room: Room) -> None:
    room.write(room.port)
    station = serial_scanner("gun", room.port)
    assert station.read(0) is None
    assert room.typed() == 1
    assert messages.explain("scanner.busy", "en") in "\n".join(room.said)
    station.close()


def test_without_any_the_list_says_so(room: Room) -> None:
    room.write(language="zh_CN")
    assert room.typed() == 0
    assert room.said == [TERMINAL["list.none"].say("zh_CN"), TERMINAL["list.found_none"].say("zh_CN")]


def test_what_is_plugged_in_comes_with_the_lines_for_the_settings(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        cli_scanners,
        "find_scanners",
        lambda: find_scanners(ports=lambda: (ZEBRA, ZEBRA_2), hid_scanners=tuple, video=Path("/none")),
    )
    room.write()
    assert room.typed() == 0
    _, title, *lines = room.said
    assert "Zebra (Symbol), Symbol Scanner" in title
    (room.folder / "station.toml").write_text(f"{lines[0]}\n{lines[2]}", "utf-8")
    scanners = load_settings(room.folder).scanners
    assert [(own.name, own.address) for own in scanners] == [
        ("serial1", 'usb:05e0:1701:S"1'),
        ("serial2", "usb:05e0:1701:S2"),
    ]
    room.said.clear()
    room.typed()
    assert room.said[-3::2] == [f"  已设置为 serial{number}" for number in (1, 2)]


def test_listening_prints_each_code_with_its_identifier_and_what_it_means(room: Room, ending: threading.Event) -> None:
    room.write(room.port)

    def scan() -> None:
        room.gun.scan("010400638133393110AB\x1d17290101", "]C1")
        room.gun.scan("4006381333931", "]E0")
        room.gun.scan("1Z999AA10123456784", "]C0")
        room.gun.send([b"4006\x07333931\r"])
        room.wait_until_said("control characters")
        ending.set()

    assert room.listened(scan) == 0
    said = "\n".join(room.said)
    assert "gun0: ]C1010400638133393110AB␝17290101  (]C1 Code 128)" in said
    assert "(01) GTIN 04006381333931" in said
    assert "(10) lot AB" in said
    assert "(17) expires 290101" in said
    assert "gun0: ]E04006381333931  (]E0 EAN/UPC)" in said
    assert "may be a waybill of UPS" in said


def test_listening_tells_when_a_scanner_goes_and_comes(room: Room, ending: threading.Event) -> None:
    room.write(room.port, f"serial:{room.folder}/none", "keyboard:0c2e:0901")

    def pull() -> None:
        room.gun.unplug()
        room.wait_until_said("gun0: not connected")
        room.wait_until_said("gun1: not connected")
        room.gun.plug()
        ending.set()

    assert room.listened(pull) == 1
    assert room.said[-1] == TERMINAL["listen.none"].say("en")
    assert any(text.startswith("gun2 types") for text in room.said)


def test_listening_ends_by_itself_after_its_seconds(room: Room) -> None:
    room.write(room.port, f"serial:{room.folder}/none")
    assert room.typed("listen", "gun0", "--seconds", "0") == 1
    assert not any("gun1" in text for text in room.said)
    room.write("keyboard:0c2e:0901")
    assert room.typed("listen") == 1


@pytest.mark.parametrize(("words", "code"), [(("listen", "nobody"), "scanner.unknown"), (("listen",), "scanner.none")])
def test_what_is_not_set_up_cannot_be_listened_to(words: tuple[str, ...], code: str, room: Room) -> None:
    room.write()
    with pytest.raises(Rejected) as refused:
        room.typed(*words)
    assert refused.value.code == code
    assert messages.explain(code, "en") not in ("", code)


def test_every_sentence_is_there_in_both_languages() -> None:
    assert all(text.say("en") and text.say("zh_CN") for text in TERMINAL.values())
