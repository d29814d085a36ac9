"""The station's settings, read once from `station.toml`. Secrets are not here: they lie in the keyring under a name."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

from app.errors import Misconfigured

T = TypeVar("T")
MAIN_PRINTER = "label"
_CARRIERS = {"kdniao": ("own",), "sandbox": ("own", "zpl", "epl", "pdf", "png", "gif", "html")}
"""In what each kind may be told here to send labels that it drew itself."""
_LANGUAGES = ("zpl", "tspl", "epl", "cpcl", "escpos", "page")
_PARCEL_PAPERS = ("packing_slip", "carton_label", "license_plate")
_PAPERS = ("label", *_PARCEL_PAPERS, "manifest")
_SSCC_PREFIX = re.compile(r"(\d{8,12})?")  # five digits at least are left for the serial number
_SIZE = re.compile(r"\d+(\.\d+)?[x×]\d+(\.\d+)?")


@dataclass(frozen=True, slots=True)
class StationSettings:
    """The place itself. `key_storage`: `keyring`, or `file` where a person decided that a key file is acceptable."""

    name: str = "Bench 1"
    packer: str = ""
    language: str = "zh_CN"
    theme: str = "light"
    key_storage: str = "keyring"


@dataclass(frozen=True, slots=True)
class ShipperSettings:
    """Who sends, as printed on the label and told to the carrier."""

    name: str = ""
    phone: str = ""
    company: str = ""
    province: str = ""
    city: str = ""
    district: str = ""
    street: str = ""
    postcode: str = ""


@dataclass(frozen=True, slots=True)
class CarrierSettings:
    """The carrier account of this station. `kind` is `kdniao` or `sandbox`; the secret key's name is `<kind>.api_key`.

    `settle_s`: how long the carrier may still be working on a call after we gave up on it.
    `service` is used for orders that ask for none. `accounts` holds what a carrier's product needs of the contract,
    by service: `[carrier.accounts.YTO]`.

    A station may hold further accounts as `[[other_carriers]]`, each with a `name` of its own and the `services` it
    sells; `[carrier]` sells all others. `price` is what a label costs by contract, for carriers that do not say.
    `label`, of the sandbox: `own`, or in what it sends labels that it drew itself (zpl, epl, pdf, png, gif, html).
    Kdniao has one for each service, in its `accounts`.
    `void_unused_before_h`: labels that were bought and never printed are given back so many hours before the carrier's
    void window ends; 0 leaves that to a person.
    """

    kind: str = "sandbox"
    url: str = "https://api.kdniao.com/api/EOrderService"
    business_id: str = ""
    service: str = "ZTO"
    timeout_s: float = 30.0
    settle_s: float = 90.0
    allow_plain_http: bool = False
    name: str = ""
    services: tuple[str, ...] = ()
    price: str = ""
    currency: str = "CNY"
    list_request_type: str = ""
    label: str = "own"
    void_unused_before_h: float = 0.0
    accounts: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class PrinterSettings:
    """A printer, and the paper in it: sizes in millimetres, `dpi` dots.

    `address` is `host:port`, `serial:COM3?speed=9600&flow=rtscts`, `usb:SERIAL`, `windows:QUEUE`, `driver:QUEUE`,
    `cups:QUEUE`, `ipp://…`, or `file:FOLDER`. `language` is zpl, tspl, epl, cpcl, escpos or page; `model` names what
    can be asked of it; `identity` its serial number, MAC, UUID or queue and port: another one there prints nothing.
    `fallback` names the printer that takes over what waits once this one has been away `fallback_after_s`; `refits`
    lets a carrier's label of another size be drawn anew for this paper. A `height_mm` of 0 is a roll; `gap_mm` lies
    between two labels, 0 on continuous paper; `head_dots` is what the head can print where that is less than the
    paper's width. `native` spares bytes on a slow cable: a ZPL printer draws plain text and bars of our labels itself.

    Of the main printer only: `masks_consignee`, and `confirm`, whether the packer scans the label that came out: `off`,
    `ask` (nobody is held up; a label that was not scanned after `confirm_within_s` is shown to the lead) or `required`
    (no next order before it is scanned).
    """

    address: str = ""
    width_mm: float = 100.0
    height_mm: float = 150.0
    dpi: int = 203
    masks_consignee: bool = True
    confirm: str = "ask"
    confirm_within_s: float = 120.0
    name: str = ""
    language: str = "zpl"
    model: str = ""
    identity: str = ""
    fallback: str = ""
    fallback_after_s: float = 60.0
    refits: bool = False
    gap_mm: float = 2.0
    head_dots: int = 0
    native: bool = False


@dataclass(frozen=True, slots=True)
class RouteSettings:
    """`[[routes]]`: what goes to which printer; the first that matches decides, an empty part matches all.

    `document` is label, packing_slip, carton_label, license_plate or manifest, `size` is `100x150` in millimetres,
    `person` a handle.
    """

    printer: str = ""
    document: str = ""
    carrier: str = ""
    size: str = ""
    station: str = ""
    person: str = ""


@dataclass(frozen=True, slots=True)
class PaperSettings:
    """`with_label`: the papers that are printed for every parcel along with its label, where a route leads.
    `layouts`: a folder of the station's own layouts; `brand`, `brand_text` and `logo` (a PNG file) are the shop's mark.
    `sscc_prefix`: extension digit, GS1 company prefix and what the company gives this station of its serial numbers.
    """

    with_label: tuple[str, ...] = ()
    layouts: str = ""
    brand: str = ""
    brand_text: str = ""
    logo: str = ""
    sscc_prefix: str = ""


@dataclass(frozen=True, slots=True)
class PackingSettings:
    """What the bench asks of every box. `lock_after_s`: without a scan for so long the desk is locked, 0 never; people
    are asked for as soon as one is enrolled. `news_folder`: where other programs drop cancellations, empty for none.
    """

    carton_required: bool = False
    weight_required: bool = False
    tolerance_g: int = 20
    tolerance_percent: float = 3.0
    remark_stops: bool = False
    flag_stops: bool = False
    lock_after_s: float = 900.0
    news_folder: str = ""


@dataclass(frozen=True, slots=True)
class ScaleSettings:
    """The scale: `address` is a serial port, `host:port`, or `hid`; empty for none."""

    address: str = ""
    protocol: str = "mt-sics"
    baud: int = 9600


@dataclass(frozen=True, slots=True)
class Settings:
    """All of it. `folder` is where the station keeps its database, logs and papers."""

    folder: Path
    station: StationSettings = StationSettings()
    shipper: ShipperSettings = ShipperSettings()
    carrier: CarrierSettings = CarrierSettings()
    printer: PrinterSettings = PrinterSettings()
    packing: PackingSettings = PackingSettings()
    scale: ScaleSettings = ScaleSettings()
    other_carriers: tuple[CarrierSettings, ...] = ()
    other_printers: tuple[PrinterSettings, ...] = ()
    routes: tuple[RouteSettings, ...] = ()
    papers: PaperSettings = PaperSettings()

    @property
    def printers(self) -> tuple[tuple[str, PrinterSettings], ...]:
        """Every printer with its name, which is its lane's too; the main one first, named `label`."""
        return ((MAIN_PRINTER, self.printer), *((each.name, each) for each in self.other_printers))

    @property
    def carriers(self) -> tuple[tuple[str, CarrierSettings], ...]:
        """Every account with its name, which is its lane's too; the main one first, named by its kind."""
        return tuple((each.name or each.kind, each) for each in (self.carrier, *self.other_carriers))

    def carrier_of(self, service: str) -> str:
        """The name of the account that sells a service: the one that lists it, else the main one."""
        names = (name for name, account in self.carriers if service in account.services)
        return next(names, self.carriers[0][0])

    @property
    def database(self) -> Path:
        return self.folder / "packbench.db"


