"""IPP's wire format (RFC 8010): attribute groups, tags, several values, collections. Everything read is bounded."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import TypeAlias

MESSAGE_LIMIT = 4 * 1024 * 1024
"""More than any printer says: its answer's memory ends here."""
_DEPTH_LIMIT = 8
_HEADER = struct.Struct(">BBHI")
_LENGTH = struct.Struct(">H")


class GroupTag(IntEnum):
    """Whose attributes follow (RFC 8010 section 3.5.1)."""

    OPERATION = 0x01
    JOB = 0x02
    END = 0x03
    PRINTER = 0x04
    UNSUPPORTED = 0x05


class Tag(IntEnum):
    """What a value is (RFC 8010 section 3.5.2); tags that are not here are kept as numbers, their values as bytes."""

    UNSUPPORTED = 0x10
    UNKNOWN = 0x12
    NO_VALUE = 0x13
    INTEGER = 0x21
    BOOLEAN = 0x22
    ENUM = 0x23
    OCTETS = 0x30
    DATE_TIME = 0x31
    RESOLUTION = 0x32
    RANGE = 0x33
    BEGIN_COLLECTION = 0x34
    TEXT_WITH_LANGUAGE = 0x35
    NAME_WITH_LANGUAGE = 0x36
    END_COLLECTION = 0x37
    TEXT = 0x41
    NAME = 0x42
    KEYWORD = 0x44
    URI = 0x45
    URI_SCHEME = 0x46
    CHARSET = 0x47
    LANGUAGE = 0x48
    MIME_TYPE = 0x49
    MEMBER_NAME = 0x4A


class MalformedMessage(Exception):
    """These bytes are no IPP message; the text says what is wrong with them and quotes none of them."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """Dots per unit, across and along the feed; unit 3 is the inch, 4 the centimeter."""

    across: int
    along: int
    unit: int = 3


@dataclass(frozen=True, slots=True)
class Range:
    lower: int
    upper: int


@dataclass(frozen=True, slots=True)
class Attribute:
    """One name with its values. A collection's value is the tuple of its member attributes."""

    name: str
    tag: int
    values: tuple[Value, ...]


Value: TypeAlias = bool | int | str | bytes | Resolution | Range | tuple[Attribute, ...] | None


@dataclass(frozen=True, slots=True)
class Group:
    tag: int
    attributes: tuple[Attribute, ...]

    def get(self, name: str) -> Attribute | None:
        return next((attribute for attribute in self.attributes if attribute.name == name), None)

    def values(self, name: str) -> tuple[Value, ...]:
        """Empty where there is no such attribute, or where it says that it has no value."""
        attribute = self.get(name)
        return attribute.values if attribute else ()

    def text(self, name: str) -> str:
        """The first value, empty where there is none or where it is no text."""
        return next((value for value in self.values(name)[:1] if isinstance(value, str)), "")

    def texts(self, name: str) -> tuple[str, ...]:
        return tuple(value for value in self.values(name) if isinstance(value, str))

    def number(self, name: str) -> int | None:
        value = next(iter(self.values(name)), None)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def flag(self, name: str) -> bool | None:
        value = next(iter(self.values(name)), None)
        return value if isinstance(value, bool) else None


@dataclass(frozen=True, slots=True)
class Message:
    """A request or an answer. `code` is the operation asked for or the status answered."""

    code: int
    groups: tuple[Group, ...]
    request_id: int = 1
    version: tuple[int, int] = (2, 0)

    def group(self, tag: GroupTag) -> Group:
        """The first group of this kind, an empty one where there is none."""
        return next(self.all(tag), Group(tag, ()))

    def all(self, tag: GroupTag) -> Iterator[Group]:
        return (group for group in self.groups if group.tag == tag)


# --- Writing ----------------------------------------------------------------------------------------------------------


def encode(message: Message) -> bytes:
    """The message without its document, which follows directly. Raises ValueError for what the format cannot hold."""
    parts = [_HEADER.pack(*message.version, message.code, message.request_id)]
    for group in message.groups:
        parts.append(bytes([group.tag]))
        for attribute in group.attributes:
            parts += _attribute(attribute.name, attribute)
    return b"".join([*parts, bytes([GroupTag.END])])


def _attribute(name: str, attribute: Attribute) -> Iterator[bytes]:
    """Only the first value bears the name; an attribute without value is one of the tags that say so."""
    for value in attribute.values or (None,):
        if attribute.tag == Tag.BEGIN_COLLECTION and isinstance(value, tuple):
            yield _field(Tag.BEGIN_COLLECTION, name, b"")
            for member in value:
                yield _field(Tag.MEMBER_NAME, "", member.name.encode())
                yield from _attribute("", member)
            yield _field(Tag.END_COLLECTION, "", b"")
        else:
            yield _field(attribute.tag, name, _plain(attribute.tag, value))
        name = ""


def _field(tag: int, name: str, value: bytes) -> bytes:
    named = name.encode()
    if max(len(named), len(value)) > 0x7FFF:
        raise ValueError("longer than IPP allows")
    return bytes([tag]) + _LENGTH.pack(len(named)) + named + _LENGTH.pack(len(value)) + value


