from __future__ import annotations

import io
import tracemalloc
from collections.abc import Callable

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from app.devices.virtual_printer.reader import DOCUMENT_LIMIT, Reader, StatusQuestion
from app.devices.virtual_printer.readers import READERS
from app.devices.virtual_printer.sheet import COPIES_LIMIT, HEIGHT_LIMIT, WIDTH_LIMIT, Drawn
from app.domain.printing import Language
from tests.devices.paper import DOCUMENTS, DOTS, QUESTIONS, copies

LANGUAGES = list(DOCUMENTS)
every_language = pytest.mark.parametrize("language", LANGUAGES)


def draw(language: Language, document: bytes, dpi: int = 203) -> Drawn:
    return READERS[language]().draw(document, dpi)


def feed(reader: Reader, stream: bytes, size: int) -> list[bytes | StatusQuestion]:
    return [found for at in range(0, len(stream), size) for found in reader.feed(stream[at : at + size])]


def ink_of(drawn: Drawn) -> Image.Image:
    return Image.frombytes("1", (drawn.width, drawn.height), drawn.rows)


@every_language
def test_a_document_is_drawn_dot_by_dot_and_nothing_about_it_is_doubtful(language: Language) -> None:
    drawn = draw(language, DOCUMENTS[language])
    assert (drawn.width, drawn.rows[:4].hex(), drawn.copies, drawn.problems) == (16, DOTS, 1, ())
    assert not any(drawn.rows[4:])


@every_language
@pytest.mark.parametrize("size", [1, 2, 7, 1000])
def test_however_a_line_cuts_it_the_same_documents_come_out(language: Language, size: int) -> None:
    reader = READERS[language]()
    assert feed(reader, DOCUMENTS[language] * 3, size) == [DOCUMENTS[language]] * 3
    assert reader.held == 0


@every_language
@pytest.mark.parametrize("size", [1, 1000])
def test_a_question_between_documents_is_heard_and_leaves_them_as_they_were(language: Language, size: int) -> None:
    document, word = DOCUMENTS[language], QUESTIONS[language]
    asked = StatusQuestion(word.strip())
    assert feed(READERS[language](), document + word + document + word, size) == [document, asked, document, asked]


@pytest.mark.parametrize("language", [Language.ZPL, Language.TSPL, Language.EPL, Language.ESCPOS])
@pytest.mark.parametrize("size", [1, 1000])
def test_a_question_inside_of_a_document_is_heard_at_once_and_not_printed(language: Language, size: int) -> None:
    document, word = DOCUMENTS[language], QUESTIONS[language]
    at = {Language.ZPL: 10, Language.TSPL: 19, Language.EPL: 5, Language.ESCPOS: 2}[language]
    found = feed(READERS[language](), document[:at] + word + document[at:], size)
    assert found == [StatusQuestion(word.strip()), document]


def test_inside_of_a_cpcl_session_a_question_is_none() -> None:
    document = DOCUMENTS[Language.CPCL]
    spoken = document.replace(b"FORM", b"\x1bh\r\nFORM")
    assert feed(READERS[Language.CPCL](), spoken, 1) == [spoken]


@pytest.mark.parametrize("language", [Language.TSPL, Language.EPL, Language.CPCL, Language.ESCPOS])
def test_what_looks_like_a_command_inside_of_a_picture_is_picture(language: Language) -> None:
    picture = b"\r\nPRINT 1,1\r\nP1\r\n^ee\r\n\x1b!?\x10\x04\x01\x1dV\x00\x1bh! 0 200 200 1 1\r\n"
    rows = len(picture) // 2
    picture = picture[: 2 * rows]
    old = b"\x80\x01\x01\x80" if language in (Language.CPCL, Language.ESCPOS) else b"\x7f\xfe\xfe\x7f"
    headers = {
        Language.TSPL: (b"2,2,0,", b"2,%d,0," % rows),
        Language.EPL: (b",2,2,", b",2,%d," % rows),
        Language.CPCL: (b"CG 2 2 ", b"CG 2 %d " % rows),
        Language.ESCPOS: (b"\x02\x00\x02\x00", bytes((2, 0, rows, 0))),
    }
    document = DOCUMENTS[language].replace(*headers[language]).replace(old, picture)
    assert feed(READERS[language](), document, 1) == [document]
    assert draw(language, document).problems in ((), ("ink off the label",))