def load_settings(folder: Path) -> Settings:
    """Read `station.toml` in the station's folder; a station without one runs on the defaults.

    Raises Misconfigured with the section and key at fault, or the line when the file is not TOML at all.
    """
    path = folder / "station.toml"
    try:
        tree = tomllib.loads(path.read_text("utf-8-sig")) if path.exists() else {}
    except tomllib.TOMLDecodeError as error:
        raise Misconfigured("settings.not_toml", f"{path.name}: {error}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise Misconfigured("settings.unreadable", f"{path.name}: {type(error).__name__}") from error
    lists = {"other_carriers", "other_printers", "routes"}
    known = {"station", "shipper", "carrier", "printer", "packing", "scale", "papers"} | lists
    for name in tree:
        if name not in known:
            raise Misconfigured("settings.unknown_key", f"[{name}]")
    settings = Settings(
        folder=folder,
        station=_section(StationSettings, "station", _table("station", tree) | _preferences(folder)),
        shipper=_section(ShipperSettings, "shipper", _table("shipper", tree)),
        carrier=_carrier("carrier", _table("carrier", tree)),
        printer=_section(PrinterSettings, "printer", _table("printer", tree)),
        packing=_section(PackingSettings, "packing", _table("packing", tree)),
        scale=_section(ScaleSettings, "scale", _table("scale", tree)),
        other_carriers=tuple(_carrier("other_carriers", table) for table in _tables("other_carriers", tree)),
        other_printers=tuple(_section(PrinterSettings, "other_printers", t) for t in _tables("other_printers", tree)),
        routes=tuple(_section(RouteSettings, "routes", table) for table in _tables("routes", tree)),
        papers=_papers(_table("papers", tree)),
    )
    _check_carriers(settings)
    _check_printers(settings)
    _check_choice("[station] language", settings.station.language, ("zh_CN", "en"))
    _check_choice("[station] theme", settings.station.theme, ("light", "dark"))
    _check_choice("[station] key_storage", settings.station.key_storage, ("keyring", "file"))
    _check_choice("[printer] confirm", settings.printer.confirm, ("off", "ask", "required"))
    return settings


def _check_carriers(settings: Settings) -> None:
    names = [name for name, _ in settings.carriers]
    for name, account in settings.carriers:
        _check_choice(f"carrier {name}: kind", account.kind, tuple(_CARRIERS))
        _check_choice(f"carrier {name}: label", account.label, _CARRIERS[account.kind])
        if names.count(name) > 1:
            raise Misconfigured("settings.wrong_value", f"two carriers named {name}")


def _check_printers(settings: Settings) -> None:
    """Every printer that a route or a fall-back names must be there: a print that leads nowhere is found now."""
    _check_choice("[printer] name", settings.printer.name, ("",))
    names = [name for name, _ in settings.printers]
    for name, printer in settings.printers:
        _check_choice(f"printer {name}: dpi", str(printer.dpi), ("203", "300", "600"))
        _check_choice(f"printer {name}: language", printer.language, _LANGUAGES)
        others = tuple(other for other in names if other != name)
        _check_choice(f"printer {name}: fallback", printer.fallback, ("", *others))
        _check_choice(
            f"printer {name}: native", str(printer.native), ("False", "True")[: 1 + (printer.language == "zpl")]
        )
        if not name or names.count(name) > 1:
            raise Misconfigured("settings.wrong_value", f"[[other_printers]] name: {name!r} is none of its own")
    for route in settings.routes:
        _check_choice("[[routes]] printer", route.printer, tuple(names))
        _check_choice("[[routes]] document", route.document, ("", *_PAPERS))
        if route.size and not _SIZE.fullmatch(route.size):
            raise Misconfigured("settings.wrong_value", f"[[routes]] size: {route.size!r} is no size like 100x150")
    for document in settings.papers.with_label:
        _check_choice("[papers] with_label", document, _PARCEL_PAPERS)
    if not _SSCC_PREFIX.fullmatch(settings.papers.sscc_prefix):
        raise Misconfigured("settings.wrong_value", "[papers] sscc_prefix: 8 to 12 digits expected")


def _tables(name: str, tree: dict[str, Any]) -> list[dict[str, Any]]:
    tables = tree.get(name, [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise Misconfigured("settings.wrong_type", f"[[{name}]]: a list of tables expected")
    return [dict(table) for table in tables]


def _texts(name: str, tree: dict[str, Any], key: str) -> tuple[str, ...]:
    texts = tree.pop(key, [])
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise Misconfigured("settings.wrong_type", f"[{name}] {key}: a list of texts expected")
    return tuple(texts)


def _papers(tree: dict[str, Any]) -> PaperSettings:
    with_label = _texts("papers", tree, "with_label")
    return replace(_section(PaperSettings, "papers", tree), with_label=with_label)


def _carrier(name: str, tree: dict[str, Any]) -> CarrierSettings:
    services = _texts(name, tree, "services")
    accounts = _accounts(tree.pop("accounts", {}))
    return replace(_section(CarrierSettings, name, tree), services=services, accounts=accounts)


def _accounts(tree: Any) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    if not isinstance(tree, dict) or not all(isinstance(account, dict) for account in tree.values()):
        raise Misconfigured("settings.wrong_type", "[carrier.accounts]: a table for each service expected")
    return tuple((service, tuple((k, str(v)) for k, v in account.items())) for service, account in tree.items())


def remember_preferences(folder: Path, *, language: str, theme: str) -> None:
    """Keep the packer's choices beside `station.toml`, which is a person's file and is never written by the program."""
    scratch = folder / "preferences.new"
    scratch.write_text(json.dumps({"language": language, "theme": theme}), "utf-8")
    scratch.replace(folder / "preferences.json")


def _preferences(folder: Path) -> dict[str, Any]:
    """What was remembered; a file that was cut off or edited to nonsense is as good as none."""
    path = folder / "preferences.json"
    try:
        tree = json.loads(path.read_text("utf-8")) if path.exists() else {}
    except (OSError, ValueError):
        return {}
    choices = {"language": ("zh_CN", "en"), "theme": ("light", "dark")}
    return {key: value for key, value in tree.items() if value in choices.get(key, ())} if type(tree) is dict else {}


def _table(name: str, tree: dict[str, Any]) -> dict[str, Any]:
    table = tree.get(name, {})
    if not isinstance(table, dict):
        raise Misconfigured("settings.wrong_type", f"[{name}]: a table expected")
    return dict(table)


def _section(kind: type[T], name: str, tree: dict[str, Any]) -> T:
    hints = get_type_hints(kind)
    allowed = {field.name for field in fields(kind)}  # type: ignore[arg-type]  # every T here is a dataclass
    values: dict[str, Any] = {}
    for key, given in tree.items():
        if key not in allowed:
            raise Misconfigured("settings.unknown_key", f"[{name}] {key}")
        wanted = hints[key]
        value = float(given) if wanted is float and type(given) is int else given
        if wanted in (str, int, float, bool) and type(value) is not wanted:
            raise Misconfigured("settings.wrong_type", f"[{name}] {key}: {wanted.__name__} expected")
        values[key] = value
    return kind(**values)


def _check_choice(place: str, value: str, choices: tuple[str, ...]) -> None:
    if value not in choices:
        raise Misconfigured("settings.wrong_value", f"{place}: {value!r} is none of {', '.join(choices)}")
