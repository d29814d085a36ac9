"""The sections of `station.toml`, one dataclass each: what a station may be told, and the defaults."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

MAIN_PRINTER = "label"


@dataclass(frozen=True, slots=True)
class StationSettings:
    """The place itself. `key_storage`: `keyring`, or `file` where a person decided that a key file is acceptable.
    `type_percent` is the size of the window's type, 100 to 200. `parcels_per_hour` is the plan that the day's curve is
    held against, 0 for none.
    """

    name: str = "Bench 1"
    packer: str = ""
    language: str = "zh_CN"
    theme: str = "light"
    type_percent: int = 100
    key_storage: str = "keyring"
    parcels_per_hour: int = 0


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
    `pictures`: a folder of product pictures named by SKU (`CUP-1.jpg`), empty for `pictures` in the station's folder.
    """

    carton_required: bool = False
    weight_required: bool = False
    tolerance_g: int = 20
    tolerance_percent: float = 3.0
    remark_stops: bool = False
    flag_stops: bool = False
    lock_after_s: float = 900.0
    news_folder: str = ""
    pictures: str = ""


@dataclass(frozen=True, slots=True)
class ScaleSettings:
    """The scale: `address` is a serial port, `host:port`, or `hid`; empty for none."""

    address: str = ""
    protocol: str = "mt-sics"
    baud: int = 9600


@dataclass(frozen=True, slots=True)
class WedgeSettings:
    """`[wedge]`: the scanner that types. `gap_ms` is the longest pause between two of its keys (Bluetooth: 60 to 120);
    what the calibration sheet taught goes before this.
    """

    gap_ms: int = 50


@dataclass(frozen=True, slots=True)
class ScannerSettings:
    """`[[scanners]]`: a scanner that does not type, or one whose keys are told apart, or a camera.

    `address` is `serial:COM5?speed=9600`, `usb:VID:PID` or `usb:VID:PID:SERIAL` (a USB cable that is a serial port),
    `hid` or `hid:VID:PID` (HID-POS), `keyboard:VID:PID` (Windows: keys of this device alone), `camera:0` or
    `camera:/dev/video0`, `rtsp://…`, `http://…`, or `file:PATH` (a film, over and over).

    Of a camera only: `reads` is items, waybills or both; `region` what of the picture is looked at, `left,top,width,
    height` in percent; `width`, `height` and `fps` are what it is asked for; a code counts again after it was out of
    the picture for `leave_ms`; `evidence` keeps a picture of every sealed parcel.
    """

    name: str = ""
    address: str = ""
    reads: str = "both"
    region: str = "0,0,100,100"
    width: int = 1280
    height: int = 720
    fps: int = 30
    leave_ms: int = 1000
    evidence: bool = False

    @property
    def address_shown(self) -> str:
        """The address without the name and password that may stand in it."""
        scheme, slashes, rest = self.address.partition("://")
        host, slash, path = rest.partition("/")
        return f"{scheme}{slashes}{host.rpartition('@')[2]}{slash}{path.partition('?')[0]}" if slashes else self.address


@dataclass(frozen=True, slots=True)
class EvidenceSettings:
    """`[evidence]`: how long pictures of parcels are kept, and how much disk they may take; the oldest go first."""

    keep_days: int = 90
    quota_mb: int = 5000


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
    wedge: WedgeSettings = WedgeSettings()
    scanners: tuple[ScannerSettings, ...] = ()
    evidence: EvidenceSettings = EvidenceSettings()

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
    def pictures(self) -> Path:
        """Where product pictures lie, named by SKU."""
        return self.folder / (self.packing.pictures or "pictures")

    @property
    def database(self) -> Path:
        return self.folder / "packbench.db"
