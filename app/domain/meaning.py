"""One field, any code: what a code means, by what it says itself, what the store knows of it and what is on the table.

One table holds the precedence. Where two meanings stand on one rank, nobody guesses: the packer is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.barcode import (
    GS1_SYMBOLOGIES,
    Code,
    Command,
    contained_gtin,
    is_retail,
    item_code,
    read_command,
)
from app.domain.gs1 import Gs1, Gs1Flaw, looks_like_gs1, read_gs1
from app.domain.tracking_number import NO_FORMS, Recognized, TrackingForms, Trust, recognize

STATION_PREFIX = "PB.STATION."


class Situation(StrEnum):
    """What is on the table: nothing, an order, an order whose unit wants its serial, lot or date, a pile of parcels for
    the courier; or the bench is locked.
    """

    NOTHING = "nothing"
    ORDER = "order"
    UNIT = "unit"
    PILE = "pile"
    LOCKED = "locked"


class MeaningKind(StrEnum):
    """What a code can be.

    `item` is one of the open order, `elsewhere` an item we know but not of that order, `case` a case of an item whose
    own code nobody has told us, `unit` what was asked of a unit (or an element string that tells only that), `foreign`
    a carrier's tracking number that is none of ours, `new_item` a trade item nobody knows, `flaw` an element string
    that cannot be trusted.
    """

    COMMAND = "command"
    BADGE = "badge"
    STATION = "station"
    ORDER = "order"
    TOTE = "tote"
    WAYBILL = "waybill"
    ITEM = "item"
    ELSEWHERE = "elsewhere"
    CASE = "case"
    SERIAL = "serial"
    MATERIAL = "material"
    SSCC = "sscc"
    UNIT = "unit"
    FOREIGN = "foreign"
    NEW_ITEM = "new_item"
    FLAW = "flaw"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a code says before the store is asked, and under what the store is to look.

    `numbers`: the texts under which a badge, order, tote, waybill, serial or material may be kept. `item_codes`: the
    forms of `item_code` under which an item may be. `case_of`: the GTIN-14 of the single item, when this is a case of
    it, with `case_units` inside (0: the code does not say). `gs1` is None for anything but an element string.
    `carriers`: whose tracking number it may be by its form alone, all of them trusted alike.
    """

    code: Code
    numbers: tuple[str, ...]
    item_codes: tuple[str, ...]
    command: Command | None = None
    station: str = ""
    gs1: Gs1 | Gs1Flaw | None = None
    case_of: str = ""
    case_units: int = 0
    carriers: tuple[Recognized, ...] = ()

    @property
    def is_trade_item(self) -> bool:
        """Whether the scanner itself says so: a retail symbol, or a GS1 symbol with a GTIN."""
        has_gtin = isinstance(self.gs1, Gs1) and bool(self.gs1.gtin)
        return is_retail(self.code) or (has_gtin and self.code.symbology in GS1_SYMBOLOGIES)


@dataclass(frozen=True, slots=True)
class KnownItem:
    """An item under a code; one scan of that code counts `units` (0: nobody knows how many)."""

    sku: str
    units: int = 1


