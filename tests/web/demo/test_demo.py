"""The demonstration: loaded by the product's own gates, once, marked on every page, and served to nobody else."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from pytest_django import Settings

import bootstrap
from poolbook import money
from poolbook_web.base import waiting
from poolbook_web.base.models import Letter
from poolbook_web.demo import words
from poolbook_web.demo.load import PACKS, Load, administrator, world
from poolbook_web.demo.management.commands import demo
from poolbook_web.demo.worlds import ADMINISTRATORS_ADDRESS, OCTOBER, PASSWORD, WORLDS, World
from poolbook_web.imports.models import Batch
from poolbook_web.ledger import queries as ledger
from poolbook_web.monitoring import store
from poolbook_web.monitoring.models import Measure
from poolbook_web.monitoring.queries import figures
from poolbook_web.partners.models import Fund, FundYear
from poolbook_web.people.access import standing
from poolbook_web.people.models import Membership, Person, Role
from tests.worlds.build import EXAMPLES

AT = datetime(2026, 3, 2, 9, 30, 0, 308_000, tzinfo=UTC)  # no moment of a clock is a whole second
BIRMINGHAM, OXFORDSHIRE = WORLDS

#: The tests' own cast has a fund by the name of Oxfordshire's first, so that only the two beside it are loaded.
LOADED = {
    BIRMINGHAM.name: {"birmingham-learning-disability": 2, "birmingham-mental-health": 2},
    OXFORDSHIRE.name: {"oxfordshire-older-people": 1, "oxfordshire-mental-health-provider": 1},
}


@pytest.fixture(autouse=True)
def _quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody pulls the plug on these tests."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


@pytest.fixture
def demonstration(settings: Settings) -> None:
    """The site as the demonstration's settings make it."""
    settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, "poolbook_web.demo"]
    settings.MIDDLEWARE = ["poolbook_web.demo.requests.ThisMachineMiddleware", *settings.MIDDLEWARE]
    settings.ROOT_URLCONF = "poolbook_web.demo.urls"
    settings.NOTICE = {
        "tag": "Demonstration", "words": "Nobody's books", "link": "demonstration", "link_words": "Who to sign in as",
    }  # fmt: skip


def loaded(of: World) -> int:
    """Load a world; how many funds were missing."""
    return world(of, Load(EXAMPLES, "http://127.0.0.1:8000", AT, lambda _: None))


def person(of: World, role: Role) -> Person:
    """The first of a world's cast in a role, who is there."""
    addresses = [of.address(player) for player in of.players if player.role is role]
    found = Person.objects.filter(email__in=addresses).order_by("pk").first()
    assert found is not None
    return found


@pytest.mark.slow
@pytest.mark.parametrize("of", WORLDS, ids=lambda each: str(each.name))
def test_a_world_is_loaded_once_with_its_books_proved_and_its_cast_in_their_roles(db: None, of: World) -> None:
    assert loaded(of) == len(LOADED[of.name])
    for slug, years in LOADED[of.name].items():
        found = FundYear.objects.filter(fund__slug=slug)
        assert found.count() == years
        for fund_year in found:
            assert ledger.prove(fund_year, digests=True) == ()
            assert store.book(fund_year).last_entry >= 1
    held = set(Membership.objects.filter(fund__slug__in=LOADED[of.name], until=None).values_list("role", flat=True))
    assert held >= {Role.POOL_MANAGER, Role.FINANCE_OFFICER, Role.CERTIFIER, Role.AUDITOR, Role.LEGAL_ADVISER}
    todo = [each.what for each in waiting.of(person(of, Role.FINANCE_OFFICER), AT)]
    assert any("question" in each.lower() for each in todo), "a board member has asked"
    asked = [each.what for each in waiting.of(person(of, Role.POOL_MANAGER), AT)]
    assert any("question" in each.lower() for each in asked), "a certifier has asked"
    assert any("receipt" in each.lower() for each in todo), "a quarterly report is issued"
    told = set(Letter.objects.filter(body__contains="acknowledge for your partner").values_list("to", flat=True))
    assert told >= {of.address(player) for player in of.players if player.role is Role.FINANCE_OFFICER}
    assert all(each.illustrative for each in Measure.objects.filter(fund_year__fund__slug__in=LOADED[of.name]))
    entries = {year.pk: store.book(year).head for year in FundYear.objects.all() if year.fund.slug in LOADED[of.name]}
    assert loaded(of) == 0
    assert {pk: store.book(FundYear.objects.get(pk=pk)).head for pk in entries} == entries


