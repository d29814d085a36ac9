"""The fields that a template of each kind may name, and what it must show. Nothing else of a content can be reached."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.domain.document import DocumentKind
from app.domain.papers import CustomsCategory
from app.labels.layouts.brand import NO_BRAND, Brand
from app.labels.text import is_printable


@dataclass(frozen=True, slots=True)
class Sheet:
    """What fields are read from: the content, on which page of how many, and in a list the row's line and number."""

    content: Any
    brand: Brand = NO_BRAND
    page: int = 1
    pages: int = 1
    line: Any = None
    number: int = 0


@dataclass(frozen=True, slots=True)
class Field:
    """How a field is read. `widest` is the longest text that a code of it must have room for; empty: it may be in a
    code only where the code may be left out.
    """

    read: Callable[[Sheet], str]
    widest: str = ""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A kind's fields; `must_show` are pairs of how (`text`, `whole`, a code's name) and which field. `variant` says
    which of several forms a content asks for.
    """

    fields: Mapping[str, Field]
    must_show: tuple[tuple[str, str], ...]
    lines: Callable[[Any], Sequence[Any]] = field(default=lambda _content: ())
    variants: tuple[str, ...] = ()
    variant: Callable[[Any], str] = field(default=lambda _content: "")


_TRACKING_NUMBER = "JDVB01234567890-1-1-"
"""The widest number a carrier gives: letters, digits and dashes change the subset of a Code 128 time and again."""


def one_line(address: Any) -> str:
    """Chinese addresses run from large to small without blanks, Latin ones get commas."""
    parts = [address.province, address.city, address.district, address.street, address.postcode]
    country = "" if address.country in {"", "CN"} else address.country
    parts = [part.strip() for part in (*parts, country) if part.strip()]
    if all(part.isascii() for part in parts):
        return ", ".join(parts)
    return "".join(part if not part.isascii() else f" {part} " for part in parts).strip()


def _content(*names: str, prefix: str = "") -> dict[str, Field]:
    """Fields that are attributes of the content, 0 and None being nothing to show."""
    return {f"{prefix}{name}": Field(lambda sheet, name=name: _shown(getattr(sheet.content, name))) for name in names}  # type: ignore[misc]


def _line(*names: str) -> dict[str, Field]:
    fields = {f"line.{name}": Field(lambda sheet, name=name: _shown(getattr(sheet.line, name))) for name in names}  # type: ignore[misc]
    return {"line.number": Field(lambda sheet: str(sheet.number)), **fields}


def _shown(value: Any) -> str:
    return "" if value is None or value == 0 else str(value)


def _person(name: str, attribute: str = "") -> dict[str, Field]:
    """A consignee's or shipper's fields."""

    def part(read: Callable[[Any], str]) -> Field:
        return Field(lambda sheet: read(getattr(sheet.content, attribute or name)))

    parts: dict[str, Callable[[Any], str]] = {
        "name": lambda person: person.name,
        "company": lambda person: person.company,
        "phone": lambda person: person.phone,
        "address": lambda person: one_line(person.address),
        "street": lambda person: " ".join(filter(None, (person.address.street, person.address.district))),
        "city": lambda person: " ".join(filter(None, (person.address.city, person.address.province))),
        "postcode": lambda person: person.address.postcode,
        "country": lambda person: person.address.country,
    }
    return {f"{name}.{key}": part(read) for key, read in parts.items()}


_EVERYWHERE = {
    "brand.name": Field(lambda sheet: sheet.brand.name),
    "brand.text": Field(lambda sheet: sheet.brand.text),
    "brand.logo": Field(lambda sheet: "1" if sheet.brand.logo else ""),
    "page.number": Field(lambda sheet: str(sheet.page)),
    "page.count": Field(lambda sheet: str(sheet.pages)),
    "page.of": Field(lambda sheet: f"{sheet.page}/{sheet.pages}" if sheet.pages > 1 else ""),
}


def _waybill(name: str) -> Field:
    widest = _TRACKING_NUMBER if name == "tracking_number" else ""
    return Field(lambda sheet: str(getattr(sheet.content.waybill, name)), widest)


_WAYBILL = (
    *("tracking_number", "reference", "service", "sorting_code", "origin", "destination"),
    *("bagging_code", "bagging_place"),
)


def _named(goods: Any) -> str:
    return "；".join(f"{item.title or item.sku} ×{item.quantity}" for item in goods)


_LABEL = Vocabulary(
    {
        **_EVERYWHERE,
        **_person("consignee"),
        **_person("shipper"),
        **{f"waybill.{name}": _waybill(name) for name in _WAYBILL},
        **_content("carrier_title", "order_number", "printed_at", "remark", "copy", "position"),
        "weight_g": Field(lambda sheet: "" if sheet.content.weight_g is None else str(sheet.content.weight_g)),
        "reprint": Field(lambda sheet: str(sheet.content.copy) if sheet.content.copy > 1 else ""),
        "goods.count": Field(lambda sheet: _shown(sum(item.quantity for item in sheet.content.goods))),
        "goods.list": Field(lambda sheet: _named(sheet.content.goods)),
    },
    must_show=(
        ("code128", "waybill.tracking_number"),
        ("qr", "waybill.tracking_number"),
        ("whole", "waybill.tracking_number"),
        ("whole", "waybill.sorting_code"),
        ("text", "consignee.address"),
        ("text", "copy"),
    ),
)

_SLIP = Vocabulary(
    {
        **_EVERYWHERE,
        **_person("consignee"),
        **_person("shipper"),
        **_content("order_number", "packed_at", "carrier_title", "tracking_number", "weight_g", "remark", "units"),
        **_line("title", "sku", "note"),
        "line.quantity": Field(lambda sheet: str(sheet.line.quantity)),
        "parcel": Field(
            lambda sheet: f"{sheet.content.parcel}/{sheet.content.parcels}" if sheet.content.parcels > 1 else ""
        ),
        "kinds": Field(lambda sheet: str(len(sheet.content.lines))),
    },
    must_show=(("text", "line.title"), ("whole", "line.quantity"), ("text", "order_number")),
    lines=lambda content: content.lines,
)


def _box(category: CustomsCategory) -> Field:
    return Field(lambda sheet: "■" if sheet.content.category is category else "□")


_CUSTOMS = Vocabulary(
    {
        **_EVERYWHERE,
        **_person("consignee"),
        **_person("shipper"),
        **_content("explanation", "postage", "sender_reference", "importer_reference", "importer_contact", "comments"),
        **_content("licence", "certificate", "invoice", "office", "declared_at"),
        **{f"category.{category}": _box(category) for category in CustomsCategory},
        **_line("description", "value", "hs_code", "origin"),
        "tracking_number": Field(lambda sheet: sheet.content.tracking_number, _TRACKING_NUMBER),
        "weight_g": Field(lambda sheet: str(sheet.content.weight_g)),
        "value": Field(lambda sheet: " + ".join(map(str, sheet.content.value))),
        "line.quantity": Field(lambda sheet: str(sheet.line.quantity)),
        "line.weight_g": Field(lambda sheet: str(sheet.line.weight_g)),
        "licence.box": Field(lambda sheet: "■" if sheet.content.licence else "□"),
        "certificate.box": Field(lambda sheet: "■" if sheet.content.certificate else "□"),
        "invoice.box": Field(lambda sheet: "■" if sheet.content.invoice else "□"),
    },
    must_show=(
        ("text", "line.description"),
        *(("whole", f"line.{name}") for name in ("weight_g", "value", "hs_code", "origin")),
        *(("whole", name) for name in ("weight_g", "value")),
        *(("text", name) for name in ("line.quantity", "declared_at", "consignee.country")),
        *(("text", f"category.{category}") for category in CustomsCategory),
    ),
    lines=lambda content: content.lines,
    variants=("cn22", "cn23"),
    variant=lambda content: str(content.form),
)

_CARTON = Vocabulary(
    {
        **_EVERYWHERE,
        **_person("to", "ship_to"),
        **_person("from", "ship_from"),
        **_content("title", "order_number", "weight_g"),
        "sscc": Field(lambda sheet: sheet.content.sscc, "0" * 18),
        "gtin": Field(lambda sheet: sheet.content.gtin, "0" * 14),
        "count": Field(lambda sheet: _shown(sheet.content.count), "9" * 8),
        "carton": Field(
            lambda sheet: f"{sheet.content.carton} / {sheet.content.cartons}" if sheet.content.cartons else ""
        ),
    },
    must_show=(("gs1_128", "sscc"), ("whole", "sscc"), ("text", "to.address")),
)

_PLATE = Vocabulary(
    {
        **_EVERYWHERE,
        **_content("order_number", "note", "printed_at"),
        "number": Field(lambda sheet: sheet.content.number, "PB-LP-20991231-0099"),
        "warning.en": Field(lambda _sheet: "NOT A SHIPPING LABEL"),
        "warning.zh": Field(lambda _sheet: "非快递面单"),
    },
    must_show=(("code128", "number"), ("whole", "number"), ("whole", "warning.en"), ("whole", "warning.zh")),
)


def _totals(sheet: Sheet) -> str:
    manifest = sheet.content.manifest
    weighed, parcels = sum(line.weight_g is not None for line in manifest.lines), len(manifest.lines)
    heavy = f" · {manifest.weight_g / 1000:.2f} kg" if weighed else ""
    partly = f"（{weighed}/{parcels} 已称重 weighed）" if 0 < weighed < parcels else ""
    return f"{parcels} 个包裹 parcels · {manifest.units} 件 units{heavy}{partly}"


def _manifest(name: str) -> Field:
    return Field(lambda sheet: str(getattr(sheet.content.manifest, name)))


_MANIFEST = Vocabulary(
    {
        **_EVERYWHERE,
        **{name: _manifest(name) for name in ("number", "carrier", "station", "closed_by", "sha256")},
        **_content("closed_at"),
        **_line("tracking_number", "order_number"),
        "totals": Field(_totals),
        "sha256.first": Field(lambda sheet: sheet.content.manifest.sha256[:32]),
        "sha256.second": Field(lambda sheet: sheet.content.manifest.sha256[32:]),
        "line.units": Field(lambda sheet: str(sheet.line.units)),
        "line.weight_g": Field(lambda sheet: "–" if sheet.line.weight_g is None else str(sheet.line.weight_g)),
    },
    must_show=(("text", "number"), ("text", "totals"), ("text", "carrier"), ("text", "closed_at")),
    lines=lambda content: content.manifest.lines,
)

VOCABULARIES: dict[DocumentKind, Vocabulary] = {
    DocumentKind.LABEL: _LABEL,
    DocumentKind.PACKING_SLIP: _SLIP,
    DocumentKind.CUSTOMS_FORM: _CUSTOMS,
    DocumentKind.CARTON_LABEL: _CARTON,
    DocumentKind.LICENSE_PLATE: _PLATE,
    DocumentKind.MANIFEST: _MANIFEST,
}
"""What is drawn from templates. Command sheets, badges and test cards are drawn by code: there geometry is all."""


def unprintable(kind: DocumentKind, content: Any) -> tuple[str, ...]:
    """The fields in which a character is printed as `〓` because no shipped font has it."""
    vocabulary = VOCABULARIES[kind]
    sheets = [Sheet(content, line=line) for line in vocabulary.lines(content)]
    return tuple(
        name
        for name, field in vocabulary.fields.items()
        if not all(is_printable(text) for text in _texts(name, field, Sheet(content), sheets))
    )


def _texts(name: str, field: Field, whole: Sheet, lines: Iterable[Sheet]) -> list[str]:
    return [field.read(line) for line in lines] if name.startswith("line.") else [field.read(whole)]
