"""The `packbench` command: the window, the demo, or one of the terminal's commands."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from platformdirs import user_data_path

from app import __version__
from app.errors import PackbenchError
from app.settings import load_settings

_WINDOWS = ("run", "demo")
_DRAWS_PAGES = "--draw-carrier-pages"  # as `app.labels.carrier_labels.page_process` starts a frozen program
_READS_PICTURES = "--read-pictures"  # as `app.devices.reading.eyes` does
_SEES = "--see"  # as `app.devices.camera.camera` does


def main(argv: Sequence[str] | None = None) -> int:
    """Parse the command line and do what it says; returns the exit code (2: something of the set-up is wrong)."""
    given = list(sys.argv[1:] if argv is None else argv)
    if given[:1] == [_DRAWS_PAGES] and given[1:] in (["pdf"], ["html"]):
        importlib.import_module(f"app.labels.carrier_labels.{given[1]}_process").main()
        return 0
    if given == [_READS_PICTURES]:
        importlib.import_module("app.devices.reading.process").main()
        return 0
    if given == [_SEES]:
        importlib.import_module("app.devices.camera.process").main()
        return 0
    parser = argparse.ArgumentParser(
        prog="packbench", description="The packing bench of a warehouse.", allow_abbrev=False
    )
    parser.add_argument("--version", action="version", version=f"packbench {__version__}")
    parser.add_argument(
        "--folder", type=Path, help="the station's folder (default: PACKBENCH_FOLDER, or the user's own)"
    )
    commands = parser.add_subparsers(dest="command")
    commands.add_parser("run", help="open the packing window (the default)")
    demo = commands.add_parser("demo", help="the same with demo orders, a simulated carrier and a virtual printer")
    demo.add_argument("--fresh", action="store_true", help="forget what was packed in the demo before")
    demo.add_argument("--shift", action="store_true", help="a whole shift that packs itself, to watch")
    demo.add_argument(
        "--camera",
        default="",
        metavar="ADDRESS",
        help="with a camera too: camera:0, rtsp://…, http://…, file:…, virtual",
    )
    demo.add_argument("--speed", type=_speed, default=1.0, help="how many times as fast as a calm packer (default: 1)")
    if not _opens_window(given):
        importlib.import_module("app.cli").add_commands(commands)  # half a second that the window need not wait for
    arguments = parser.parse_args(given)
    folder = arguments.folder or Path(os.environ.get("PACKBENCH_FOLDER") or user_data_path("packbench", False))
    if arguments.command == "demo":
        return _show(folder / ("shift" if arguments.shift else "demo"), arguments)
    if arguments.command in (None, "run"):
        return _show(folder, arguments)
    return _act(folder, arguments)


def _speed(text: str) -> float:
    speed = float(text)
    if not 0.1 <= speed <= 1000:
        raise argparse.ArgumentTypeError("0.1 to 1000")
    return speed


def _opens_window(given: Sequence[str]) -> bool:
    """Whether the command, the first word that is neither an option nor one's value, is a window's or missing."""
    words = iter(given)
    for word in words:
        if word == "--folder":
            next(words, None)
        elif not word.startswith("-"):
            return word in _WINDOWS and not {"-h", "--help"} & set(given)
    return not {"-h", "--help"} & set(given)


def _act(folder: Path, arguments: argparse.Namespace) -> int:
    cli = importlib.import_module("app.cli")
    cli.take_any_text()
    language = "en"
    try:
        settings = load_settings(folder)
        language = settings.station.language
        importlib.import_module("app.logs").open_log(folder)
        return int(arguments.act(arguments, settings))
    except PackbenchError as error:
        return int(cli.fail(error, language))
    except BrokenPipeError:  # the reader has seen enough, as `| head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is still in the buffer goes nowhere
        return 141  # this and the next as shells say it
    except KeyboardInterrupt:
        return 130


def _show(folder: Path, arguments: argparse.Namespace) -> int:
    """The window first; the house behind it is imported and built while it stands there already."""
    language, theme, gap_ms = "zh_CN", "light", 50
    try:
        settings = load_settings(folder)
        language, theme, gap_ms = settings.station.language, settings.station.theme, settings.wedge.gap_ms
    except PackbenchError:
        pass  # opening the station says it again, in the window
    show = importlib.import_module("app.ui.start").show

    def open_station() -> Any:
        importlib.import_module("app.logs").open_log(folder)
        if arguments.command == "demo":
            demo = importlib.import_module("app.demo")
            if arguments.shift:
                return demo.start_shift(folder, fresh=arguments.fresh)
            return demo.start_demo(folder, fresh=arguments.fresh, camera=arguments.camera)
        return importlib.import_module("app.station").open_station(load_settings(folder))

    def play(window: Any, opened: Any) -> None:
        importlib.import_module("app.ui.shift_player").ShiftPlayer(window, opened.play, speed=arguments.speed)

    is_shift = arguments.command == "demo" and arguments.shift
    return int(
        show(
            open_station,
            language=language,
            theme=theme,
            gap_ms=gap_ms,
            keyboards=_keyboards(),
            then=play if is_shift else None,
        )
    )


def _keyboards() -> Any:
    """What tells keyboards apart; only Windows can."""
    return importlib.import_module("app.devices.raw_input").this_raw_input() if sys.platform == "win32" else None


if __name__ == "__main__":
    sys.exit(main())