@every_language
def test_half_a_document_is_none(language: Language) -> None:
    reader = READERS[language]()
    assert reader.feed(DOCUMENTS[language][:-4]) == []
    expected = [] if language is not Language.ESCPOS else [DOCUMENTS[language][:-4]]
    assert reader.finish() == expected  # a receipt printer has burnt what it read, cut or not


@pytest.mark.parametrize("language", [Language.ZPL, Language.TSPL, Language.EPL, Language.CPCL])
@pytest.mark.parametrize("count", [1, 3, COPIES_LIMIT, 99_999_999])
def test_copies_are_counted_and_a_roll_ends(language: Language, count: int) -> None:
    drawn = draw(language, copies(language, count))
    assert drawn.copies == min(count, COPIES_LIMIT)
    assert bool(drawn.problems) == (count > COPIES_LIMIT)


@pytest.mark.parametrize(
    ("language", "document", "problem"),
    [
        (Language.TSPL, b"CLS\r\nPRINT 1\r\n", "no SIZE"),
        (Language.TSPL, b"SIZE 10 mm,10 mm\r\nPRINT 1\r\n", "no CLS"),
        (Language.TSPL, b'SIZE 10 mm,10 mm\r\nCLS\r\nTEXT 1,1,"1",0,1,1,"x"\r\nPRINT 1\r\n', "skipped TEXT"),
        (Language.TSPL, b"SIZE 1 mm,1 mm\r\nCLS\r\nBITMAP 4,0,1,1,0,\x00\r\nPRINT 1\r\n", "ink off the label"),
        (Language.EPL, b"N\r\nq16\r\nP1\r\n", "no Q"),
        (Language.EPL, b'N\nq16\nQ16,8\nA1,1,0,1,1,1,N,"x"\nP1\n', "skipped A"),
        (Language.CPCL, b"! 0 200 200 8 1\r\nPRINT\r\n", "no PAGE-WIDTH"),
        (Language.CPCL, b"! 0 200 200 8 1\r\nPW 8\r\nEG 1 1 0 0 8\r\nPRINT\r\n", "graphic of 1 x 1"),
        (Language.ESCPOS, b"\x1dkA\x0b12345678901\x1dV\x00", "skipped 1D 6B"),
        (Language.ESCPOS, b"\x1dv0\x00\x01\x08\x01\x00" + bytes(2049) + b"\x1dV\x00", "raster of 2049 x 1"),
        (Language.ZPL, b"^XA^FO0,0^GE9^FS^XZ", "skipped GE"),
        (Language.ZPL, b"^XA^PW8^LL8^FO4,0^GB8,8,8^FS^XZ", "ink off the label"),
        (Language.ZPL, b"^XA^FO0,0^BCN,20^FD>;123^FS^XZ", "BC that cannot be made: no pair of digits in subset C"),
    ],
)
def test_what_a_real_printer_may_print_otherwise_is_named(language: Language, document: bytes, problem: str) -> None:
    assert problem in draw(language, document).problems


def test_the_modes_of_a_tspl_picture_replace_add_and_invert() -> None:
    def rows(mode: int) -> str:
        under, over = b"BITMAP 0,0,1,1,0,\x0f", b"BITMAP 0,0,1,1,%d,\x33" % mode
        return draw(Language.TSPL, b"SIZE 8 dot,1 dot\nCLS\n" + under + b"\n" + over + b"\nPRINT 1\n").rows.hex()

    assert [rows(mode) for mode in (0, 1, 2)] == ["cc", "fc", "3c"]


@pytest.mark.parametrize(
    ("size", "dpi", "dots"),
    [(b"100 mm,150 mm", 203, (800, 1200)), (b"100 mm,150 mm", 300, (1181, 1772)), (b"4,6", 203, (813, 1219))],
)
def test_tspl_sizes_are_made_of_the_heads_dots(size: bytes, dpi: int, dots: tuple[int, int]) -> None:
    drawn = draw(Language.TSPL, b"SIZE " + size + b"\r\nCLS\r\nPRINT 1\r\n", dpi)
    assert (drawn.width, drawn.height) == dots


def test_reference_points_move_what_is_drawn() -> None:
    tspl = draw(Language.TSPL, b"SIZE 16 dot,2 dot\nCLS\nREFERENCE 8,1\nBAR 0,0,8,1\nPRINT 1\n")
    epl = draw(Language.EPL, b"N\nq16\nQ2,0\nR8,1\nLO0,0,8,1\nP1\n")
    cpcl = draw(Language.CPCL, b"! 8 200 200 2 1\nPW 16\nLINE 0 1 8 1 1\nPRINT\n")
    assert [drawn.rows.hex() for drawn in (tspl, epl, cpcl)] == ["000000ff"] * 3


