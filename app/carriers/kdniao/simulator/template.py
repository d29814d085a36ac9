"""The label that a carrier behind Kdniao draws: HTML of placed blocks at 96 dpi, bars as inline GIFs, people masked.

Made after the one real answer that was looked at closely (STO, 100×180 mm), and narrower and shorter for other papers.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from html import escape
from typing import Any

from app.carriers.bars import Dots, code128, gif
from app.carriers.kdniao.services import TITLES
from app.carriers.kdniao.simulator.faults import Fault
from app.carriers.kdniao.template_sizes import UNKNOWN, size_of
from app.domain.masking import mask_name, mask_phone, mask_street

_PIXELS_PER_MM = 96 / 25.4
_QUIET = 10
_USUAL_MM = (100.0, 180.0)
_TEAR = {150.0: 340, 177.0: 408, 180.0: 408, 203.0: 408, 210.0: 408}
"""By the paper's height in millimetres: where the receiver's part begins, in pixels; lower papers have none."""
_SCRIPT = '<script>document.getElementById("number").src="";document.title="0"</script>'
_REMOTE = "http://label.invalid/barcode.gif?number="


def template(order: Mapping[str, str], request: Mapping[str, Any], fault: Fault | None = None) -> str:
    """The label of an order's number. `request`: the call whose people are shown, in its TemplateSize. `fault`: one of
    the TEMPLATE_FAULTS.
    """
    number = order["LogisticCode"]
    shown = _another(number) if fault is Fault.TEMPLATE_WRONG_NUMBER else number
    size_mm = size_of(order["ShipperCode"], request.get("TemplateSize", ""))
    width_mm, height_mm = _USUAL_MM if size_mm == UNKNOWN else size_mm
    width, height = round(width_mm * _PIXELS_PER_MM) - 5, round(height_mm * _PIXELS_PER_MM) - 3
    sheet = _Sheet(width, is_remote=fault is Fault.TEMPLATE_REMOTE)
    bars_at = _upper_part(sheet, order, request, number=number, shown=shown)
    if height_mm in _TEAR:
        _lower_part(sheet, order, request, _TEAR[height_mm], number=number, shown=shown)
    else:
        sheet.rule(336)
    if fault is Fault.TEMPLATE_SCRIPT:
        sheet.parts.append(_SCRIPT)
    if fault is Fault.TEMPLATE_CUT:
        return _page(sheet.parts[:bars_at], width, height) + sheet.parts[bars_at][:400]
    return _page(sheet.parts, width, height) + "</div></body></html>"


class _Sheet:
    """Blocks on a page, each at its place in pixels."""

    def __init__(self, width: int, *, is_remote: bool) -> None:
        self.width = width
        self.parts: list[str] = []
        self._is_remote = is_remote

    def text(self, left: int, top: int, height: int, size: int, text: str, *, width: int = 0, style: str = "") -> None:
        lines = "<br>".join(escape(line) for line in text.split("\n"))
        style = f"width:{width or self.width - left - 8}px;height:{height}px;font-size:{size}px;overflow:hidden;{style}"
        self._place(left, top, style, lines)

    def rule(self, top: int) -> None:
        self._place(0, top, f"width:{self.width}px;height:0px;border-top:1px solid #000;", "")

    def bars(self, text: str, left: int, top: int, size: tuple[int, int]) -> None:
        """The picture of a Code 128, its modules as many whole pixels wide as there is room for."""
        width, height = size
        modules = len(code128(text))
        module = max(1, (width - 2 * _QUIET) // modules)
        dots = Dots(max(width, modules), height)
        dots.bars(text, (dots.width - modules * module) // 2, 0, module=module, height=height)
        inline = f"data:image/gif;base64,{base64.b64encode(gif(dots)).decode('ascii')}"
        source = _REMOTE + escape(text) if self._is_remote else inline
        self._place(left, top, "", f'<img src="{source}" style="width:{dots.width}px;height:{height}px">')

    def _place(self, left: int, top: int, style: str, inside: str) -> None:
        self.parts.append(f'<div style="position:absolute;left:{left}px;top:{top}px;{style}">{inside}</div>')


def _upper_part(sheet: _Sheet, order: Mapping[str, str], request: Mapping[str, Any], *, number: str, shown: str) -> int:
    """What the carrier keeps. Which part of the sheet is the large bar code."""
    sheet.text(10, 6, 26, 20, TITLES.get(order["ShipperCode"], order["ShipperCode"]), style="font-weight:bold;")
    sheet.rule(34)
    sheet.text(8, 40, 48, 30, _route(order), style="font-weight:bold;text-align:center;")
    sheet.rule(91)
    sheet.text(10, 98, 24, 16, order.get("PackageName", "").rstrip(), width=sheet.width - 170)
    if order.get("PackageCode"):
        sheet.bars(order["PackageCode"], sheet.width - 145, 98, (135, 18))
    sheet.rule(128)
    sheet.text(10, 134, 50, 14, f"收 {_party(request['Receiver'])}")
    sheet.rule(191)
    sheet.text(10, 196, 40, 12, f"寄 {_party(request['Sender'])}")
    sheet.rule(242)
    sheet.bars(shown, (sheet.width - 250) // 2, 252, (250, 55))
    bars_at = len(sheet.parts) - 1
    sheet.text(10, 312, 22, 16, number, width=sheet.width - 20, style="text-align:center;")
    return bars_at


def _lower_part(
    sheet: _Sheet, order: Mapping[str, str], request: Mapping[str, Any], tear: int, *, number: str, shown: str
) -> None:
    """What the receiver keeps."""
    if tear > 340:
        sheet.rule(336)
        sheet.text(10, 342, 60, 12, "签收人/时间\n您的签字代表您已验收此包裹")
    sheet.rule(tear)
    sheet.text(10, tear + 6, 24, 16, TITLES.get(order["ShipperCode"], order["ShipperCode"]), width=130)
    small = max(150, len(code128(shown)))
    sheet.bars(shown, sheet.width - 20 - small, tear + 6, (150, 30))
    sheet.text(sheet.width - 20 - small, tear + 38, 16, 12, number, width=small)
    sheet.rule(tear + 60)
    sheet.text(10, tear + 64, 74, 12, f"寄 {_party(request['Sender'])}\n收 {_party(request['Receiver'])}")
    sheet.rule(tear + 143)
    goods = "，".join(f"{each['GoodsName']} ×{each.get('Goodsquantity', 1)}" for each in request["Commodity"])
    sheet.text(10, tear + 149, 70, 12, f"{goods}\n{request.get('Remark', '')}\n已验视")


def _route(order: Mapping[str, str]) -> str:
    if "ShipperInfo" not in order:
        return order.get("MarkDestination", "").rstrip()
    route: str = json.loads(order["ShipperInfo"])["Details"][0]["Detail"]["DestRouteLabel"]
    return route


def _party(party: Mapping[str, Any]) -> str:
    """As a privacy label shows it: name and phone, then the address."""
    name, phone = mask_name(party["Name"]), mask_phone(party.get("Mobile") or party.get("Tel") or "")
    place = party["ProvinceName"] + party["CityName"] + party["ExpAreaName"] + mask_street(party["Address"])
    return f"{name} {phone}\n{place}"


def _another(number: str) -> str:
    """The number of another parcel of the same carrier."""
    return number[:-1] + str((int(number[-1]) + 1) % 10)


def _page(parts: list[str], width: int, height: int) -> str:
    head = '<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head>'
    body = '<body style="margin:0;padding:0;font-family:微软雅黑">'
    frame = (
        f'<div style="position:absolute;left:0;top:0;width:{width - 2}px;height:{height - 2}px;border:1px solid #000">'
    )
    return f'{head}{body}<div style="position:relative;width:{width}px;height:{height}px">{frame}</div>{"".join(parts)}'
