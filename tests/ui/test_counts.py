"""What is counted agrees with its number: one parcel, two parcels."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from string import Formatter

import pytest

from app.ui import messages_window
from app.ui.messages import CHINESE, word
from app.ui.messages_text import Text
from app.ui.messages_window import WORDS
from tests.ui.test_messages import TEXTS

# Words with an s at their end that say nothing of more than one.
SINGULAR = {
    *("is", "was", "has", "goes", "this", "its", "less", "as", "comes", "stays", "looks", "reads", "belongs", "needs"),
    *(
        "weighs",
        "ships",
        "travels",
        "waits",
        "makes",
        "says",
        "does",
        "gives",
        "takes",
        "asks",
        "stands",
        "times",
        "s",
        "holds",
    ),
}
MANY = {"are", "were", "have", "need"}
# Sentences about a number that is never one: what was measured, or a bound.
NEVER_ONE = re.compile(r"\{(most|dots|rate)\}|of \{units\} are in|^The goods|first \{count\} are listed")


def with_ones(text: Text) -> str:
    """The English sentence, every number in it 1 and every name a word."""
    names = {name for _, name, _, _ in Formatter().parse(text.en) if name}
    return text.fill("en", **dict.fromkeys(names, 1))


def words_after_one(said: str) -> set[str]:
    """What stands right behind a lonely 1 as if there were several of it."""
    after = set(re.findall(r"(?<![\d/·,-])\b1 ([a-z]+)\b", said))
    return {each for each in after if each in MANY or (each.endswith("s") and each not in SINGULAR)}


def counted() -> list[Text]:
    """Every sentence with a number, but those that have another one for a single thing beside them."""
    beside = {key.removesuffix(".one") for key in WORDS if key.endswith(".one")}
    many = {id(text) for key, text in WORDS.items() if key in beside or key.endswith((".many", ".several"))}
    return [text for text in TEXTS if "{" in text.en and id(text) not in many and not NEVER_ONE.search(text.en)]


@pytest.mark.parametrize("text", counted(), ids=lambda text: text.en[:40])
def test_one_thing_is_never_several(text: Text) -> None:
    assert words_after_one(with_ones(text)) == set()


def test_a_sentence_that_forgets_it_is_found() -> None:
    assert words_after_one(with_ones(Text("{count} parcels", "{count} 件"))) == {"parcels"}
    assert words_after_one(with_ones(Text("{count:parcel|parcels}", "{count} 件"))) == set()


@pytest.mark.parametrize(("count", "said"), [(0, "0 units"), (1, "1 unit"), (2, "2 units"), ("1,200", "1,200 units")])
def test_a_number_brings_its_word_with_it(count: int | str, said: str) -> None:
    assert word("waiting.units", "en", units=count) == said
    assert word("waiting.units", CHINESE, units=count) == f"{count} 件"


def test_a_number_is_still_formatted_as_one() -> None:
    assert Text("{grams:,} g", "{grams:,} 克").fill("en", grams=12_400) == "12,400 g"


def test_no_key_means_two_things() -> None:
    """One table would silently hide the other's sentence."""
    keys = Counter(key for table in word_tables() for key in table)
    assert {key for key, count in keys.items() if count > 1} == set()


def word_tables() -> Iterator[Mapping[str, Text]]:
    for name, table in vars(messages_window).items():
        if name == "_WINDOW" or name.endswith("_WORDS"):
            yield table
