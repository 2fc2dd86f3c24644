"""A pack in a zip is verified as its folder is; a zip that is none, or would do harm, is refused in words."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from poolbook import folder
from poolbook.cli import main
from poolbook.findings import Refused
from poolbook.folder import zipped
from poolbook.reports import REPORTS
from tests.poolbook.folder.packs import imported, opened


def packed(path: Path, *, within: str = "") -> Path:
    """A zip of a pack with lines in it, in a folder of its own or in none."""
    opened(path / "pack")
    imported(path / "pack")
    made = path / "pack.zip"
    with zipfile.ZipFile(made, "w") as archive:
        for file in sorted((path / "pack").rglob("*")):
            if file.is_file() and file.name != ".lock":
                archive.write(file, within + file.relative_to(path / "pack").as_posix())
    return made


def refusal(path: Path) -> str:
    """Why a zip is refused."""
    with pytest.raises(Refused) as refused, folder.unpacked(path):
        pass
    assert [each.code for each in refused.value.findings] == ["pack.zip"]
    return refused.value.findings[0].message


@pytest.mark.parametrize("within", ["", "fund-2025-26/"])
def test_verify_and_prove_take_a_zip(tmp_path: Path, within: str, capsys: pytest.CaptureFixture[str]) -> None:
    made = packed(tmp_path, within=within)
    assert main(["verify", str(made)]) == main(["prove", str(made)]) == 0
    assert "everything holds" in capsys.readouterr().out


@pytest.mark.parametrize(
    "command",
    ["position {}", "settle {}", "export {} --to hledger", *(f"report {name} {{}} --quarter 1" for name in REPORTS)],
)
def test_what_only_looks_says_of_a_zip_what_it_says_of_its_folder(
    tmp_path: Path, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    made = packed(tmp_path)
    code = main(command.format(made.with_suffix("")).split())
    said = capsys.readouterr().out
    assert said
    assert main(command.format(made).split()) == code
    assert capsys.readouterr().out == said


def test_a_report_is_not_issued_into_a_zip(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = packed(tmp_path)
    before = made.read_bytes()
    assert main(["report", "monthly", str(made), "--period", "1", "--issue", "--by", "A", "--at", "2025-05-01"]) == 1
    assert "there is no folder" in capsys.readouterr().err
    assert made.read_bytes() == before


def test_what_was_changed_in_a_zip_is_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = packed(tmp_path)
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr("more.md", "added afterwards")
    assert main(["verify", str(made)]) == 1
    assert "more.md" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["../out.csv", "/etc/out.csv", "a/../../out.csv", "C:out.csv", "a\\b.csv"])
def test_a_name_that_leads_out_of_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    with zipfile.ZipFile(tmp_path / "bad.zip", "w") as archive:
        archive.writestr("terms.yaml", "")
        archive.writestr(zipfile.ZipInfo(name), "x")
    assert "nothing was unpacked" in refusal(tmp_path / "bad.zip")


def test_a_link_is_refused(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("terms.yaml")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "bad.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert "nothing was unpacked" in refusal(tmp_path / "bad.zip")


def test_a_zip_larger_than_any_pack_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipped, "MAX_UNPACKED", 1000)
    assert "no pack is so large" in refusal(packed(tmp_path))


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bad.zip", "w") as archive:
        archive.writestr("a", "x")
        archive.writestr("a/b", "x")
    assert "can be read" in refusal(tmp_path / "bad.zip")


def test_a_file_that_is_no_zip_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "pack.zip").write_text("not a zip")
    assert "neither the folder of a pack nor a zip" in refusal(tmp_path / "pack.zip")