def test_lines_of_epl_add_take_away_and_invert() -> None:
    drawn = draw(Language.EPL, b"N\nq8\nQ1,0\nLO0,0,8,1\nLW0,0,2,1\nLE0,0,4,1\nP1\n")
    assert drawn.rows.hex() == "cf"


def test_an_epl_picture_may_begin_on_a_line_of_its_own() -> None:
    document = b"N\nq16\nQ2,0\nGW0,0,2,2\n\x7f\xfe\xfe\x7fP1\n"
    assert feed(READERS[Language.EPL](), document, 1) == [document]
    assert draw(Language.EPL, document).rows.hex() == DOTS


def test_boxes_are_hollow_in_zpl_and_cpcl() -> None:
    zpl = draw(Language.ZPL, b"^XA^PW8^LL4^FO0,0^GB8,4,1^FS^XZ").rows.hex()
    cpcl = draw(Language.CPCL, b"! 0 200 200 4 1\nPW 8\nBOX 0 0 8 4 1\nPRINT\n").rows.hex()
    assert (zpl, cpcl) == ("ff8181ff", "ff8181ff")
    assert draw(Language.ZPL, b"^XA^PW8^LL1^FO0,0^GB8,1,1^FS^FO2,0^GB2,1,1,W^FS^XZ").rows.hex() == "cf"


def test_cpcl_pictures_may_be_written_in_digits() -> None:
    document = b"! 0 200 200 2 1\r\nPW 16\r\nEG 2 2 0 0 80010180\r\nPRINT\r\n"
    assert draw(Language.CPCL, document).rows.hex() == DOTS


def test_receipts_are_fed_scaled_noted_and_their_stored_pictures_printed() -> None:
    stored = b"\x1d(L\x0e\x00\x30\x70\x30\x01\x01\x31\x10\x00\x02\x00\x80\x01\x01\x80\x1d(L\x02\x00\x30\x32"
    drawn = draw(Language.ESCPOS, b"hello\n" + stored + b"\x1dv0\x03\x01\x00\x01\x00\x81\x1dV\x00")
    assert drawn.notes == ("text at 0: hello",)
    assert drawn.rows[2 * 30 : 2 * 34].hex() == DOTS + "c003" * 2


def test_what_python_escpos_writes_is_read() -> None:
    dummy = pytest.importorskip("escpos.printer").Dummy
    written = {}
    for way in ("bitImageRaster", "graphics"):
        printer = dummy()
        ink = Image.frombytes("1", (16, 2), bytes.fromhex(DOTS)).point(lambda dot: 255 - dot)
        printer.image(ink, impl=way)
        printer.cut()
        printer.cashdraw(2)
        written[way] = printer.output
    for stream in written.values():
        reader = READERS[Language.ESCPOS]()
        found = [*reader.feed(stream), *reader.finish()]
        assert [one.word[:2] for one in found if isinstance(one, StatusQuestion)] == [b"\x1bp"]
        assert [draw(Language.ESCPOS, one).rows[:4].hex() for one in found if isinstance(one, bytes)] == [DOTS]


def test_a_process_id_ends_what_stands_before_it() -> None:
    request = b"\x1d(H\x06\x0000abcd"
    raster = DOCUMENTS[Language.ESCPOS][:-4]
    found = feed(READERS[Language.ESCPOS](), raster + request + b"\x1dVB\x00", 1)
    assert found == [raster, StatusQuestion(request, is_immediate=False)]


# -- symbols ---------------------------------------------------------------------------------------------------------


def read(document: bytes) -> tuple[list[str], tuple[str, ...]]:
    drawn = draw(Language.ZPL, document)
    paper = Image.new("L", (drawn.width + 80, drawn.height + 80), 255)
    paper.paste(0, (40, 40), ink_of(drawn))
    return [symbol.text for symbol in zxingcpp.read_barcodes(paper)], drawn.problems


