"""IPP's wire format: what is written is read back the same, and hostile bytes are refused without harm."""

from __future__ import annotations

import contextlib
import random
import struct
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.devices.ipp.address import IppAddress, parse_address, queue_name
from app.devices.ipp.device_id import clean, guess_language, parse_device_id
from app.devices.ipp.media import is_same, media_col, ready_sizes, size_of_name, takes
from app.devices.ipp.message import (
    MESSAGE_LIMIT,
    Attribute,
    Group,
    GroupTag,
    MalformedMessage,
    Message,
    Range,
    Resolution,
    Tag,
    Value,
    decode,
    encode,
)
from app.domain.printing import Language
from app.errors import Misconfigured

NUMBERS = st.integers(-(2**31), 2**31 - 1)
NAMES = st.text("abcdefghijklmnopqrstuvwxyz-", min_size=1, max_size=40)
PLAIN: list[st.SearchStrategy[tuple[Tag, list[Value]]]] = [
    st.tuples(st.sampled_from([Tag.INTEGER, Tag.ENUM]), st.lists(NUMBERS, min_size=1, max_size=4)),
    st.tuples(st.just(Tag.BOOLEAN), st.lists(st.booleans(), min_size=1, max_size=3)),
    st.tuples(
        st.sampled_from([Tag.TEXT, Tag.NAME, Tag.KEYWORD, Tag.URI, Tag.MIME_TYPE, Tag.NAME_WITH_LANGUAGE]),
        st.lists(st.text(max_size=60), min_size=1, max_size=4),
    ),
    st.tuples(st.sampled_from([Tag.OCTETS, Tag.DATE_TIME]), st.lists(st.binary(max_size=60), min_size=1, max_size=3)),
    st.tuples(st.just(Tag.RANGE), st.lists(st.builds(Range, NUMBERS, NUMBERS), min_size=1, max_size=3)),
    st.tuples(
        st.just(Tag.RESOLUTION),
        st.lists(st.builds(Resolution, NUMBERS, NUMBERS, st.integers(3, 4)), min_size=1, max_size=3),
    ),
    st.tuples(st.sampled_from([Tag.NO_VALUE, Tag.UNKNOWN]), st.just([])),
]


def an_attribute(kind: st.SearchStrategy[tuple[Tag, list[Value]]]) -> st.SearchStrategy[Attribute]:
    return st.builds(lambda name, parts: Attribute(name, parts[0], tuple(parts[1])), NAMES, kind)


ATTRIBUTES = st.recursive(
    an_attribute(st.one_of(PLAIN)),
    lambda inner: an_attribute(
        st.tuples(
            st.just(Tag.BEGIN_COLLECTION),
            st.lists(st.lists(inner, max_size=4).map(tuple), min_size=1, max_size=2),
        )
    ),
    max_leaves=6,
)
MESSAGES = st.builds(
    Message,
    st.integers(0, 0xFFFF),
    st.lists(
        st.builds(
            Group,
            st.sampled_from([GroupTag.OPERATION, GroupTag.JOB, GroupTag.PRINTER, GroupTag.UNSUPPORTED]),
            st.lists(ATTRIBUTES, max_size=6).map(tuple),
        ),
        max_size=4,
    ).map(tuple),
    st.integers(0, 2**32 - 1),
    st.sampled_from([(1, 1), (2, 0), (2, 2)]),
)
REQUEST = Message(
    0x0002,
    (
        Group(
            GroupTag.OPERATION,
            (Attribute("attributes-charset", Tag.CHARSET, ("utf-8",)), Attribute("job-name", Tag.NAME, ("包裹",))),
        ),
        Group(GroupTag.JOB, (Attribute("copies", Tag.INTEGER, (1,)), media_col((10_000, 15_000)))),
    ),
)


@given(MESSAGES)
def test_every_message_comes_back_as_it_was(message: Message) -> None:
    assert decode(encode(message)) == message


def test_a_request_stands_on_the_wire_as_the_standard_has_it() -> None:
    """RFC 8010 appendix A.1, shortened, byte by byte."""
    message = Message(
        0x0002,
        (
            Group(GroupTag.OPERATION, (Attribute("attributes-charset", Tag.CHARSET, ("utf-8",)),)),
            Group(
                GroupTag.JOB,
                (Attribute("copies", Tag.INTEGER, (20,)), Attribute("sides", Tag.KEYWORD, ("one-sided", "other"))),
            ),
        ),
        version=(1, 1),
    )
    assert encode(message) == (
        b"\x01\x01\x00\x02\x00\x00\x00\x01"
        b"\x01\x47\x00\x12attributes-charset\x00\x05utf-8"
        b"\x02\x21\x00\x06copies\x00\x04\x00\x00\x00\x14"
        b"\x44\x00\x05sides\x00\x09one-sided\x44\x00\x00\x00\x05other\x03"
    )


