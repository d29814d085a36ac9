"""How well tracking numbers are recognized, by carrier; what is wrongly taken for one; and what that costs.

    python -m tests.bench.tracking_numbers [FOLDER]

FOLDER holds courier files in the form of jkeen/tracking_number_data (JSON with valid and invalid numbers). Without it
the examples of the shipped forms are asked. Made-up codes (order numbers, GTINs, serials; seed 1) show what would be
told wrongly at a bench.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from app.domain.barcode import Code, with_check_digit
from app.domain.tracking_check import CHECKS
from app.domain.tracking_forms import CARRIERS, NUMBERS, read_forms
from app.domain.tracking_number import Recognized, TrackingForms, Trust, recognize
from app.resources import resource

_KEYS = {"canada_post": "CANADAPOST", "old_dominion": "ODFL", "s10": ""}
_MADE_UP = 20_000
_LETTERS, _DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789"
_UPPER = _LETTERS + _DIGITS


def shipped() -> TrackingForms:
    texts = [(resource("carriers") / name).read_text("utf-8") for name in (CARRIERS, NUMBERS)]
    return read_forms(texts[0], texts[1])


def courier_files(folder: Path) -> Iterator[tuple[str, list[str], list[str]]]:
    """Key of the carrier (empty for any post), its valid and its invalid numbers."""
    for path in sorted(folder.glob("*.json")):
        tree = json.loads(path.read_text("utf-8"))
        found: tuple[list[str], list[str]] = [], []
        _collect(tree, found)
        code = tree["courier_code"]
        yield _KEYS.get(code, code.upper()), *found


def _collect(tree: object, found: tuple[list[str], list[str]]) -> None:
    """The numbers stand at two depths: beside a form, and beside several."""
    if isinstance(tree, list):
        for each in tree:
            _collect(each, found)
    elif isinstance(tree, dict):
        numbers = tree.get("test_numbers", {})
        found[0].extend(numbers.get("valid", ()))
        found[1].extend(numbers.get("invalid", ()))
        for each in tree.values():
            _collect(each, found)


def of_carrier(found: tuple[Recognized, ...], key: str) -> list[Recognized]:
    """What was recognized as this carrier's; a post's without a key, by its check digit."""
    return [each for each in found if each.carrier.key == key or (not key and each.why == "s10")]


def told(found: tuple[Recognized, ...]) -> set[str]:
    """The carriers that a bench names: those trusted most, when that is more than a guess."""
    best = found[0].trust if found else Trust.WEAK
    return {each.carrier.key for each in found if each.trust is best} if best > Trust.WEAK else set()


def made_up(chance: random.Random) -> dict[str, Callable[[], Code]]:
    """Codes of a bench that are nobody's waybill."""

    def digits(count: int) -> str:
        return "".join(chance.choices(_DIGITS, k=count))

    def text(alphabet: str, count: int) -> str:
        return "".join(chance.choices(alphabet, k=count))

    def imei(body: str) -> str:
        return next(body + digit for digit in _DIGITS if CHECKS["luhn"](body + digit))

    return {
        "EAN-13 as ]E0": lambda: Code(with_check_digit(digits(12)), "]E0"),
        "EAN-13, no symbology": lambda: Code(with_check_digit(digits(12))),
        "UPC-A, no symbology": lambda: Code(with_check_digit(digits(11))),
        "ITF-14, no symbology": lambda: Code(with_check_digit(digits(13))),
        "order number, 6 to 10 digits": lambda: Code(digits(chance.randint(6, 10))),
        "order number, 12 digits": lambda: Code(digits(12)),
        "order number, 16 to 19 digits": lambda: Code(digits(chance.randint(16, 19))),
        "SO-2026 and 6 digits": lambda: Code("SO-2026" + digits(6)),
        "SKU, 6 to 12 letters or digits": lambda: Code(text(_UPPER, chance.randint(6, 12))),
        "serial, 2 letters and 10 digits": lambda: Code(text(_LETTERS, 2) + digits(10)),
        "serial, 16 letters or digits": lambda: Code(text(_UPPER, 16)),
        "IMEI, 15 digits": lambda: Code(imei("35" + digits(12)), "]C0"),
        "phone, 11 digits": lambda: Code("1" + digits(10)),
    }


def main() -> None:
    forms = shipped()
    carriers = len({form.carrier.key for form in forms.forms})
    print(f"{len(forms.forms)} forms of {carriers} carriers")
    if len(sys.argv) > 1:
        _print_recall(forms, courier_files(Path(sys.argv[1])))
    else:
        examples: dict[str, list[str]] = {}
        for form in forms.forms:
            examples.setdefault(form.carrier.key, []).append(form.example)
        _print_recall(forms, ((key, numbers, []) for key, numbers in examples.items()))
    _print_wrong(forms)
    _print_cost(forms)


def _print_recall(forms: TrackingForms, files: Iterator[tuple[str, list[str], list[str]]]) -> None:
    print(f"\n{'':16} {'valid':>6} {'found':>6} {'named':>6} {'invalid':>8} {'wrong':>6}")
    total: Counter[str] = Counter()
    for key, valid, invalid in files:
        found = [recognize(Code(number, "]C0"), forms) for number in valid]
        count = Counter(
            valid=len(valid),
            found=sum(bool(of_carrier(each, key)) for each in found),
            named=sum(bool(key in told(each) if key else told(each)) for each in found),
            invalid=len(invalid),
            wrong=sum(bool(of_carrier(recognize(Code(number, "]C0"), forms), key)) for number in invalid),
        )
        total += count
        _print_line(key or "any post", count)
    _print_line("all", total)


def _print_line(name: str, count: Counter[str]) -> None:
    print(f"{name:16} {count['valid']:6} {count['found']:6} {count['named']:6} {count['invalid']:8} {count['wrong']:6}")


def _print_wrong(forms: TrackingForms) -> None:
    print(f"\n{'made up, told as a waybill':34} {'%':>6}  most often")
    for name, make in made_up(random.Random(1)).items():
        named = Counter(key for _ in range(_MADE_UP) for key in sorted(told(recognize(make(), forms)))[:1])
        share = 100 * named.total() / _MADE_UP
        print(f"{name:34} {share:6.2f}  {', '.join(key for key, _ in named.most_common(3))}")


def _print_cost(forms: TrackingForms) -> None:
    started = time.process_time()
    shipped()
    reading_ms = (time.process_time() - started) * 1000
    codes = [Code(form.example, "]C0") for form in forms.forms]
    started = time.process_time()
    for code in codes * 20:
        recognize(code, forms)
    one_us = (time.process_time() - started) / len(codes) / 20e-6
    print(f"\nreading the files {reading_ms:.1f} ms, a number {one_us:.1f} us")


if __name__ == "__main__":
    main()
