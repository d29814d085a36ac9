"""Readers of EPL2 and CPCL for what a label of one picture needs."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Sheet:
    width: int
    height: int
    rows: bytes
    copies: int
    problems: tuple[str, ...] = ()


def _sheet(width: int, height: int, copies: int, pictures: list[tuple[int, int, int, bytes]]) -> Sheet:
    step = (width + 7) // 8
    rows = [bytes(step)] * height
    for left, top, wide, dots in pictures:
        assert left == 0
        for number in range(len(dots) // wide):
            rows[top + number] = dots[number * wide : (number + 1) * wide][:step].ljust(step, b"\0")
    return Sheet(width, height, b"".join(rows), copies)


def draw_epl(document: bytes) -> Sheet:
    """GW: a clear bit is black."""
    assert document.startswith(b"\r\nN\r\n")
    at, width, height, copies, pictures = 2, 0, 0, 0, []
    while at < len(document):
        if found := re.compile(rb"GW(\d+),(\d+),(\d+),(\d+),").match(document, at):
            left, top, wide, high = (int(part) for part in found.groups())
            end = found.end() + wide * high
            pictures.append((left, top, wide, bytes(255 ^ byte for byte in document[found.end() : end])))
            assert document[end : end + 2] == b"\r\n"
            at = end + 2
            continue
        line = document[at : document.index(b"\n", at) + 1]
        at += len(line)
        match line[:1]:
            case b"N":
                pictures = []
            case b"q":
                width, pictures = int(line[1:]), []
            case b"Q":
                height, pictures = int(line[1:].split(b",")[0]), []
            case b"P":
                copies = int(line[1:])
            case _:
                raise AssertionError(line)
    return _sheet(width, height, copies, pictures)


def draw_cpcl(document: bytes) -> Sheet:
    """CG: raw bits; EG: hexadecimal; a set bit is black."""
    head = re.match(rb"! 0 200 200 (\d+) (\d+)\r\nPAGE-WIDTH (\d+)\r\n", document)
    assert head is not None
    height, copies, width = (int(part) for part in head.groups())
    at, pictures = head.end(), []
    while found := re.compile(rb"(CG|EG) (\d+) (\d+) (\d+) (\d+) ").match(document, at):
        wide, high, left, top = (int(part) for part in found.groups()[1:])
        end = found.end() + wide * high * (2 if found[1] == b"EG" else 1)
        dots = document[found.end() : end]
        pictures.append((left, top, wide, bytes.fromhex(dots.decode()) if found[1] == b"EG" else dots))
        assert document[end : end + 2] == b"\r\n"
        at = end + 2
    assert document[at:] == b"FORM\r\nPRINT\r\n"
    return _sheet(width, height, copies, pictures)
