"""A file of news about orders that are here already: cancelled, held, let go, another address. CSV or JSON.

Columns `number`, `shop`, `action`, `reason`, and for `address` those of the new consignee; in Chinese too.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.domain.order import Consignee
from app.shops.files.cells import clean, narrow
from app.shops.files.columns import CONSIGNEE_FIELDS, title_key
from app.shops.files.consignee import read_consignee
from app.shops.files.fault import Fault

_MOST_BYTES = 16 << 20
_ACTIONS = {
    "cancel": "cancel", "cancelled": "cancel", "canceled": "cancel", "取消": "cancel",
    "hold": "hold", "暂停": "hold", "拦截": "hold",
    "address": "address", "改地址": "address", "修改地址": "address",
    "release": "release", "放行": "release",
}  # fmt: skip
_TITLES = {
    "number": "number", "order": "number", "ordernumber": "number", "订单号": "number", "订单编号": "number",
    "shop": "shop", "店铺": "shop", "action": "action", "操作": "action", "reason": "reason", "原因": "reason",
    "姓名": "name", "收件人": "name", "电话": "phone", "手机": "phone", "公司": "company", "省": "province",
    "市": "city", "区": "district", "街道": "street", "地址": "address", "邮编": "postcode", "国家": "country",
} | {title_key(name): name for name in CONSIGNEE_FIELDS}  # fmt: skip


class BadNews(Exception):
    """What is wrong with a row or a file, in a code (`news.unknown_action`); caught where the row is taken in."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True, repr=False)
class NewsRow:
    """One row; `action` is `cancel`, `hold`, `address` or `release`. `consignee` is the new one, None where the row
    only says that the address changes. Personal: has no repr.
    """

    number: str
    shop: str
    action: str
    reason: str
    consignee: Consignee | None = None

    def __repr__(self) -> str:
        return f"NewsRow({self.action})"


@dataclass(frozen=True, slots=True)
class NewsFile:
    """A file as it was read: its identity, its rows or what is wrong with each, and what is wrong with all of it.

    The identity is a hash of name, time and content: the same file dropped once more is news, and one that a crash left
    lying is not.
    """

    path: Path
    digest: str
    rows: tuple[NewsRow | BadNews, ...] = ()
    flaw: str = ""


def read_news(path: Path) -> NewsFile:
    """Raises OSError while the file cannot be read; what is wrong with its content is in the answer."""
    status = path.stat()
    identity = hashlib.sha256(f"{path.name}|{status.st_mtime_ns}|".encode())
    if status.st_size > _MOST_BYTES:
        return NewsFile(path, identity.hexdigest(), flaw="news.broken")
    content = path.read_bytes()
    identity.update(content)
    try:
        rows = _of_json(content) if path.suffix.lower() == ".json" else _of_csv(content)
    except BadNews as flaw:
        return NewsFile(path, identity.hexdigest(), flaw=flaw.code)
    return NewsFile(path, identity.hexdigest(), tuple(_row(cells) for cells in rows))


def _of_csv(content: bytes) -> list[dict[str, str]]:
    text = _text(content)
    first = text.partition("\n")[0]
    delimiter = max(",;\t|", key=first.count)
    try:
        table = [row for row in csv.reader(io.StringIO(text), delimiter=delimiter) if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise BadNews("news.broken") from error
    titles = [_TITLES.get(title_key(title), "") for title in table[0]] if table else []
    if not {"number", "action"} <= set(titles):
        raise BadNews("news.no_columns")
    return [dict(zip(titles, row, strict=False)) for row in table[1:]]


def _of_json(content: bytes) -> list[dict[str, str]]:
    """A list of objects, or one, or `{"news": […]}`."""
    try:
        tree: Any = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise BadNews("news.broken") from error
    listed = tree["news"] if isinstance(tree, dict) and "news" in tree else tree
    entries = listed if isinstance(listed, list) else [listed]
    if not all(isinstance(entry, dict) for entry in entries):
        raise BadNews("news.broken")
    return [{_TITLES.get(title_key(name), ""): _plain(value) for name, value in each.items()} for each in entries]


def _text(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadNews("news.broken")


def _plain(value: object) -> str:
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _row(cells: Mapping[str, str]) -> NewsRow | BadNews:
    try:
        told = {name: clean(cell, name) for name, cell in cells.items()}
        action = _ACTIONS.get(told.get("action", "").casefold(), "")
        consignee = _consignee(told) if action == "address" else None
    except Fault:
        return BadNews("news.cells")
    if not action:
        return BadNews("news.unknown_action")
    return NewsRow(narrow(told.get("number", "")), told.get("shop", ""), action, told.get("reason", ""), consignee)


def _consignee(told: Mapping[str, str]) -> Consignee | None:
    cells = {name: told.get(name, "") for name in CONSIGNEE_FIELDS}
    return read_consignee(cells) if any(cells.values()) else None