def test_a_collection_stands_on_the_wire_as_the_standard_has_it() -> None:
    message = Message(2, (Group(GroupTag.JOB, (media_col((21_000, 29_700)),)),))
    assert encode(message)[8:] == (
        b"\x02\x34\x00\x09media-col\x00\x00"
        b"\x4a\x00\x00\x00\x0amedia-size\x34\x00\x00\x00\x00"
        b"\x4a\x00\x00\x00\x0bx-dimension\x21\x00\x00\x00\x04\x00\x00\x52\x08"
        b"\x4a\x00\x00\x00\x0by-dimension\x21\x00\x00\x00\x04\x00\x00\x74\x04"
        b"\x37\x00\x00\x00\x00\x37\x00\x00\x00\x00\x03"
    )


@given(st.binary(max_size=400))
def test_any_bytes_are_a_message_or_refused(content: bytes) -> None:
    for prefix in (b"", b"\x02\x00\x00\x00\x00\x00\x00\x01", b"\x02\x00\x00\x00\x00\x00\x00\x01\x04"):
        with contextlib.suppress(MalformedMessage):
            decode(prefix + content)


def test_a_message_damaged_anywhere_is_a_message_or_refused() -> None:
    whole, dice = encode(REQUEST), random.Random(8010)
    refused = 0
    for _ in range(4000):
        damaged = bytearray(whole)
        for _ in range(dice.randint(1, 4)):
            damaged[dice.randrange(len(damaged))] = dice.randrange(256)
        try:
            decode(bytes(damaged[: dice.randint(0, len(damaged))] if dice.random() < 0.3 else damaged))
        except MalformedMessage:
            refused += 1
    assert 1000 < refused < 4000


@pytest.mark.parametrize("end", range(len(encode(REQUEST))))
def test_a_message_cut_short_is_refused(end: int) -> None:
    with pytest.raises(MalformedMessage):
        decode(encode(REQUEST)[:end])


def test_collections_inside_of_one_another_end_somewhere() -> None:
    deep = (
        b"\x02\x00\x00\x00\x00\x00\x00\x01\x04\x34\x00\x01a\x00\x00"
        + b"\x4a\x00\x00\x00\x01b\x34\x00\x00\x00\x00" * 5000
    )
    with pytest.raises(MalformedMessage, match="deep"):
        decode(deep)


def test_many_values_in_a_collection_are_read_in_one_go() -> None:
    count = 100_000
    many = b"\x4a\x00\x00\x00\x01m" + b"\x21\x00\x00\x00\x04\x00\x00\x00\x07" * count
    content = b"\x02\x00\x00\x00\x00\x00\x00\x01\x04\x34\x00\x01a\x00\x00" + many + b"\x37\x00\x00\x00\x00\x03"
    begun = time.process_time()
    collection = decode(content).group(GroupTag.PRINTER).values("a")[0]
    assert collection == (Attribute("m", Tag.INTEGER, (7,) * count),)
    assert time.process_time() - begun < 4  # one copy of the list for each value takes 10 s


def test_more_than_any_printer_says_is_not_read() -> None:
    with pytest.raises(MalformedMessage, match="long"):
        decode(bytes(MESSAGE_LIMIT + 1))


def test_a_text_that_claims_more_than_is_there_is_refused() -> None:
    lying = struct.pack(">H", 2) + b"en" + struct.pack(">H", 500) + b"short"
    content = b"\x02\x00\x00\x00\x00\x00\x00\x01\x04\x36\x00\x01a" + struct.pack(">H", len(lying)) + lying + b"\x03"
    with pytest.raises(MalformedMessage):
        decode(content)


@pytest.mark.parametrize(
    ("text", "host", "port", "path", "uri"),
    [
        ("ipp://10.0.0.7/ipp/print", "10.0.0.7", 631, "/ipp/print", "ipp://10.0.0.7:631/ipp/print"),
        ("ipps://printer.lan:8443/", "printer.lan", 8443, "/", "ipps://printer.lan:8443/"),
        ("ipp://[fe80::1]:631/p", "fe80::1", 631, "/p", "ipp://[fe80::1]:631/p"),
        ("cups:Label 2".replace(" ", "_"), "localhost", 631, "/printers/Label_2", "ipp://localhost/printers/Label_2"),
        ("cups:面单", "localhost", 631, "/printers/%E9%9D%A2%E5%8D%95", "ipp://localhost/printers/%E9%9D%A2%E5%8D%95"),
    ],
)
def test_the_settings_forms_of_an_address_are_read(text: str, host: str, port: int, path: str, uri: str) -> None:
    address = parse_address(text)
    assert (address.host, address.port, address.path, address.uri) == (host, port, path, uri)
    assert (address.socket is not None) == text.startswith("cups:")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "http://host/ipp",
        "ipp:///ipp/print",
        "ipp://host:port/x",
        "ipp://host:99999/x",
        "ipp://user:secret@host/x",
        "ipp://host/a b",
        "ipp://host/\r\nHost: other",
        "cups:",
        "cups:a/b",
        "cups:a b",
        "cups:a#b",
        "cups:" + "a" * 128,
    ],
)
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(Misconfigured) as refusal:
        parse_address(text)
    assert refusal.value.code == "printer.address"
    assert "secret" not in str(refusal.value)


