"""What the shift packs: a small range of goods, and the orders of every kind that are made of it."""

from __future__ import annotations

import random
from dataclasses import replace

from app.domain.barcode import with_check_digit
from app.domain.order import (
    Address,
    Consignee,
    Instruction,
    ItemCode,
    LineKind,
    Mark,
    OrderDraft,
    OrderLine,
    Scope,
    Sequence,
    UnitPolicy,
)

NORTH, SOUTH = "北方小店", "南方小店"
_SERVICES = ("ZTO", "YTO", "SF", "")
_PLACES = (
    ("浙江省", "杭州市", "余杭区"),
    ("上海市", "上海市", "浦东新区"),
    ("广东省", "深圳市", "南山区"),
    ("四川省", "成都市", "武侯区"),
)
_GOODS = {
    "CUP": "搪瓷杯 蓝色",
    "BOWL": "青瓷小碗",
    "TEA": "龙井茶 100 克",
    "LAMP": "桌面灯",
    "SOCK": "棉袜 三双",
    "BOOK": "笔记本 A5",
    "PEN": "中性笔",
    "MUG": "马克杯 白色",
    "DUO": "护手霜",
    "SOAP": "手工皂",
    "CAM": "运动相机",
    "MILK": "益生菌 30 包",
    "BANK": "充电宝",
    "CARD": "贺卡",
    "BOX": "茶具 壶",
    "LID": "茶具 杯",
    "LENS": "镜头",
    "BAG": "相机包",
    "STONE": "砚台",
    "INK": "墨条",
    "SILK": "丝巾",
}
_NO_BARCODE = ("STONE", "INK", "SILK")
CASE_UNITS = 6
LEAFLET = "CARD"
TEA_SET, CAMERA_SET = "KIT-TEA", "KIT-CAM"
_PLAIN = ("CUP", "BOWL", "TEA", "LAMP", "SOCK", "BOOK", "PEN")


def barcode_of(sku: str) -> str:
    """The item's EAN-13; empty for the three that have none."""
    return "" if sku in _NO_BARCODE else with_check_digit(f"697{list(_GOODS).index(sku):09d}")


def case_of(sku: str) -> str:
    """The barcode of a case of six."""
    return with_check_digit(f"1697{list(_GOODS).index(sku):09d}")


class Shop:
    """Writes orders, one number after the other; the same seed writes the same."""

    def __init__(self, seed: int) -> None:
        self._dice = random.Random(seed)  # a story, no secret
        self._written = 0

    def some(self, most: int) -> int:
        """From one on."""
        return self._dice.randint(1, most)

    def plain(self) -> str:
        return self._dice.choice(_PLAIN)

    def line(self, sku: str, quantity: int = 1, **asked: object) -> OrderLine:
        line = OrderLine(1, sku, barcode_of(sku), _GOODS[sku], quantity, weight_g=150)
        return replace(line, **asked)  # type: ignore[arg-type]  # spelled by the order

    def order(self, *lines: OrderLine, **asked: object) -> OrderDraft:
        """An order of these lines, to a consignee of its own unless it names one."""
        self._written += 1
        number = f"PS{self._written:04d}"
        placed = tuple(replace(line, position=at) for at, line in enumerate(lines, start=1))
        draft = OrderDraft(number, NORTH, self.consignee(), placed, service=self._dice.choice(_SERVICES))
        return replace(draft, **asked)  # type: ignore[arg-type]  # spelled by the order

    def consignee(self) -> Consignee:
        province, city, district = self._dice.choice(_PLACES)
        at = self._dice.randrange(1000)
        place = Address(province, city, district, f"示例路{at + 1}号{at % 7 + 1}幢{at % 9 + 1}01室")
        return Consignee(f"示例{self._dice.choice('林陈周吴郑王')}{at}", f"138{at:08d}", place)

    def single(self) -> OrderDraft:
        return self.order(self.line(self.plain()))

    def several(self) -> OrderDraft:
        """Two or three lines with some units of each."""
        skus = self._dice.sample(_PLAIN, self._dice.randint(2, 3))
        return self.order(*(self.line(sku, self.some(3)) for sku in skus))


def many(shop: Shop) -> OrderDraft:
    """More than goes into one box."""
    return shop.order(shop.line("CUP", 2), shop.line("BOWL", 2), shop.line("TEA"))


def serial(shop: Shop) -> OrderDraft:
    return shop.order(shop.line("CAM", shop.some(2), policy=UnitPolicy(serial=True)))


def lot(shop: Shop) -> OrderDraft:
    tracked = UnitPolicy(lot=True, expiry=True, shelf_days=30)
    return shop.order(shop.line("MILK", 2, policy=tracked))


def tea_set(shop: Shop) -> OrderDraft:
    """A kit that may be scanned as a whole."""
    return _kit(shop, TEA_SET, shop.line("BOX"), shop.line("LID", 4, per_kit=4), sequence=Sequence.KIT)


def camera_set(shop: Shop) -> OrderDraft:
    """A kit with a serial number inside: its parts are scanned."""
    return _kit(shop, CAMERA_SET, shop.line("LENS", policy=UnitPolicy(serial=True)), shop.line("BAG"))


def _kit(shop: Shop, kit: str, *parts: OrderLine, sequence: Sequence = Sequence.ANY) -> OrderDraft:
    code = ItemCode(kit, sku=kit)
    return shop.order(*(replace(part, kit=kit, codes=(code,)) for part in parts), sequence=sequence)


def case(shop: Shop) -> OrderDraft:
    """Seven pens, six of them in a case."""
    return shop.order(shop.line("PEN", CASE_UNITS + 1, codes=(ItemCode(case_of("PEN"), CASE_UNITS),)))


def insert(shop: Shop) -> OrderDraft:
    return shop.order(shop.line(shop.plain()), shop.line(LEAFLET, kind=LineKind.INSERT))


def instructed(shop: Shop, scope: Scope) -> OrderDraft:
    return shop.order(shop.line(shop.plain(), 2), instructions=(Instruction(scope, "请附上感谢卡"),))


def battery(shop: Shop) -> OrderDraft:
    return shop.order(shop.line("BANK", marks=(Mark.LITHIUM_BATTERY,)))


def nameless(shop: Shop, sku: str) -> OrderDraft:
    """An item without a barcode."""
    return shop.order(shop.line(sku))


def forced(shop: Shop) -> OrderDraft:
    return replace(shop.several(), sequence=Sequence.FORCED)


def in_tote(shop: Shop) -> OrderDraft:
    draft = shop.several()
    return replace(draft, tote=f"TOTE-{draft.number}")


def namesakes(shop: Shop) -> tuple[OrderDraft, OrderDraft]:
    """Two shops, one number."""
    first = shop.single()
    return first, replace(shop.single(), number=first.number, shop=SOUTH)


def neighbors(shop: Shop) -> tuple[OrderDraft, OrderDraft]:
    """Two orders of one consignee."""
    first = shop.single()
    return first, replace(shop.several(), consignee=first.consignee, service=first.service)
