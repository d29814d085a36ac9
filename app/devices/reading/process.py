"""The child in which engines read strangers' pictures; see `eyes` for why. It ends when its parent does."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from app.child import as_child, read_block, write_block
from app.devices.reading.cascade import read_frame
from app.devices.reading.eyes import as_row, from_row
from app.devices.reading.image_work import gray_rows
from app.devices.reading.picture import open_picture
from app.domain.sighting import Sighting, Symbol
from app.errors import PackbenchError


def answer(request: dict[str, Any], content: bytes) -> dict[str, Any]:
    """Read one picture file, or one frame where the request tells its size."""
    wanted = [Symbol(name) for name in request["wanted"]]
    expected = frozenset(request["expected"])
    try:
        if "frame" not in request:
            seen = read_frame(open_picture(content), wanted, expected=expected)
        else:
            seen = _read_camera(request, content, wanted, expected)
    except PackbenchError as error:
        return {"code": error.code, "detail": error.detail}
    return {"seen": [as_row(each) for each in seen]}


def _read_camera(
    request: dict[str, Any], content: bytes, wanted: list[Symbol], expected: frozenset[str]
) -> list[Sighting]:
    number = int(request["frame"])
    seen = read_frame(
        gray_rows(content, request["width"], request["height"]),
        wanted,
        expected=expected,
        earlier=[from_row(row) for row in request["earlier"]],
        budget_s=request["budget_s"],
        turn=number,
    )
    return [dataclasses.replace(each, frame=number) for each in seen]


def main() -> None:
    """Read until the parent closes."""
    with as_child() as (requests, answers):
        while True:
            try:
                request, content = json.loads(read_block(requests)), read_block(requests)
            except EOFError:
                return
            write_block(answers, json.dumps(answer(request, content)).encode())
            answers.flush()


if __name__ == "__main__":
    main()