def _plain(tag: int, value: Value) -> bytes:
    match value:
        case None:
            return b""
        case bool():
            return bytes([value])
        case int():
            return struct.pack(">i", value)
        case str() if tag in {Tag.TEXT_WITH_LANGUAGE, Tag.NAME_WITH_LANGUAGE}:
            text = value.encode()
            return b"\0\2en" + _LENGTH.pack(len(text)) + text
        case str():
            return value.encode()
        case bytes():
            return value
        case Resolution():
            return struct.pack(">iib", value.across, value.along, value.unit)
        case Range():
            return struct.pack(">ii", value.lower, value.upper)
        case tuple():
            raise ValueError("a collection under another tag")


# --- Reading ----------------------------------------------------------------------------------------------------------


def decode(content: bytes) -> Message:
    """The message at the beginning of these bytes. Raises MalformedMessage."""
    if len(content) > MESSAGE_LIMIT:
        raise MalformedMessage("too long")
    return _Reader(content).message()


class _Reader:
    def __init__(self, content: bytes) -> None:
        self._content = content
        self._at = 0

    def message(self) -> Message:
        major, minor, code, request_id = _HEADER.unpack(self._take(_HEADER.size))
        groups: list[Group] = []
        tag = self._byte()
        while tag != GroupTag.END:
            if tag >= Tag.UNSUPPORTED:
                raise MalformedMessage("an attribute outside of every group")
            attributes, following = self._attributes()
            groups.append(Group(tag, attributes))
            tag = following
        return Message(code, tuple(groups), request_id, (major, minor))

    def _attributes(self) -> tuple[tuple[Attribute, ...], int]:
        """Up to the next group's tag, which comes second."""
        found: list[tuple[str, int, list[Value]]] = []
        while (tag := self._byte()) >= Tag.UNSUPPORTED:
            name, value = self._field()
            if name:
                found.append((name, tag, []))
            elif not found:
                raise MalformedMessage("a value without an attribute")
            found[-1][2].append(self._value(tag, value, _DEPTH_LIMIT))
        return tuple(_whole(*parts) for parts in found), tag

    def _collection(self, depth: int) -> tuple[Attribute, ...]:
        if depth == 0:
            raise MalformedMessage("collections too deep in one another")
        found: list[tuple[str, int, list[Value]]] = []
        is_named = False
        while (tag := self._byte()) != Tag.END_COLLECTION:
            _, value = self._field()
            if tag == Tag.MEMBER_NAME:
                found.append((_text(value), Tag.NO_VALUE, []))
                is_named = True
                continue
            if tag < Tag.UNSUPPORTED or not found:
                raise MalformedMessage("a collection without its end or its members' names")
            name, first, values = found[-1]
            values.append(self._value(tag, value, depth))
            found[-1] = (name, tag if is_named else first, values)
            is_named = False
        self._field()
        return tuple(_whole(*parts) for parts in found)

    def _value(self, tag: int, value: bytes, depth: int) -> Value:
        if tag == Tag.BEGIN_COLLECTION:
            return self._collection(depth - 1)
        return _parsed(tag, value)

    def _field(self) -> tuple[str, bytes]:
        """Name and value of what the tag before has announced."""
        name = self._take(self._length())
        return _text(name), self._take(self._length())

    def _length(self) -> int:
        length: int = _LENGTH.unpack(self._take(2))[0]
        return length

    def _byte(self) -> int:
        return self._take(1)[0]

    def _take(self, count: int) -> bytes:
        piece = self._content[self._at : self._at + count]
        if len(piece) < count:
            raise MalformedMessage("it ends too early")
        self._at += count
        return piece


def _whole(name: str, tag: int, values: list[Value]) -> Attribute:
    return Attribute(name, tag, () if tag < Tag.INTEGER else tuple(values))


def _parsed(tag: int, value: bytes) -> Value:
    """Bytes for what has no better shape. Raises MalformedMessage where the length is not the tag's."""
    try:
        match tag:
            case Tag.INTEGER | Tag.ENUM:
                number: int = struct.unpack(">i", value)[0]
                return number
            case Tag.BOOLEAN:
                return bool(struct.unpack(">B", value)[0])
            case Tag.RESOLUTION:
                return Resolution(*struct.unpack(">iib", value))
            case Tag.RANGE:
                return Range(*struct.unpack(">ii", value))
            case Tag.TEXT_WITH_LANGUAGE | Tag.NAME_WITH_LANGUAGE:
                return _text(_without_language(value))
            case _ if Tag.TEXT <= tag <= Tag.MIME_TYPE:
                return _text(value)
            case _:
                return None if tag < Tag.INTEGER else value
    except struct.error as error:
        raise MalformedMessage("a value of the wrong length") from error


def _without_language(value: bytes) -> bytes:
    """Two lengths, each before what it counts: the language, then the text."""
    start = 2 + int(_LENGTH.unpack(value[:2])[0])
    count = int(_LENGTH.unpack(value[start : start + 2])[0])
    text = value[start + 2 : start + 2 + count]
    if len(text) < count:
        raise MalformedMessage("a text shorter than it says")
    return text


def _text(value: bytes) -> str:
    return value.decode("utf-8", "replace")