def test_a_fingerprint_is_read_with_colons_and_refused_when_it_is_none() -> None:
    assert parse_address("ipps://h/", fingerprint=":".join(["AB"] * 32)).fingerprint == "ab" * 32
    with pytest.raises(Misconfigured):
        parse_address("ipps://h/", fingerprint="sha1:00")


def test_only_a_path_to_a_queue_names_a_queue() -> None:
    assert queue_name(parse_address("cups:面单")) == "面单"
    assert queue_name(IppAddress("", "h", 631, "/ipp/print")) == ""
    assert queue_name(IppAddress("", "h", 631, "/classes/all")) == ""


def test_paper_sizes_are_read_from_names_and_told_apart() -> None:
    assert size_of_name("iso_a4_210x297mm") == (21_000, 29_700)
    assert size_of_name("na_index-4x6_4x6in") == (10_160, 15_240)
    assert size_of_name("custom_max_812.8x1219.2mm") == (81_280, 121_920)
    assert size_of_name("labels") is None
    assert size_of_name(f"roll_{'9' * 400}x1mm") is None
    assert is_same((10_160, 15_240), (10_200, 15_200))
    assert not is_same((10_160, 15_240), (10_000, 15_000))


def test_a_printer_tells_its_papers_by_collections_names_and_ranges() -> None:
    sizes = media_col((10_000, 15_000))
    by_collection = Group(4, (Attribute("media-col-ready", Tag.BEGIN_COLLECTION, sizes.values),))
    by_name = Group(4, (Attribute("media-ready", Tag.KEYWORD, ("om_small_100x150mm", "nonsense")),))
    assert ready_sizes(by_collection, is_cups=False) == ready_sizes(by_name, is_cups=False) == ((10_000, 15_000),)
    assert ready_sizes(Group(4, ()), is_cups=False) is None
    assert ready_sizes(by_name, is_cups=True) is None
    spans = (
        Attribute("x-dimension", Tag.RANGE, (Range(2000, 10_800),)),
        Attribute("y-dimension", Tag.INTEGER, (15_000,)),
    )
    roll = Group(4, (Attribute("media-size-supported", Tag.BEGIN_COLLECTION, (spans,)),))
    assert takes(roll, (10_050, 15_050)) is True
    assert takes(roll, (10_950, 15_000)) is False
    assert takes(Group(4, ()), (10_000, 15_000)) is None


def test_a_device_id_is_read_with_short_and_long_keys() -> None:
    short = parse_device_id("MFG:Zebra;CMD:ZPL,EPL;MDL:ZD421;SN:D2J1;CLS:PRINTER;")
    long = parse_device_id("MANUFACTURER:Zebra ;COMMAND SET:ZPL,EPL;MODEL: ZD421;SERIALNUMBER:D2J1")
    assert short == long
    assert (short.title, short.serial) == ("Zebra ZD421", "D2J1")
    assert parse_device_id("MFG:HP;MDL:HP LaserJet;").title == "HP LaserJet"
    assert parse_device_id("nonsense;;:;MFG").title == ""


@pytest.mark.parametrize(
    ("commands", "model", "language"),
    [
        ("ZPL,EPL", "", Language.ZPL),
        ("EPL2", "Zebra LP2824", Language.EPL),
        ("TSPL2;", "", Language.TSPL),
        ("CPCL", "", Language.CPCL),
        ("ESC/POS", "", Language.ESCPOS),
        ("PCL,PDF,PWGRaster", "", Language.PAGE),
        ("application/pdf,image/pwg-raster", "", Language.PAGE),
        ("", "Zebra Technologies ZTC ZD421-203dpi", Language.ZPL),
        ("", "TSC TTP-244 Pro", Language.TSPL),
        ("", "Gprinter GP-1324D", Language.TSPL),
        ("", "EPSON TM-T88VI", Language.ESCPOS),
        ("PCL", "HP LaserJet 4", None),
        ("", "", None),
    ],
)
def test_a_language_is_guessed_from_commands_then_from_the_model(
    commands: str, model: str, language: Language | None
) -> None:
    assert guess_language(commands, model) is language


def test_words_of_strangers_are_one_short_line() -> None:
    assert clean("Zebra\x1b[2J\r\nZD\u202e421\x00 ") == "Zebra [2J ZD 421"
    assert len(clean("x" * 100_000)) == 120
