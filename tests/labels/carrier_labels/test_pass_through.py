from __future__ import annotations

import base64
import binascii
import zlib

import pytest

from app.domain.document import CarrierLabel, LabelFormat
from app.domain.label import Stock
from app.domain.printing import Language
from app.errors import Rejected
from app.labels.carrier_labels import pass_through
from app.labels.languages.epl import encode_epl
from app.labels.languages.zpl import Packing, encode_zpl
from app.labels.layout import render_label
from tests.labels.samples import NUMBER, a_label

PAPER = Stock(101.6, 152.4, 203)
ZPL = (
    b"^XA^CI28^PW812^LL1218^LH0,0^PON^FO50,50^A0N,40,40^FDSHIP TO: WEI^FS^BY3^FO80,700^BCN,200,N,N,N,A^FH_^FD"
    b"%b^FS^FO600,1000^BQN,2,5^FDQA,%b^FS^FX drawn by a carrier^FS^PQ1^XZ\n"
)
EPL = b'\nN\nq812\nQ1218,24\nD8\nZT\nA50,50,0,4,1,1,N,"SHIP TO"\nLO20,300,700,4\nB80,700,0,1,3,6,200,N,"%b"\nP1\n'
MINE = NUMBER.encode()
OTHER = b"SF9999999999999"


def _sent(content: bytes, stock: Stock = PAPER, language: Language | None = None, **sizes: float) -> bytes:
    form = LabelFormat.EPL if content.lstrip()[:1] in b"Nq" else LabelFormat.ZPL
    label = CarrierLabel(form, content, **sizes)  # type: ignore[arg-type]
    return pass_through(label, language or Language(form.value), stock, numbers=(NUMBER,))


def _refused(content: bytes, stock: Stock = PAPER, language: Language | None = None, **sizes: float) -> str:
    with pytest.raises(Rejected) as refusal:
        _sent(content, stock, language, **sizes)
    return refusal.value.code


def test_commands_that_fit_are_sent_byte_for_byte() -> None:
    for content in (
        ZPL % (MINE, OTHER), ZPL % (OTHER, MINE), ZPL % (b">:SF>51234567890123", b"x"), EPL % MINE,
        b"CT~~CD,~CC^~CT~\n" + ZPL % (MINE, MINE), b"^XA^IDR:*.GRF^XZ" + ZPL % (MINE, MINE),
    ):  # fmt: skip
        assert _sent(content) is content


def test_a_number_in_a_graphic_counts_in_every_packing() -> None:
    stock = Stock(100, 150, 203)
    bitmap = render_label(a_label(), stock)
    for packing in Packing:
        packed = encode_zpl(bitmap, packing=packing)
        assert _sent(packed, stock) is packed
    head, size = b"^XA^PW800^LL1200^FO0,0^GFA,", len(bitmap.rows)
    text = base64.b64encode(bitmap.rows)
    dots = b":B64:%b:%04X" % (text, binascii.crc_hqx(text, 0))
    _sent(head + b"%d,%d,%d,%b^FS^XZ" % (size, size, bitmap.bytes_per_row, dots), stock)
    text = base64.b64encode(zlib.compress(bytes(size)))
    blank = head + b"%d,%d,%d,:Z64:%b:%04X^FS^XZ" % (size, size, bitmap.bytes_per_row, text, binascii.crc_hqx(text, 0))
    assert _refused(blank, stock) == "label.proof_failed"
    assert _refused(blank.replace(b":Z64:", b":Z64:AA"), stock) == "label.broken"
    epl = encode_epl(bitmap, stock)
    assert _sent(epl, stock) is epl


def test_a_number_that_stands_in_text_only_or_is_another_is_refused() -> None:
    assert _refused(ZPL.replace(b"WEI", MINE) % (OTHER, OTHER)) == "label.proof_failed"
    assert _refused(ZPL % (MINE + b"4", MINE[:-1])) == "label.proof_failed"
    assert _refused(EPL % OTHER) == "label.proof_failed"


@pytest.mark.parametrize(
    "command",
    [
        b"^JUS", b"^JUF", b"^JUN", b"~JR", b"~JC", b"~JA", b"~JX", b"~HS", b"^XFE:A.ZPL", b"^DFE:A.ZPL^FS", b"^MUD",
        b"~DGE:A.GRF,1,1,00", b"~DYE:A,A,T,1,,00", b"^KP1234", b"^PQ2", b"^PQ1,0,5", b"^XA", b"^JMB", b"^IDE:*.*",
        b"^JB", b"^CC+", b"~CC+", b"^SX", b"^ND2", b"^HH", b"^ISR:A.GRF", b"~WC", b"^JZN", b"^SZ2", b"^XSN",
    ],
)  # fmt: skip
def test_zpl_that_does_more_than_draw_one_label_is_refused(command: bytes) -> None:
    good = ZPL % (MINE, MINE)
    for content in (good.replace(b"^PON", command), good.replace(b"^XZ", command + b"^XZ")):
        assert _refused(content) in {"label.unsafe_command", "label.broken"}


def test_anything_around_the_label_is_refused() -> None:
    good = ZPL % (MINE, MINE)
    assert _refused(good + good) == "label.unsafe_command"
    for more in (b'! U1 setvar "a" "b"\r\n', b"^XA^JUS^XZ", b"~JR"):
        assert _refused(good + more) in {"label.unsafe_command", "label.broken"}
    assert _refused(good[:-20]) == "label.broken"
    assert _refused(b'! U1 setvar "a" "b"\r\n' + good) in {"label.unsafe_command", "label.unknown_format"}


@pytest.mark.parametrize(
    "line",
    [b"^@", b'GK"A"', b'GM"A"1', b'FS"A"', b'FK"A"', b'EK"A"', b"Y96,N,8,1", b"U", b"P2", b"P1,2", b"UP", b"X\x00"],
)
def test_epl_that_does_more_than_draw_one_label_is_refused(line: bytes) -> None:
    assert _refused((EPL % MINE).replace(b"ZT", line)) == "label.unsafe_command"


def test_another_language_head_or_paper_is_refused_with_what_is_and_what_is_wanted() -> None:
    good = ZPL % (MINE, MINE)
    for language in (Language.TSPL, Language.EPL, Language.PAGE):
        assert _refused(good, language=language) == "label.language_mismatch"
    assert _refused(good, Stock(101.6, 152.4, 300)) == "label.wrong_dpi"
    assert _refused(good, dpi=300) == "label.wrong_dpi"
    assert _sent(good, dpi=203)
    assert _refused(good.replace(b"^PW812", b"")) == "label.wrong_dpi"
    assert _refused(good.replace(b"^LL1218", b"^LL1624")) == "label.wrong_paper"
    assert _refused(good, Stock(76, 130, 203), dpi=203) == "label.wrong_paper"
    assert _refused(good.replace(b"^FO600,1000", b"^FO900,1000")) == "label.wrong_paper"
    assert _refused(EPL % MINE, Stock(101.6, 152.4, 300)) == "label.wrong_dpi"


def test_a_mark_inside_a_text_is_a_command_to_the_printer_and_to_us() -> None:
    assert _refused(ZPL.replace(b"WEI", b"WEI^JUS") % (MINE, MINE)) == "label.unsafe_command"
    assert _sent(ZPL.replace(b"WEI", b"a_5Eb") % (MINE, MINE))