@dataclass(frozen=True, slots=True)
class Known:
    """What the store knows of a reading. `badge` is a person's id, `station` a station's whose code is registered.

    `orders`, `totes` and `waybills` are ids of orders: of that number, in that tote, with a parcel of that waybill.
    `items` are the open order's, `elsewhere` all others; `cases` the SKUs of the item in `Reading.case_of`; `serials`
    the SKUs of units that bear this serial number; `materials` the ids of cartons and consumables.
    """

    badge: str = ""
    station: str = ""
    orders: tuple[str, ...] = ()
    totes: tuple[str, ...] = ()
    waybills: tuple[str, ...] = ()
    items: tuple[KnownItem, ...] = ()
    elsewhere: tuple[KnownItem, ...] = ()
    cases: tuple[str, ...] = ()
    serials: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a code means. `id` is of the person, station, order, SKU (serial) or material; `item` of an item or a case;
    `gs1` what an element string said beside it; `carriers` whose tracking number a foreign one is.
    """

    kind: MeaningKind
    text: str
    id: str = ""
    item: KnownItem | None = None
    command: Command | None = None
    gs1: Gs1 | None = None
    flaw: Gs1Flaw | None = None
    carriers: tuple[Recognized, ...] = ()


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """A code with several meanings of one rank: to be put to the packer, in this order."""

    meanings: tuple[Meaning, ...]

    @property
    def kinds(self) -> tuple[MeaningKind, ...]:
        return tuple(dict.fromkeys(meaning.kind for meaning in self.meanings))


_K = MeaningKind
_RANKS: dict[Situation, tuple[tuple[MeaningKind, ...], ...]] = {
    Situation.LOCKED: (  # nothing is told to who has not shown a badge
        (_K.COMMAND,),
        (_K.BADGE,),
    ),
    Situation.NOTHING: (
        (_K.COMMAND,),  # our own printed sheet: nothing else may be called so
        (_K.BADGE,),  # given out by us, and who works here is known before what is worked on
        (_K.STATION,),
        # Each of these may begin the work: which one, only the packer can say.
        (_K.ORDER, _K.TOTE, _K.WAYBILL, _K.ELSEWHERE, _K.SERIAL),
        (_K.CASE,),  # derived from another code, so whatever is known by its own comes before
        (_K.MATERIAL,),  # there is no box yet to post it to
        (_K.FOREIGN,),  # by its form alone, so whatever anybody here knows comes before
        (_K.SSCC,),
        (_K.UNIT,),
        (_K.NEW_ITEM,),
        (_K.FLAW,),  # last: a code we know as it stands needs not be an element string
    ),
    Situation.ORDER: (
        (_K.COMMAND,),
        (_K.BADGE,),
        (_K.STATION,),
        (_K.ITEM,),  # the hand is in the box: an item of this order is what is scanned most
        (_K.MATERIAL,),
        (_K.WAYBILL, _K.SERIAL),  # the label scanned back, or a unit
        (_K.ORDER, _K.TOTE),
        (_K.ELSEWHERE,),
        (_K.CASE,),
        (_K.FOREIGN,),
        (_K.SSCC,),
        (_K.UNIT,),
        (_K.NEW_ITEM,),
        (_K.FLAW,),
    ),
    Situation.UNIT: (
        (_K.COMMAND,),
        (_K.BADGE,),
        (_K.STATION,),
        (_K.ITEM,),  # the item scanned again is no serial number of it
        (_K.CASE,),
        (_K.SSCC,),
        # Any text may be a serial or a lot, also one that is packed already; unless it is known as something else.
        (_K.UNIT, _K.ORDER, _K.TOTE, _K.WAYBILL, _K.ELSEWHERE, _K.MATERIAL),
        (_K.FOREIGN,),
        (_K.NEW_ITEM,),
        (_K.FLAW,),
    ),
    Situation.PILE: (
        (_K.COMMAND,),
        (_K.BADGE,),
        (_K.STATION,),
        (_K.WAYBILL,),  # parcels are handed over by the label outside; an order may have several
        (_K.ORDER, _K.TOTE),
        (_K.ELSEWHERE, _K.SERIAL),
        (_K.CASE,),
        (_K.MATERIAL,),
        (_K.FOREIGN,),
        (_K.SSCC,),
        (_K.UNIT,),
        (_K.NEW_ITEM,),
        (_K.FLAW,),
    ),
}
_OF_ORDERS = (_K.ORDER, _K.TOTE, _K.WAYBILL)
# What a trade item's symbol may mean. Against these a number of the same digits does not count: numbers are ours to
# print, and we print them in symbols of their own.
_OF_ITEMS = (_K.ITEM, _K.ELSEWHERE, _K.CASE, _K.MATERIAL)
_NO_TRADE_ITEM = (*_OF_ORDERS, _K.SERIAL, _K.UNIT, _K.FOREIGN)


def read_scan(code: Code, *, today: date, separators_kept: bool = False, forms: TrackingForms = NO_FORMS) -> Reading:
    """What a code says by itself. `separators_kept`: its scanner is known to send GS1 separators (see `read_gs1`);
    `forms`: how the carriers write their numbers.
    """
    text = code.text
    item_codes = (item_code(text),)
    gs1 = read_gs1(code, today=today, separators_kept=separators_kept) if looks_like_gs1(code) else None
    station = text[len(STATION_PREFIX) :].strip() if text.upper().startswith(STATION_PREFIX) else ""
    if not isinstance(gs1, Gs1):
        inside = contained_gtin(text) or ""
        carriers = _carriers(code, forms, least=Trust.LIKELY if gs1 is None else Trust.SURE)
        return Reading(code, (text,), item_codes, read_command(code), station, gs1, inside, carriers=carriers)
    return Reading(
        code,
        (text, gs1.sscc) if gs1.sscc else (text,),
        (gs1.gtin, *item_codes) if gs1.gtin else item_codes,
        gs1=gs1,
        case_of=gs1.content_gtin or contained_gtin(gs1.gtin) or "",
        case_units=(gs1.count or 0) if gs1.content_gtin else 0,
        carriers=() if gs1.gtin or gs1.content_gtin or gs1.has_unit else _carriers(code, forms, least=Trust.SURE),
    )


def _carriers(code: Code, forms: TrackingForms, *, least: Trust) -> tuple[Recognized, ...]:
    found = recognize(code, forms)
    return tuple(each for each in found if each.trust is found[0].trust and each.trust >= least)


def classify(reading: Reading, known: Known, situation: Situation) -> Meaning | Ambiguous:
    """The one meaning of the highest rank, or all of that rank for the packer to choose from; never a guess.

    What names one order in several ways (its number on its tote) is no question. A code nobody knows is `unknown`.
    """
    possible = _possible(reading, known, situation)
    for rank in _RANKS[situation]:
        found = _distinct(meaning for kind in rank for meaning in possible if meaning.kind is kind)
        if len(found) > 1:
            return Ambiguous(found)
        if found:
            return found[0]
    return Meaning(MeaningKind.UNKNOWN, reading.code.text)


def _distinct(meanings: Iterable[Meaning]) -> tuple[Meaning, ...]:
    """The meanings that lead to different things, each as it came first."""
    found: dict[object, Meaning] = {}
    for meaning in meanings:
        found.setdefault(("order" if meaning.kind in _OF_ORDERS else meaning.kind, meaning.id, meaning.item), meaning)
    return tuple(found.values())


def _possible(reading: Reading, known: Known, situation: Situation) -> list[Meaning]:
    """Everything the code may mean, weighed against what the scanner says of its symbol."""
    text = reading.code.text
    found = [*_said(reading, situation), *_known(reading, known)]
    if not reading.is_trade_item:
        return found
    if any(meaning.kind in _OF_ITEMS for meaning in found):
        return [meaning for meaning in found if meaning.kind not in _NO_TRADE_ITEM]
    gs1 = reading.gs1 if isinstance(reading.gs1, Gs1) else None
    return [*(m for m in found if m.kind not in (_K.UNIT, _K.FOREIGN)), Meaning(_K.NEW_ITEM, text, gs1=gs1)]


def _said(reading: Reading, situation: Situation) -> Iterator[Meaning]:
    """What the code says by itself."""
    text, gs1 = reading.code.text, reading.gs1
    if reading.command is not None:
        yield Meaning(_K.COMMAND, text, command=reading.command)
    elif reading.station:
        yield Meaning(_K.STATION, text, reading.station)
    if reading.carriers:
        yield Meaning(_K.FOREIGN, text, carriers=reading.carriers)
    if isinstance(gs1, Gs1Flaw):
        yield Meaning(_K.FLAW, text, flaw=gs1)
    elif gs1 is None:
        if situation is Situation.UNIT:
            yield Meaning(_K.UNIT, text)
    elif gs1.sscc:
        yield Meaning(_K.SSCC, text, gs1=gs1)
    elif gs1.has_unit and not gs1.gtin and not gs1.content_gtin:
        yield Meaning(_K.UNIT, text, gs1=gs1)


def _known(reading: Reading, known: Known) -> Iterator[Meaning]:
    """What the store knows the code as."""
    text = reading.code.text
    gs1 = reading.gs1 if isinstance(reading.gs1, Gs1) else None
    by_id = {
        _K.BADGE: (known.badge,) if known.badge else (),
        _K.STATION: (known.station,) if known.station and not reading.station else (),
        _K.ORDER: known.orders,
        _K.TOTE: known.totes,
        _K.WAYBILL: known.waybills,
        _K.SERIAL: known.serials,
        _K.MATERIAL: known.materials,
    }
    yield from (Meaning(kind, text, each) for kind, ids in by_id.items() for each in ids)
    cases = tuple(KnownItem(sku, reading.case_units) for sku in known.cases)
    by_item = {_K.ITEM: known.items, _K.ELSEWHERE: known.elsewhere, _K.CASE: cases}
    yield from (Meaning(kind, text, item=each, gs1=gs1) for kind, items in by_item.items() for each in items)