@pytest.mark.parametrize(
    ("command", "text", "expected"),
    [
        (b"^BCN,60,N,N,N,A", b"SF1234567890123", "SF1234567890123"),
        (b"^BCN,60,N,N,N", b"SF1234567890123", "SF1234567890123"),
        (b"^BCN,60,N", b">;12345678", "12345678"),
        (b"^BCN,60,N", b">:AB>51234", "AB1234"),
        (b"^BCN,60,N", b">:a>0b", "a>b"),
        (b"^BCR,60,N,N,N,A", b"UPRIGHT", "UPRIGHT"),
        (b"^BQN,2,4", b"MA,PACKBENCH 1", "PACKBENCH 1"),
        (b"^BQN,2,3", b"HM,APACKBENCH", "PACKBENCH"),
        (b"^BXN,4,200", b"PACKBENCH", "PACKBENCH"),
    ],
)
def test_native_symbols_are_drawn_and_a_scanner_reads_them(command: bytes, text: bytes, expected: str) -> None:
    document = b"^XA^PW600^LL400^FO20,20^BY2,3,60" + command + b"^FD" + text + b"^FS^XZ"
    assert read(document) == ([expected], ())


def test_subset_b_is_as_wide_as_a_printer_makes_it_and_automatic_is_shorter() -> None:
    def width(mode: bytes, text: bytes = b"SF1234567890123") -> int:
        drawn = draw(Language.ZPL, b"^XA^PW800^LL9^FO0,0^BY2^BCN,9,N,N,N" + mode + b"^FD" + text + b"^FS^XZ")
        box = ink_of(drawn).getbbox()
        assert box is not None
        return (box[2] - box[0]) // 2

    assert (width(b""), width(b",A"), width(b"", b">:SF>5123456789012>63")) == (200, 145, 156)


def test_a_qr_code_hangs_below_its_place_by_the_height_of_the_last_bar_code() -> None:
    for height in (0, 50):
        drawn = draw(Language.ZPL, b"^XA^PW300^LL300^BY2,3,%d^FO9,9^BQN,2,4^FDMA,x^FS^XZ" % height)
        box = ink_of(drawn).getbbox()
        assert box is not None
        assert box[:2] == (9, 9 + height)


def test_text_is_escaped_and_noted_where_it_stands() -> None:
    drawn = draw(Language.ZPL, b"^XA^CI28^FO4,5^A0N,20^FH_^FDa_5Eb_E4_BD_A0^FS^XZ")
    assert drawn.notes == ("text at 4,5: a^b你",)


# -- hostile input ---------------------------------------------------------------------------------------------------

WORDS: dict[Language, list[bytes]] = {
    Language.ZPL: [b"^XA", b"^XZ", b"^FO", b"^GFA,", b"^BY", b"^BCN,", b"^BQN,2,", b"^FD", b"^FH_", b"^GB", b"^PQ",
                   b"^PW", b"^LL", b"^FS", b":Z64:", b"zzz", b",", b":", b"99999", b"~HS", b'! U1 getvar "', b"-1"],
    Language.TSPL: [b"SIZE ", b" mm,", b"CLS\n", b"BITMAP 0,0,", b"1,1,0,", b"99999,", b"BAR ", b"PRINT 1\n", b"\x1b!?",
                    b"~!@\n", b"REFERENCE ", b"\r\n", b"-1", b"1e9"],
    Language.EPL: [b"N\n", b"q99999\n", b"Q9,9\n", b"GW0,0,", b"1,1,", b"9999,9999,", b"LO1,1,", b"P1\n", b"P9999999\n",
                   b"^ee\n", b"R9,9\n", b"\n"],
    Language.CPCL: [b"! 0 200 200 ", b"9 1\n", b"99999 9\n", b"PW 9999\n", b"CG 1 1 0 0 ", b"CG 9999 9999 0 0 ",
                    b"EG 1 1 0 0 ", b"BOX 0 0 9 9 9\n", b"LINE 0 ", b"PRINT\n", b"\x1bh", b"\x1bv", b"\n"],
    Language.ESCPOS: [b"\x1b@", b"\x1dv0\x00", b"\x01\x00\x01\x00", b"\xff\xff", b"\x1d(L", b"\x1d8L", b"\x300p0",
                      b"\x02\x00\x302", b"\x1dV\x00", b"\x10\x04\x01", b"\x1d(H\x06\x0000", b"\x1dk\x04", b"\x1b*!",
                      b"\x1bJ\xff", b"\n", b"\x1bp\x00\x19\x19", b"\x1b", b"\x1d", b"\x00"],
}  # fmt: skip


