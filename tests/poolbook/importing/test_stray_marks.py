"""A stray quotation mark is found wherever the file is cut for reading, and none is found where there is none."""

from __future__ import annotations

from itertools import product

import pytest

from poolbook.importing import textfile
from poolbook.importing.upload import Upload

_CELLS = ('"8,1"', 'x"y"z', "b", '"q"', '""', '"a""b"')


@pytest.mark.parametrize("block", [1, 2, 3, 5])
def test_what_is_odd_does_not_depend_on_where_a_block_ends(monkeypatch: pytest.MonkeyPatch, block: int) -> None:
    for cells in product(_CELLS, repeat=3):
        whole = Upload("a.csv", data=(",".join(cells) + "\n").encode())
        monkeypatch.setattr(textfile, "_BLOCK", 1 << 22)
        expected = textfile.TextFile(whole)._scan.odd
        monkeypatch.setattr(textfile, "_BLOCK", block)
        assert textfile.TextFile(whole)._scan.odd == expected, cells
        assert expected == ('x"y"z' in cells), cells


def test_a_quoted_first_heading_after_a_byte_order_mark_is_not_odd() -> None:
    upload = Upload("a.csv", data=b'\xef\xbb\xbf"Date","Amount"\n"1","2"\n')
    assert not textfile.TextFile(upload)._scan.odd
