"""`packbench simulate`: stand-ins for a carrier, a printer and a scale, which misbehave on command."""

from __future__ import annotations

import argparse
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from app.carriers.kdniao.simulator import KdniaoSimulator
from app.devices.scale_dialects import DIALECTS
from app.devices.virtual_printer import MODELS, Fault, Making, PluggedPrinter, VirtualPrinter
from app.devices.virtual_scale import ScaleFault, TcpPlug, VirtualScale
from app.domain.printing import Language
from app.errors import Misconfigured
from app.settings import Settings

if sys.platform != "win32":
    from app.devices.virtual_printer.terminal import TerminalPrinter


def add_simulators(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The `simulate` part of the command line; each command sets `act`, which takes arguments and settings."""
    simulate = commands.add_parser("simulate", help="stand-ins for training and tests").add_subparsers(required=True)
    kdniao = simulate.add_parser("kdniao", help="a Kdniao over HTTP; misbehaves by POST /simulator")
    kdniao.add_argument("--port", type=int, default=8099)
    kdniao.add_argument("--business-id", default="test1598586")
    kdniao.add_argument("--api-key", default="demo-key-of-the-simulator")
    kdniao.set_defaults(act=_simulate_kdniao)
    _add_printer(simulate)
    scale = simulate.add_parser("scale", help="a scale on TCP; typed words put weights on it and let it misbehave")
    scale.add_argument("--protocol", choices=sorted(DIALECTS), default="mt-sics")
    scale.add_argument("--port", type=int, default=9101)
    scale.set_defaults(act=simulate_scale)


def _add_printer(simulate: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    printer = simulate.add_parser(
        "printer", help="a label printer on TCP that keeps its paper; misbehaves by typed words"
    )
    printer.add_argument("--port", type=int, default=9100)
    printer.add_argument("--paper", type=Path, help="where the labels are put (default: the station's folder)")
    printer.add_argument("--language", choices=sorted({model.language.value for model in MODELS.values()}))
    printer.add_argument("--model", choices=sorted(MODELS), default="", help="what it answers (default: everything)")
    printer.add_argument("--dpi", type=int, choices=(203, 300, 600), default=203)
    printer.add_argument("--paper-left", type=int, metavar="LABELS", help="on its roll (default: no end)")
    printer.add_argument("--seconds", type=float, default=0.0, help="that a label takes (default: none)")
    printer.add_argument("--fault", choices=sorted(Fault), help="to begin with")
    if sys.platform != "win32":
        printer.add_argument("--terminal", type=Path, metavar="LINK", help="a serial line behind this link, no port")
    printer.set_defaults(act=simulate_printer)


def _simulate_kdniao(arguments: argparse.Namespace, settings: Settings) -> int:
    settings.folder.mkdir(parents=True, exist_ok=True)
    simulator = KdniaoSimulator(
        "127.0.0.1",
        arguments.port,
        business_id=arguments.business_id,
        api_key=arguments.api_key,
        state_file=settings.folder / "simulated-kdniao.jsonl",
    )
    _on_port(simulator.start, arguments.port)
    _say(f"Kdniao simulator: {simulator.url}")
    _until_interrupted(simulator.stop)
    return 0


def simulate_printer(arguments: argparse.Namespace, settings: Settings) -> int:
    """A printer on 127.0.0.1, or behind a link, until it is interrupted. Raises Misconfigured: `simulator.port` when
    the port is taken, `simulator.model` for a model that does not speak the language.
    """
    folder = arguments.paper or settings.folder / "paper"
    printer, place = _printer(arguments, folder)
    _on_port(printer.start, arguments.port)
    if isinstance(printer, VirtualPrinter):
        place = f"127.0.0.1:{printer.port}"
    _say(f"Label printer: {place}, paper in {folder}")
    _say(f"Type one of these to make it misbehave, ok to mend it: {', '.join(Fault)}")
    _say("A number behind the word lets it strike after so many bytes; counter tells how many labels came out.")
    if arguments.fault:
        printer.misbehave(Fault(arguments.fault))
    _obey(lambda line: _obey_printer(printer, line))
    _until_interrupted(printer.stop)
    return 0


def _printer(arguments: argparse.Namespace, folder: Path) -> tuple[PluggedPrinter, str]:
    model = MODELS.get(arguments.model)
    language = Language(arguments.language) if arguments.language else model.language if model else Language.ZPL
    making = Making(
        language=language,
        model=arguments.model,
        dpi=arguments.dpi,
        paper=arguments.paper_left,
        seconds_per_label=arguments.seconds,
    )
    try:
        if sys.platform != "win32" and arguments.terminal:
            return TerminalPrinter(arguments.terminal, folder, **making), str(arguments.terminal)
        return VirtualPrinter("127.0.0.1", arguments.port, folder, **making), ""
    except ValueError as error:
        raise Misconfigured("simulator.model", str(error)) from error


def _obey_printer(printer: PluggedPrinter, line: str) -> None:
    match line.split():
        case ["ok"]:
            printer.recover()
        case ["counter"]:
            _say(str(printer.counter))
        case [word, after] if after.isdecimal():
            printer.misbehave(Fault(word), after_bytes=int(after))
        case _:
            printer.misbehave(Fault(line))


def simulate_scale(arguments: argparse.Namespace, _settings: Settings) -> int:
    """A scale on 127.0.0.1 until it is interrupted. Raises Misconfigured (`simulator.port`) when the port is taken."""
    plug = TcpPlug("127.0.0.1", arguments.port)
    scale = VirtualScale(arguments.protocol, plug)
    _on_port(scale.start, arguments.port)
    _say(f"Scale: 127.0.0.1:{plug.port}, {arguments.protocol}")
    _say("Type 250 to put so many grams on it, 250 drifting, unit lb (g, kg, oz), 0 to take everything off,")
    _say(f"or one of these to make it misbehave, ok to mend it: {', '.join(ScaleFault)}")
    _obey(scale.obey)
    _until_interrupted(scale.stop)
    return 0


def _on_port(start: Callable[[], None], port: int) -> None:
    try:
        start()
    except (OSError, OverflowError) as error:
        raise Misconfigured("simulator.port", f"{port}: {type(error).__name__}") from error


def _obey(do: Callable[[str], None]) -> None:
    """Do what is typed, line by line, in a thread that dies with the program; a ValueError is said back."""

    def listen() -> None:
        for line in sys.stdin:
            try:
                do(line.strip())
            except ValueError as error:
                _say(str(error))

    threading.Thread(target=listen, daemon=True).start()


def _until_interrupted(stop: Callable[[], None]) -> None:
    try:
        while True:
            time.sleep(0.5)  # on Windows Ctrl+C does not end an endless wait
    except KeyboardInterrupt:
        stop()


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