@pytest.mark.slow
def test_the_year_before_any_pool_shows_the_councils_overspend_as_its_cabinet_was_told(db: None) -> None:
    loaded(BIRMINGHAM)
    for slug, over in (("birmingham-learning-disability", 9_800_000_00), ("birmingham-mental-health", 0)):
        page = figures.position(FundYear.objects.get(fund__slug=slug, year="2008-09"), None, at=AT)
        assert page.report.period == 6
        assert page.tables[0].rows[-1].total
        assert dict(page.heads)["Spent to date"] == "£0.00"
        assert list(dict(page.heads).values())[-1] == money.show(over)


@pytest.mark.slow
def test_everybody_signs_in_with_the_one_password_and_sees_what_their_role_lets_them(
    demonstration: None, db: None
) -> None:
    loaded(OXFORDSHIRE)
    older, provider = "/funds/oxfordshire-older-people/", "/funds/oxfordshire-mental-health-provider/"
    expected = {
        Role.CERTIFIER: {older: 200, provider: 200},  # of the council, which is party to both
        Role.AUDITOR: {older: 200, provider: 404},  # of the primary care trust
    }
    for role, answers in expected.items():
        visitor = Client()
        given = {"login": person(OXFORDSHIRE, role).email, "password": PASSWORD}
        assert visitor.post("/account/sign-in/", given).status_code == 302
        for address, status in answers.items():
            page = visitor.get(address)
            assert page.status_code == status
            assert "Demonstration" in page.content.decode()
    chief = Client()
    chief.force_login(administrator(AT))
    assert "older people" in chief.get("/").content.decode()


