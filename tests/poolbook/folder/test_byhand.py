"""Hand-written files out of what they hold: reading what was written gives the same again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import hypothesis
import pytest
from hypothesis import strategies as st

from poolbook.folder import byhand, names, recorded
from poolbook.folder.handwritten import Commentary, CommentItem, Facts, Measures
from poolbook.folder.recorded import Recorded
from poolbook.yamlfile.text import unseen
from tests.worlds.build import EXAMPLES

PACKS = sorted(path.parent.name for path in EXAMPLES.glob("*/terms.yaml"))
AWKWARD = [
    'say "so"',
    "a\\b",
    "£ – é",
    "= 1",
    "# no: comment",
    "{a: [b]}",
    "- x",
    "null",
    "2009-04-01",
    "two\nlines",
    "\t",
]

#: Any letters, and those that mean something to YAML more often.
texts = st.text(st.characters() | st.sampled_from("\t\n\\\"' :#-{}[]&*!|>%@\xa0"), max_size=40)


def read(path: Path) -> Recorded:
    """The hand-written files of a pack."""
    return recorded.read(lambda name: (path / name).read_bytes() if (path / name).exists() else None)


def again(given: Recorded, terms: bytes) -> Recorded:
    """The same, written and read."""
    files = byhand.files(given) | {names.TERMS: terms}
    return recorded.read(files.get)


@pytest.mark.parametrize("pack", PACKS)
def test_an_examples_records_come_back_as_they_were(pack: str) -> None:
    given = read(EXAMPLES / pack)
    made = again(given, (EXAMPLES / pack / names.TERMS).read_bytes())
    assert made == replace(given, document=made.document)


def comments_again(*texts: str) -> list[str]:
    """The texts of comments, written and read."""
    example = read(EXAMPLES / PACKS[0])
    day = date(2009, 7, 1)
    items = tuple(CommentItem.model_construct(period=1, scheme="A", text=each, by="Ann Lee", at=day) for each in texts)
    comments = Commentary.model_construct(poolbook="commentary/1", comments=items)
    made = again(replace(example, commentary=comments), (EXAMPLES / PACKS[0] / names.TERMS).read_bytes())
    return [each.text for each in made.commentary.comments]


@hypothesis.given(texts.filter(lambda text: unseen(text) is None))
def test_any_text_that_can_be_seen_comes_back_as_it_was(text: str) -> None:
    assert comments_again(f"x{text}x") == [f"x{text}x"]


def test_any_words_come_back_as_they_were() -> None:
    given = read(EXAMPLES / PACKS[0])
    day = date(2009, 7, 1)
    items = tuple(
        CommentItem.model_construct(period=1, scheme="A", text=f"x{each}", by=f"{each}y", at=day) for each in AWKWARD
    )
    comments = Commentary.model_construct(poolbook="commentary/1", comments=items)
    made = again(replace(given, commentary=comments), (EXAMPLES / PACKS[0] / names.TERMS).read_bytes())
    assert [(each.text, each.by) for each in made.commentary.comments] == [(f"x{each}", f"{each}y") for each in AWKWARD]


def test_a_file_that_would_be_empty_is_not_written() -> None:
    given = read(EXAMPLES / PACKS[0])
    bare = replace(
        given,
        facts=Facts(poolbook="facts/1"),
        commentary=Commentary(poolbook="commentary/1"),
        measures=Measures(poolbook="measures/1"),
        forecasts=(),
    )
    assert set(byhand.files(bare)) <= {names.DECISIONS}
