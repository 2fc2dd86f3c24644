"""The evidence pack holds every issued report, makes each again, and comes in and out the same to the byte."""

from __future__ import annotations

import hashlib
import io
import os
import zipfile
from pathlib import Path

import pytest
from django.test import Client

from poolbook import cli, folder
from poolbook_web.audit.models import AuditEvent
from poolbook_web.base import appendonly
from poolbook_web.monitoring import actions as monitoring
from poolbook_web.partners.models import FundYear
from poolbook_web.people.models import Role
from poolbook_web.reporting import queries
from poolbook_web.reporting.models import Document, Issued, Source
from poolbook_web.reporting.models.which import Which
from tests.web import books, year
from tests.web.cast import Cast
from tests.web.reporting.quarter import AT, SECOND, issued, measure, reportable


@pytest.fixture(autouse=True)
def _a_disk_that_need_not_be_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody pulls the plug on these tests."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


def with_reports(cast: Cast) -> FundYear:
    """A year with two versions of a quarterly report and a monthly one, and books that went on."""
    fund_year = reportable(cast)
    issued(fund_year, cast.manager)
    measure(fund_year, actual="81%")
    issued(fund_year, cast.manager, why="A corrected return.")
    issued(fund_year, cast.manager, which=Which("monthly", 6))
    books.journal(fund_year, books.moved(period=7, scheme="CARE"), at=AT)
    return fund_year


def taken(fund_year: FundYear, path: Path) -> folder.Pack:
    """The pack of a year."""
    return monitoring.take_pack(fund_year=fund_year, path=path, by=None, at=AT)