@pytest.mark.slow
def test_a_stranger_signs_in_and_has_no_part_in_anything(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("poolbook_web.demo.load._pack", lambda *_: None)
    monkeypatch.setattr("poolbook_web.monitoring.actions.load_pack", lambda **_: None)
    loaded(BIRMINGHAM)
    stranger = Person.objects.get(email=BIRMINGHAM.address(BIRMINGHAM.stranger))
    assert stranger.check_password(PASSWORD)
    assert standing(stranger, Fund.objects.get(slug="birmingham-learning-disability"), AT).stranger


def test_each_world_has_one_of_every_role_and_nobody_twice() -> None:
    for each in WORLDS:
        assert {player.role for player in each.players} == set(Role) - {Role.ADMINISTRATOR}
        addresses = [each.address(player) for player in (*each.players, each.stranger)]
        assert len(addresses) == len(set(addresses))
        assert all(player.look for player in each.players)


@pytest.mark.django_db
def test_the_terminal_and_the_page_name_everybody_and_the_password(
    demonstration: None, db: None, client: Client
) -> None:
    page, said = client.get("/demonstration/").content.decode(), words.cast("http://127.0.0.1:8000")
    for text in (page, said):
        assert PASSWORD in text
        assert ADMINISTRATORS_ADDRESS in text
        for each in WORLDS:
            assert all(each.address(player) in text for player in (*each.players, each.stranger))


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/account/sign-in/", "/glossary/", "/nowhere/", "/demonstration/"])
def test_every_page_of_the_demonstration_says_that_it_is_one(demonstration: None, client: Client, path: str) -> None:
    assert "Nobody&#x27;s books" in client.get(path).content.decode()


@pytest.mark.django_db
def test_a_page_of_any_other_site_has_no_such_notice(client: Client) -> None:
    assert "phase-banner" not in client.get("/account/sign-in/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(("address", "status"), [("127.0.0.1", 200), ("::1", 200), ("192.0.2.7", 403), ("", 403)])
def test_a_visitor_from_another_machine_is_refused(
    demonstration: None, client: Client, address: str, status: int
) -> None:
    assert client.get("/demonstration/", REMOTE_ADDR=address).status_code == status


def test_the_demonstration_does_not_start_on_an_address_that_others_reach() -> None:
    with pytest.raises(CommandError, match=r"not served to 192\.0\.2\.7"):
        demo.Command().handle(address="192.0.2.7", fresh=True, port=8000, examples=EXAMPLES, load_only=False)


def test_a_folder_with_another_sites_database_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "poolbook.sqlite3").write_text("books")
    with pytest.raises(CommandError, match="it is left alone"):
        demo.own_folder(tmp_path, fresh=True)
    assert [each.name for each in tmp_path.iterdir()] == ["poolbook.sqlite3"]


def test_starting_over_clears_the_demonstrations_folder_and_nothing_but_that(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    demo.own_folder(folder, fresh=False)
    for name in ("poolbook.sqlite3", "poolbook.sqlite3-wal", "secret-key"):
        (folder / name).write_text("x")
    (folder / "letters").mkdir()
    demo.own_folder(folder, fresh=False)
    assert (folder / "poolbook.sqlite3").exists()
    demo.own_folder(folder, fresh=True)
    assert sorted(each.name for each in folder.iterdir()) == [demo.MARK, "secret-key"]


@pytest.mark.slow
def test_a_visitor_brings_in_the_month_that_was_left_and_another_accepts_it(demonstration: None, db: None) -> None:
    loaded(OXFORDSHIRE)
    visitor = Client()
    page = visitor.get("/demonstration/").content.decode()
    offered: Any = visitor.get("/demonstration/october.csv")
    data = b"".join(offered.streaming_content)
    assert f'href="/demonstration/october.csv" download>{OCTOBER.file}' in page
    fund_year = FundYear.objects.get(fund__slug=OCTOBER.fund, year=OCTOBER.year)
    before, address = ledger.head(fund_year), f"/funds/{OCTOBER.fund}/{OCTOBER.year}/imports/"
    visitor.force_login(Person.objects.get(email=OCTOBER.brings))
    visitor.post(f"{address}bring/", {"extracts": SimpleUploadedFile(OCTOBER.file, data)})
    batch = Batch.objects.get(fund_year=fund_year)
    assert (batch.state, batch.new, batch.rejected) == (Batch.State.REVIEW, 10, 0)
    assert not batch.unanswered.exists()
    visitor.post(f"{address}{batch.number}/accept/", {"seen": batch.digest})
    batch.refresh_from_db()
    assert batch.state == Batch.State.REVIEW  # whoever brought it in cannot accept it
    visitor.force_login(Person.objects.get(email=OCTOBER.accepts))
    visitor.post(f"{address}{batch.number}/accept/", {"seen": batch.digest})
    batch.refresh_from_db()
    assert batch.state == Batch.State.ACCEPTED
    assert ledger.head(fund_year).number > before.number
    assert ledger.prove(fund_year, digests=True) == ()
    assert "to October 2009" in visitor.get(f"/funds/{OCTOBER.fund}/{OCTOBER.year}/").content.decode()


def test_letters_lead_to_the_port_that_the_demonstration_is_served_at(
    monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    monkeypatch.setenv("POOLBOOK_ADDRESS", "")
    settings.ADDRESS = ""
    monkeypatch.setattr(demo, "_in_a_process_of_its_own", lambda *_, **__: None)
    monkeypatch.setattr(demo.Command, "_serve", lambda *_: None)
    call_command(demo.Command(), port=8765)
    assert os.environ["POOLBOOK_ADDRESS"] == settings.ADDRESS == "http://127.0.0.1:8765"


def test_git_ignores_the_folder_that_the_demonstration_makes() -> None:
    ignored = (bootstrap.ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert f"/{bootstrap.DEMO.name}/" in ignored


def test_what_the_demonstration_adds_to_the_examples_is_labelled_throughout() -> None:
    for path in PACKS.glob("*/terms.yaml"):
        text = path.read_text(encoding="utf-8")
        assert text.count("amount: £") == text.count("    illustrative: true\n") - text.count("    officer:")
        assert "illustrative" in text.partition("name: ")[2].partition("\n")[0]
    for path in [*PACKS.glob("extracts/*/*.csv"), *PACKS.glob("to_try/*.csv")]:
        rows = path.read_text(encoding="utf-8").splitlines()[1:]
        assert all("(illustrative)" in row for row in rows)
