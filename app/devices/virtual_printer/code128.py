"""Code 128 as a printer draws it that is told no mode: subset B, with the switches that stand in the text."""

from __future__ import annotations

_WIDTHS = (
    "212222222122222221121223121322131222122213122312132212221213221312231212112232122132122231113222"
    "123122123221223211221132221231213212223112312131311222321122321221312212322112322211212123212321"
    "232121111323131123131321112313132113132311211313231113231311112133112331132131113123113321133121"
    "313121211331231131213113213311213131311123311321331121312113312311332111314111221411431111111224"
    "111422121124121421141122141221112214112412122114122411142112142211241211221114413111241112134111"
    "111242121142121241114212124112124211411212421112421211212141214121412121111143111341131141114113"
    "114311411113411311113141114131311141411131211412211214211232"
)
"""Six bars and spaces a value, in modules."""
_STOP = "2331112"
_STARTS = {"9": 103, ":": 104, ";": 105}
_SUBSETS = {103: "A", 104: "B", 105: "C", 101: "A", 100: "B", 99: "C"}
_CODES = {"0": 30, "1": 95, "<": 62, "=": 94, "2": 96, "3": 97, "4": 98, "5": 99, "6": 100, "7": 101, "8": 102}
"""What a `>` and one of these stands for inside the text: `>0` is `>` itself, `>8` FNC1, `>5` goes on in subset C."""


def modules_of(text: str) -> str:
    """`1` is black. Raises ValueError for what the subset that is in force does not have."""
    start = _STARTS.get(text[1:2], 104) if text.startswith(">") else 104
    rest = text[2:] if text.startswith(">") and text[1:2] in _STARTS else text
    values = [start, *_values(rest, _SUBSETS[start])]
    if len(values) < 2:
        raise ValueError("nothing to encode")
    checksum = (values[0] + sum(at * value for at, value in enumerate(values))) % 103
    widths = "".join(_WIDTHS[6 * value : 6 * value + 6] for value in (*values, checksum)) + _STOP
    return "".join("10"[at % 2] * int(width) for at, width in enumerate(widths))


def _values(text: str, subset: str) -> list[int]:
    values: list[int] = []
    at = 0
    while at < len(text) and len(values) < 256:
        if text[at] == ">" and text[at + 1 : at + 2] in _CODES:
            values.append(_CODES[text[at + 1]])
            subset = _SUBSETS.get(values[-1], subset)
            at += 2
        elif subset == "C":
            pair = text[at : at + 2]
            if len(pair) < 2 or not (pair.isascii() and pair.isdecimal()):
                raise ValueError("no pair of digits in subset C")
            values.append(int(pair))
            at += 2
        else:
            values.append(_value(text[at], subset))
            at += 1
    return values


def _value(letter: str, subset: str) -> int:
    code = ord(letter)
    if subset == "A" and code < 32:
        return code + 64
    if not 32 <= code < (96 if subset == "A" else 128):
        raise ValueError(f"a character that subset {subset} does not have")
    return code - 32
