"""The child in which engines read strangers' pictures; see `eyes` for why. It ends when its parent does."""

from __future__ import annotations

import json
from typing import Any

from app.child import as_child, read_block, write_block
from app.devices.reading.cascade import read_frame
from app.devices.reading.eyes import as_row
from app.devices.reading.picture import open_picture
from app.domain.sighting import Symbol
from app.errors import PackbenchError


def answer(request: dict[str, Any], content: bytes) -> dict[str, Any]:
    """Read one picture file."""
    wanted = [Symbol(name) for name in request["wanted"]]
    expected = frozenset(request["expected"])
    try:
        seen = read_frame(open_picture(content), wanted, expected=expected)
    except PackbenchError as error:
        return {"code": error.code, "detail": error.detail}
    return {"seen": [as_row(each) for each in seen]}


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