def contents(path: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    return {each.relative_to(path).as_posix(): each.read_bytes() for each in path.rglob("*") if each.is_file()}


def test_the_pack_verifies_with_every_report_made_again_and_is_the_same_each_time(cast: Cast, tmp_path: Path) -> None:
    fund_year = with_reports(cast)
    pack = taken(fund_year, tmp_path / "pack")
    assert {each.name for each in folder.issued.all_of(pack)} == set(Document.objects.values_list("name", flat=True))
    assert len(contents(pack.path / "reports")) == 3 * 2 * 2 + 3, "bytes and records; the terms, and two measures"
    assert cli.main(["verify", str(pack.path)]) == 0
    assert cli.main(["prove", str(pack.path)]) == 0
    again = monitoring.take_pack(fund_year=fund_year, path=tmp_path / "again", by=cast.manager, at=AT)
    assert contents(again.path) == contents(pack.path)


def test_a_report_that_was_changed_in_the_pack_is_named(cast: Cast, tmp_path: Path) -> None:
    pack = taken(with_reports(cast), tmp_path / "pack")
    file = pack.path / "reports" / "quarterly-quarter-2-v1.txt"
    file.write_text(file.read_text().replace("76%", "86%"))
    assert cli.main(["verify", str(pack.path)]) == 1


def test_a_pack_with_reports_comes_in_and_goes_out_as_it_was(cast: Cast, tmp_path: Path) -> None:
    fund_year = with_reports(cast)
    pack = taken(fund_year, tmp_path / "pack")
    other = books.fund_for(pack.terms)
    loaded, notes = monitoring.load_pack(fund=other, path=pack.path, by=None, at=AT)
    assert not notes
    assert queries.verify(loaded).holds
    assert [(each.report, each.number, each.version) for each in Issued.objects.filter(fund_year=loaded)] == [
        ("monthly", 1, "1"), ("quarterly", 1, "1"), ("quarterly", 2, "2"),
    ]  # fmt: skip
    back = taken(loaded, tmp_path / "back")
    reports = {name: data for name, data in contents(pack.path).items() if name.startswith("reports/")}
    assert {name: data for name, data in contents(back.path).items() if name.startswith("reports/")} == reports
    assert cli.main(["verify", str(back.path)]) == 0
    measure(loaded, actual="82%")
    assert issued(loaded, why="Once more.").version == "3"


def test_a_report_that_the_command_line_issued_is_shown_on_the_site_and_kept(cast: Cast, tmp_path: Path) -> None:
    fund_year = reportable(cast)
    pack = taken(fund_year, tmp_path / "pack")
    issue = ["report", "quarterly", str(pack.path), "--quarter", "2", "--issue", "--by", "A. Patel"]
    assert cli.main([*issue, "--format", "xlsx", "--at", "2009-10-20T09:00"]) == 0
    loaded, _ = monitoring.load_pack(fund=books.fund_for(pack.terms), path=pack.path, by=None, at=AT)
    row = queries.issued_or_404(loaded, SECOND, 1)
    page = queries.issued_page(row, cast.manager, AT)
    assert row.by == "A. Patel"
    assert page.report.title == "Quarterly report, quarter 2"
    assert queries.document(row, "xlsx") == (pack.path / "reports" / "quarterly-quarter-2-v1.xlsx").read_bytes()
    assert queries.verify(loaded).holds


def test_the_site_hands_it_over_as_a_zip_that_is_the_same_for_everybody(
    cast: Cast, client: Client, tmp_path: Path
) -> None:
    fund_year = with_reports(cast)
    address, zips = f"/funds/{cast.fund.slug}/{fund_year.year}/reports/pack/", []
    for role in (Role.AUDITOR, Role.POOL_MANAGER):
        client.force_login(cast.roles[role])
        assert "Download the evidence pack" in client.get(address).content.decode()
        answer = client.post(address)
        assert "attachment" in answer["Content-Disposition"]
        zips.append(answer.getvalue())
    assert zips[0] == zips[1]
    assert AuditEvent.objects.filter(event="pack.taken").count() == 2
    with zipfile.ZipFile(io.BytesIO(zips[0])) as archive:
        archive.extractall(tmp_path)
    (inside,) = tmp_path.iterdir()
    assert cli.main(["verify", str(inside)]) == 0
    client.force_login(cast.roles[Role.ADVISORY_MEMBER])
    assert client.post(address).status_code == 403


def test_verify_answers_in_one_line_and_names_each_difference(cast: Cast, client: Client) -> None:
    fund_year = with_reports(cast)
    client.force_login(cast.roles[Role.AUDITOR])
    address = f"/funds/{cast.fund.slug}/{fund_year.year}/reports/verify/"
    page = client.post(address).content.decode()
    assert "Everything holds: books, reports and history." in page
    assert "3 made again" in page
    broken(fund_year)
    page = client.post(address).content.decode()
    assert "2 things differ: each is named below." in page
    assert "the bytes of quarterly-quarter-2-v1.txt are not those that were issued" in page
    assert "quarterly-quarter-2-v2.data, made again" in page


def broken(fund_year: FundYear) -> None:
    """What an intruder could do who has the database itself."""
    first = Document.objects.get(name="quarterly-quarter-2-v1.txt")
    second = Document.objects.get(name="quarterly-quarter-2-v2.data")
    with appendonly.lifted():
        Document.objects.filter(pk=first.pk).update(data=bytes(first.data).replace(b"76%", b"86%"))
        changed = bytes(second.data).replace(b"81%", b"91%")
        Document.objects.filter(pk=second.pk).update(data=changed, sha256=sha256(changed))


def sha256(data: bytes) -> str:
    """As a clever intruder puts it right."""
    return hashlib.sha256(data).hexdigest()


def test_what_a_report_was_made_from_is_missed(cast: Cast) -> None:
    fund_year = reportable(cast)
    issued(fund_year)
    with appendonly.lifted():
        Source.objects.filter(name="measures.yaml")._raw_delete("default")
    (books_, reports, history) = queries.verify(fund_year).checks
    assert not books_.found
    assert not history.found
    assert {each.code for each in reports.found} == {"reporting.refused"}
    assert year.AT < AT
