"""Reports as people read them, against the files in ``expected``."""

from __future__ import annotations

import pytest

from tests.poolbook.reports.golden import CASES, HERE, text


@pytest.mark.parametrize("name", CASES)
def test_the_report_is_the_one_that_a_person_has_read(name: str) -> None:
    assert text(name) == (HERE / f"{name}.txt").read_text(encoding="utf-8")


def test_every_file_of_a_report_is_compared_with() -> None:
    assert {path.stem for path in HERE.iterdir()} == set(CASES)


@pytest.mark.parametrize("name", CASES)
def test_no_line_is_longer_than_a_hundred_characters(name: str) -> None:
    assert max(map(len, text(name).splitlines())) <= 100
