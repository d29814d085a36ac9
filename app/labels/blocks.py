"""The blocks that every Chinese e-waybill has, each drawn into the area it is given."""

from __future__ import annotations

from app.domain.label import LabelContent
from app.domain.order import Address, Consignee, Shipper
from app.labels.page import HAIR_MM, Area, Page
from app.labels.symbol import code128, qr
from app.labels.typeface import BOLD, REGULAR

_COPY_MM = 27.0
_SERVICE_MM = 18.0


def header(page: Page, content: LabelContent, area: Area) -> None:
    """Carrier on the left; on the right its product, and on a reprint which copy this is, white on black."""
    title, service = area.split(area.width - _SERVICE_MM)
    if content.copy > 1:
        title, chip = title.split(title.width - _COPY_MM)
        chip = chip.inset(0.0, 1.5)
        page.fill(chip)
        mark = f"补打 {content.copy} / COPY {content.copy}"
        page.write(mark, chip.inset(0.5), 3.2, face=BOLD, align=0.5, is_white=True)
    page.write(content.carrier_title, title.inset(2.0), 6.6, face=BOLD)
    page.write(content.waybill.service, service.inset(2.0), 4.6, face=BOLD, align=1.0)


def sorting(page: Page, content: LabelContent, area: Area) -> None:
    """What the parcel is sorted by, readable at arm's length; the destination where the carrier has no sorting code."""
    if content.waybill.sorting_code:
        page.write_whole(content.waybill.sorting_code, area.inset(1.5), 17.0, smallest_mm=5.0)
    else:
        page.write(content.waybill.destination, area.inset(1.5), 14.0, face=BOLD, align=0.5, smallest_mm=5.0)


def bagging(page: Page, content: LabelContent, area: Area) -> None:
    """The bag the parcel goes into."""
    mark, rest = area.split(14.0)
    page.fill(mark)
    page.write("集包地", mark.inset(0.5), 4.0, face=BOLD, align=0.5, is_white=True)
    place, code = rest.split(rest.width * 0.62)
    page.write(content.waybill.bagging_place or content.waybill.destination, place.inset(1.5), 6.4, face=BOLD)
    page.write(content.waybill.bagging_code, code.inset(1.5), 5.6, face=BOLD, align=1.0)


def consignee(page: Page, content: LabelContent, area: Area) -> None:
    """Who receives, in the size the courier reads at the door."""
    _person(page, content.consignee, area, mark="收", name_mm=4.8, address_mm=4.2, is_main=True)


def shipper(page: Page, content: LabelContent, area: Area) -> None:
    """Who sends, and where the parcel goes back to."""
    _person(page, content.shipper, area, mark="寄", name_mm=3.3, address_mm=3.0, is_main=False)


def small_consignee(page: Page, content: LabelContent, area: Area) -> None:
    """Who receives, once more on the part that stays with the goods."""
    _person(page, content.consignee, area, mark="收", name_mm=3.3, address_mm=3.0, is_main=False)


def _person(
    page: Page, person: Consignee | Shipper, area: Area, *, mark: str, name_mm: float, address_mm: float, is_main: bool
) -> None:
    column, rest = area.split(9.0)
    if is_main:
        page.fill(column)
    else:
        page.down(column)
    page.write(mark, column, 6.4 if is_main else 4.6, face=BOLD, align=0.5, is_white=is_main)
    line, below = rest.inset(1.5, 0.6).cut(name_mm * 1.25)
    page.write_pair(" ".join(part for part in (person.name, person.company) if part), person.phone, line, name_mm)
    page.write(one_line(person.address), below, address_mm, face=BOLD if is_main else REGULAR)


def one_line(address: Address) -> str:
    """Chinese addresses run from large to small without blanks, Latin ones get commas."""
    parts = [address.province, address.city, address.district, address.street, address.postcode]
    country = "" if address.country in {"", "CN"} else address.country
    parts = [part.strip() for part in (*parts, country) if part.strip()]
    if all(part.isascii() for part in parts):
        return ", ".join(parts)
    return "".join(part if not part.isascii() else f" {part} " for part in parts).strip()


def number_in_groups(number: str) -> str:
    """`SF1234567890123` → `SF 1234 5678 90123`: fours from the left, a single one joins its neighbour."""
    letters = number[: len(number) - len(number.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))]
    digits = number[len(letters) :]
    if not digits.isdigit():
        return number
    groups = [digits[at : at + 4] for at in range(0, len(digits), 4)]
    if len(groups) > 1 and len(groups[-1]) == 1:
        groups[-2:] = [groups[-2] + groups[-1]]
    return " ".join([letters, *groups] if letters else groups)


def number(page: Page, content: LabelContent, area: Area, *, text_mm: float) -> None:
    """Code 128 of the tracking number over the number itself."""
    tracking_number = content.waybill.tracking_number
    bars, text = area.cut(area.height - text_mm * 1.2)
    page.linear(code128(tracking_number), bars)
    page.write_whole(number_in_groups(tracking_number), text, text_mm)


def foot(page: Page, content: LabelContent, area: Area) -> None:
    """When it was printed, how heavy it is, and room for a signature."""
    left, right = area.split(area.width * 0.66)
    weight = "" if content.weight_g is None else f"　重量 {content.weight_g / 1000:.2f} kg"
    page.down(left)
    position = f"　#{content.position}" if content.position else ""
    page.write(f"打印 {content.printed_at}{position}{weight}", left.inset(1.5), 2.8)
    page.write("签收", right.inset(1.5), 2.8)


def goods(page: Page, content: LabelContent, area: Area) -> None:
    """What is inside, the shop's order number and remark, with the QR symbol on the right."""
    text, code = area.split(area.width - 25.0)
    page.down(text)
    page.square(qr(content.waybill.tracking_number), code.inset(0.0, max(0.0, (code.height - 23.0) / 2)))
    order, rest = text.inset(1.5, 0.8).cut(4.4)
    listed, remark = rest.cut(rest.height * (0.62 if content.remark else 1.0))
    pieces = sum(item.quantity for item in content.goods)
    named = "；".join(f"{item.title or item.sku} ×{item.quantity}" for item in content.goods)
    page.write(f"订单 {content.order_number}", order, 3.3, face=BOLD)
    page.write(f"共 {pieces} 件　{named}" if content.goods else "", listed, 3.2)
    if content.remark:
        page.write(f"备注 {content.remark}", remark, 3.2, face=BOLD)


def receipt_header(page: Page, content: LabelContent, area: Area) -> None:
    """The lower part begins with the carrier again and a second, smaller code."""
    title, code = area.split(32.0)
    name, box = title.inset(2.0, 1.0).cut(7.0)
    page.write(content.carrier_title, name, 4.6, face=BOLD)
    stamp, _ = box.split(14.0)
    page.frame(stamp.inset(0.0, 0.6), thickness_mm=HAIR_MM)
    page.write("已验视 □", stamp.inset(0.6, 0.6), 2.8, align=0.5)
    number(page, content, code.inset(0.0, 1.2), text_mm=3.2)
