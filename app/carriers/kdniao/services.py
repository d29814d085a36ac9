"""The carriers behind Kdniao by ShipperCode, with the name that is printed on the label."""

from __future__ import annotations

TITLES = {
    "SF": "顺丰速运",
    "ZTO": "中通快递",
    "YTO": "圆通速递",
    "YD": "韵达快递",
    "STO": "申通快递",
    "JTSD": "极兔速递",
    "JD": "京东快递",
    "EMS": "中国邮政EMS",
    "YZPY": "邮政快递包裹",
    "YZBK": "邮政国内标快",
    "DBL": "德邦快递",
    "DBLKY": "德邦快运",
    "HTKY": "百世快递",
    "UC": "优速快递",
    "ZJS": "宅急送",
    "KYSY": "跨越速运",
    "ANE": "安能快递",
    "ANEKY": "安能物流",
    "JDKY": "京东快运",
    "YDKY": "韵达快运",
    "ZTOKY": "中通快运",
    "SX": "顺心捷达",
    "YMDD": "壹米滴答",
    "BTWL": "百世快运",
    "FWX": "丰网速运",
    "CNSD": "菜鸟速递",
    "CND": "承诺达",
    "ZYE": "众邮快递",
    "SURE": "速尔快递",
}
NEEDS_POSTCODE = frozenset({"EMS", "YZPY", "YZBK"})
NEEDS_WEIGHT = frozenset({"JD", "JDKY", "DBLKY", "ANEKY", "YDKY", "ZTOKY", "BTWL", "SX", "YMDD"})