@every_language
@settings(max_examples=60)
@given(data=st.data())
def test_nothing_that_is_sent_upsets_a_reader_or_what_it_draws(language: Language, data: st.DataObject) -> None:
    word = st.sampled_from(WORDS[language])
    stream = b"".join(data.draw(st.lists(st.one_of(word, word, st.binary(max_size=6)), max_size=40)))
    size = data.draw(st.integers(1, 50))
    reader = READERS[language]()
    found = [*feed(reader, stream, size), *reader.finish()]
    whole = READERS[language]()
    assert found == [*whole.feed(stream), *whole.finish()]
    for document in (*(one for one in found if isinstance(one, bytes)), stream):
        drawn = draw(language, document)
        assert drawn.width <= WIDTH_LIMIT
        assert drawn.height <= HEIGHT_LIMIT
        assert len(drawn.rows) == (drawn.width + 7) // 8 * drawn.height


ENDLESS: dict[Language, Callable[[int], bytes]] = {
    Language.ZPL: lambda size: b"^XA^GFA," + b"0" * size,
    Language.TSPL: lambda size: b"CLS\nBITMAP 0,0,99999,99999,0," + b"0" * size,
    Language.EPL: lambda size: b"N\nA" + b"0" * size,
    Language.CPCL: lambda size: b"! 0 200 200 9 1\n" + (b"T 1" + b" " * 60 + b"\n") * (size // 64),
    Language.ESCPOS: lambda size: b"\x1d8L\xff\xff\xff\x7f" + b"0" * size,
}


@every_language
def test_a_document_without_end_is_thrown_away_in_bounded_memory(language: Language) -> None:
    reader = READERS[language]()
    stream = io.BytesIO(ENDLESS[language](2 * DOCUMENT_LIMIT))
    while piece := stream.read(65536):
        assert reader.feed(piece) == []
        assert reader.held <= DOCUMENT_LIMIT + 65536


@pytest.mark.parametrize("language", [Language.ZPL, Language.EPL, Language.CPCL])
def test_after_a_document_that_was_too_long_the_next_ones_come_out(language: Language) -> None:
    reader = READERS[language]()
    stream = ENDLESS[language](DOCUMENT_LIMIT + 65536)
    for at in range(0, len(stream), 65536):
        reader.feed(stream[at : at + 65536])
    rest = {Language.ZPL: b"^XZ", Language.EPL: b"\nP1\n", Language.CPCL: b"\nPRINT\n"}[language]
    assert reader.feed(rest + DOCUMENTS[language]) == [DOCUMENTS[language]]


def test_a_picture_that_is_too_large_is_skipped_by_its_length() -> None:
    reader = READERS[Language.TSPL]()
    huge = b"CLS\nBITMAP 0,0,4096,2048,0," + bytes(4096 * 2048) + b"\nPRINT 1\n"
    found = [one for at in range(0, len(huge), 65536) for one in reader.feed(huge[at : at + 65536])]
    assert found == []
    assert reader.feed(DOCUMENTS[Language.TSPL]) == [DOCUMENTS[Language.TSPL]]


@pytest.mark.parametrize("command", [b"^PW\xb2", b"^FO\xb3,1^GB\xb9,2,3^FS", b"^BY\xb2^BCN,9^FDx^FS", b"^PQ\xb9"])
def test_a_digit_that_is_no_number_is_nothing(command: bytes) -> None:
    """Latin-1 has three raised digits, which Python calls digits too."""
    assert draw(Language.ZPL, b"^XA^PW8^LL8" + command + b"^XZ").copies == 1


@pytest.mark.parametrize(
    ("language", "document"),
    [
        (Language.ZPL, b"^XA^PW9999^LL99999" + b"^GB4096,8192,9999^FS" * 5000 + b"^XZ"),
        (Language.ZPL, b"^XA" + b"^BQN,2,10^FDHA," + b"x" * 1200 + b"^FS" + b"^BQN,2,10^FDHA,x^FS" * 20000 + b"^XZ"),
        (Language.ZPL, b"^XA^GFA,4194304,4194304,1," + b"zzzzzzzzzzzzF" * 2000 + b"^FS^XZ"),
        (Language.TSPL, b"SIZE 500 mm,999 mm\nCLS\n" + b"BAR 0,0,9999,9999\n" * 50000 + b"PRINT 1\n"),
        (Language.CPCL, b"! 0 200 200 8192 1\nPW 4096\n" + b"BOX 0 0 4096 8192 9\n" * 20000 + b"PRINT\n"),
        (Language.ESCPOS, b"\x1dv0\x03\x00\x01\xff\x00" + bytes(256 * 255) + b"\x1bJ\xff" * 50000 + b"\x1dV\x00"),
    ],
)
def test_a_document_that_asks_for_too_much_ends_in_bounded_memory(language: Language, document: bytes) -> None:
    tracemalloc.start()
    draw(language, document)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 100_000_000
