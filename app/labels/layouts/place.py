"""Where each block of a template stands on a paper, in millimetres, and which lines and black fields that makes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.errors import Misconfigured
from app.labels.layouts.format import Block, Condition, Each, Edges, Mark, Tear
from app.labels.page import Area, Page

_SLACK_MM = 1e-6
Shown = Callable[[Condition], bool]


@dataclass(frozen=True, slots=True)
class Placed:
    """A mark and the room it has; `is_white`: it stands on a black field."""

    mark: Mark
    area: Area
    is_white: bool
    place: str


def place_block(page: Page, block: Block, area: Area, shown: Shown, *, is_white: bool = False) -> list[Placed]:
    """Draw the block's lines and fields, and those of all in it, onto the page; the marks that wait for their texts.

    Raises Misconfigured `layout.bad`, naming the block that has no room.
    """
    outer = _within(area, block.margin)
    if block.is_filled:
        page.fill(outer)
    if block.frame_mm:
        page.frame(outer, thickness_mm=block.frame_mm)
    inner = _within(outer, block.padding)
    is_white = is_white or block.is_filled
    if isinstance(block.mark, Tear):
        page.dashes(inner)
        return []
    if min(inner.width, inner.height) < (0 if isinstance(block.mark, Each) else _SLACK_MM) and (
        block.mark or block.children
    ):
        raise Misconfigured("layout.bad", f"{block.place}: no room for what is in it")
    if block.mark:
        return [Placed(block.mark, inner, is_white, block.place)]
    return [
        placed
        for child, room in _shared_out(page, block, inner, shown)
        for placed in place_block(page, child, room, shown, is_white=is_white)
    ]


def natural_height(block: Block, shown: Shown, lines: int) -> float:
    """How high a block must be for a list of so many lines, in mm: what the paper's length follows on a roll."""
    edges = block.margin[1] + block.margin[3] + block.padding[1] + block.padding[3]
    if isinstance(block.mark, Each):
        return edges + lines * block.mark.row_mm
    there = [child for child in block.children if child.condition is None or shown(child.condition)]
    if block.is_row:
        return edges + max((natural_height(child, shown, lines) for child in there), default=0.0)
    heights = (natural_height(child, shown, lines) if child.extent_mm is None else child.extent_mm for child in there)
    return edges + sum(heights) + block.gap_mm * max(0, len(there) - 1)


def _within(area: Area, edges: Edges) -> Area:
    left, top, right, bottom = edges
    return Area(area.left + left, area.top + top, area.width - left - right, area.height - top - bottom)


def _shared_out(page: Page, block: Block, area: Area, shown: Shown) -> list[tuple[Block, Area]]:
    """Each child that is there with its room; what no extent claims goes by shares."""
    there = [child for child in block.children if child.condition is None or shown(child.condition)]
    whole = area.width if block.is_row else area.height
    rest = whole - block.gap_mm * (len(there) - 1) - sum(child.extent_mm or 0.0 for child in there)
    if rest < -_SLACK_MM and there:
        raise Misconfigured("layout.bad", f"{block.place}: {whole - rest:g} mm needed, {whole:g} mm there")
    shares = sum(child.share for child in there if child.extent_mm is None)
    rooms = []
    for at, child in enumerate(there, start=1):
        extent = rest * child.share / shares if child.extent_mm is None else child.extent_mm
        room, area = area.split(extent) if block.is_row else area.cut(extent)
        if at < len(there):
            if block.has_lines:
                page.down(room) if block.is_row else page.across(room)
            area = area.split(block.gap_mm)[1] if block.is_row else area.cut(block.gap_mm)[1]
        rooms.append((child, room))
    return rooms
