"""``rules.yaml``: which files are whose, what their columns mean, and where each coding goes.

A person in finance writes it once for a fund and adds a line when a new code appears. Read strictly: every fault comes
at once with its line. The keys are explained, with an example, in docs/reference/rules.md.

Source: docs/reference/rules.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fnmatch import fnmatch
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from poolbook import yamlfile
from poolbook.findings import Finding, Refused, error
from poolbook.importing.days import FORMS
from poolbook.importing.formats import FORMATS, Format, Kind, Shape
from poolbook.ledger import chart
from poolbook.yamlfile import Document, Strict, nearest

FORMAT = "rules/1"

#: Rules of a pack without any: Poolbook's own journals need none.
EMPTY = f"poolbook: {FORMAT}\n"


def _code(value: object) -> str:
    if isinstance(value, str):
        return value
    raise ValueError('write codes in quotation marks, as "0568": without them leading nils are lost')


def _kind(value: object) -> Kind:
    if isinstance(value, str) and value in set(Kind):
        return Kind(value)
    raise ValueError(f"write one of: {', '.join(Kind)}")


def _list(value: object) -> object:
    return [value] if isinstance(value, str) else value


CodeText = Annotated[str, BeforeValidator(_code), Field(max_length=400)]
KindName = Annotated[Kind, BeforeValidator(_kind)]
Headings = Annotated[list[str], BeforeValidator(_list)]
Name = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,39}$")]


class Source(Strict):
    """One kind of file that comes again and again: a layout and how to read it."""

    about: str = ""
    layout: str = ""  #: a name of FORMATS; empty with ``columns``
    columns: dict[str, Headings] = {}  #: role to heading(s): a saved mapping, or changes to the layout's
    files: Headings = []  #: patterns of file names; needed when two sources look alike
    sheet: str = ""  #: which sheet of a workbook
    repeats: Literal["incremental", "cumulative"] = "incremental"
    signs: Literal["debit_positive", "credit_positive"] = "debit_positive"
    decimals: Literal["point", "comma"] = "point"
    dates: list[str] = list(FORMS)
    period: Literal["", "from column", "from date", "from name"] = ""
    periods: dict[str, int] = {}  #: names of periods that the usual reading does not know
    year_named_by: Literal["start", "end"] = "start"
    incurred_by: str = ""  #: the partner in whose ledger this is, when it is not the host's
    codes: list[str] = []  #: roles or headings that the rules map by, in order
    types: dict[str, KindName] = {}
    otherwise: KindName | None = None  #: what a line of an unknown journal type is
    narrative: Literal["keep", "drop", "drop_payroll"] = "drop_payroll"
    reference: Literal["unique", "not_unique"] = "unique"  #: whether a transaction number tells a line apart


class Rule(Strict):
    """What one pattern of codes is. Exactly one of ``scheme``/``account``, ``elsewhere`` and ``ignore`` says so."""

    when: Annotated[dict[str, CodeText], Field(min_length=1)]
    source: str = ""
    scheme: str = ""
    account: str = ""
    contract: str = ""
    partner: str = ""
    elsewhere: str = ""
    ignore: str = ""
    note: str = ""
    illustrative: bool = False


class RulesFile(Strict):
    """The file as written."""

    poolbook: Literal["rules/1"]
    sources: dict[Name, Source] = {}
    rules: list[Rule] = []


@dataclass(frozen=True)
class Place:
    """Codes of a fund that rules may name."""

    schemes: frozenset[str]
    contributors: frozenset[str]


@dataclass(frozen=True)
class Rules:
    """The rules, checked, with each source's layout made up from the preset and its own columns."""

    document: Document
    sources: dict[str, Source]
    rules: tuple[Rule, ...]
    formats: dict[str, Format]

    def source_for(self, name: str) -> list[str]:
        """The sources whose file patterns take in a file's name; those without patterns take in any."""
        free = [key for key, each in self.sources.items() if not each.files]
        named = [key for key, each in self.sources.items() if any(fnmatch(name, pattern) for pattern in each.files)]
        journals = [key for key in free if self.formats[key].shape is Shape.JOURNAL]  # told by their headings alone
        return [*named, *journals] if named else free


def read(path: Path, place: Place) -> Rules:
    """The rules in a file; raises :class:`Refused` with every fault and its line."""
    return from_document(yamlfile.read(path), place)


def parse(text: str, place: Place, *, name: str = "rules.yaml") -> Rules:
    """The rules in a text; see :func:`read`."""
    return from_document(yamlfile.parse(text, name=name), place)


def from_document(document: Document, place: Place) -> Rules:
    """The rules in a YAML document; see :func:`read`."""
    if not isinstance(document.data, dict):
        raise Refused(
            [error("rules.shape", "this is not a rules file: it begins `poolbook: rules/1`", document.where())]
        )
    file = yamlfile.typed(document, RulesFile)
    found = [*_check_sources(document, file, place), *_check_rules(document, file, place)]
    if found:
        raise Refused(found)
    formats = {name: _format(name, each) for name, each in file.sources.items()}
    found = list(_check_columns(document, file, formats))
    if found:
        raise Refused(found)
    sources = dict(file.sources)
    if "journal" not in sources and not any(each.shape is Shape.JOURNAL for each in formats.values()):
        sources["journal"], formats["journal"] = Source(layout="journal"), FORMATS["journal"]
    return Rules(document, sources, tuple(file.rules), formats)


def _format(name: str, source: Source) -> Format:
    """The preset with the source's own columns in place of its headings; or a layout made of them alone."""
    own = {role: tuple(headings) for role, headings in source.columns.items()}
    preset = FORMATS.get(source.layout)
    if preset is not None and not (own or source.codes):
        return preset
    if preset is not None:
        extra = tuple((code,) for code in source.codes if code in own)
        return replace(preset, roles={**preset.roles, **own}, needs=preset.needs + extra)
    money = ("debit", "amount") if "debit" in own else ("amount",)
    rest = tuple((role,) for role in own if role not in (*money, "credit"))
    period = "from column" if "period" in own and "date" not in own else "from date"
    codes = tuple(role for role in own if role not in ROLES)
    return Format(name, source.about or "saved column mapping", own, (money, *rest), codes, period=period)


#: What a column can be, apart from a code.
ROLES = ("date", "period", "amount", "debit", "credit", "vat", "type", "reference", "supplier", "narrative")


def _check_sources(document: Document, file: RulesFile, place: Place) -> Iterator[Finding]:
    for name, source in file.sources.items():
        at = ("sources", name)
        yield from _check_layout(document, source, at)
        for form in source.dates:
            if form not in FORMS:
                message = f"{form} is not a form of dates; the forms are {', '.join(FORMS)}"
                yield error("rules.dates", message, document.where((*at, "dates")))
        if source.incurred_by and source.incurred_by not in place.contributors:
            hint = nearest(source.incurred_by, sorted(place.contributors))
            message = f"{source.incurred_by} is no partner of the terms{hint}"
            yield error("rules.partner", message, document.where((*at, "incurred_by")))
        for number in source.periods.values():
            if not 1 <= number <= 15:
                yield error("rules.period", f"{number} is not a period: 1 to 15", document.where((*at, "periods")))


def _check_layout(document: Document, source: Source, at: yamlfile.Path_) -> Iterator[Finding]:
    if source.layout and source.layout not in FORMATS:
        hint = nearest(source.layout, list(FORMATS))
        message = f"{source.layout} is not a layout{hint}; the layouts are {', '.join(FORMATS)}"
        yield error("rules.layout", message, document.where((*at, "layout")))
    if source.layout:
        return
    if not source.columns:
        message = "say which layout it is, or which columns it has: layout or columns is missing"
        yield error("rules.layout", message, document.where(at))
        return
    if not {"amount", "debit"} & set(source.columns):
        yield error("rules.columns", "no column is the amount: give amount, or debit and credit", document.where(at))
    if not {"date", "period"} & set(source.columns) and source.period != "from name":
        yield error("rules.columns", "no column is the date or the period: give one", document.where(at))


def _check_rules(document: Document, file: RulesFile, place: Place) -> Iterator[Finding]:
    first: dict[Any, int] = {}
    for number, rule in enumerate(file.rules):
        at = ("rules", number)
        yield from _check_rule(document, rule, at, place)
        if rule.source and rule.source not in file.sources:
            message = f"{rule.source} is not among the sources{nearest(rule.source, list(file.sources))}"
            yield error("rules.source", message, document.where((*at, "source")))
        key = (rule.source, frozenset((column, plain(text)) for column, text in rule.when.items()))
        if key in first:
            line = document.where(("rules", first[key])).line
            message = f"the same codes are answered in line {line} already: keep one of the two rules"
            yield error("rules.twice", message, document.where(at))
        first.setdefault(key, number)


def code_names(source: Source, layout: Format) -> list[str]:
    """The names of the codes that rules may use for a source, in order."""
    if source.codes:
        return list(source.codes)
    return [part for code in layout.codes for part in layout.split.get(code, (code,))]


def _check_columns(document: Document, file: RulesFile, formats: dict[str, Format]) -> Iterator[Finding]:
    """A rule that names a code no source has would never fit a line."""
    names = {name: code_names(source, formats[name]) for name, source in file.sources.items()}
    for number, rule in enumerate(file.rules):
        mine = [names[rule.source]] if rule.source else list(names.values())
        if any(set(rule.when) <= set(codes) for codes in mine):
            continue
        known = sorted({code for codes in mine for code in codes})
        wrong = next((column for column in rule.when if column not in known), next(iter(rule.when)))
        message = f"{wrong} is no code of its source{nearest(wrong, known)}; the codes are {', '.join(known)}"
        yield error("rules.column", message, document.where(("rules", number, "when", wrong)))


def _check_rule(document: Document, rule: Rule, at: yamlfile.Path_, place: Place) -> Iterator[Finding]:
    posts = bool(rule.scheme or rule.account)
    if sum((posts, bool(rule.elsewhere), bool(rule.ignore))) != 1:
        message = "a rule says one thing: a scheme (and account), or elsewhere, or ignore with the reason"
        yield error("rules.answer", message, document.where(at))
    for key, code, known in (("scheme", rule.scheme, place.schemes), ("partner", rule.partner, place.contributors)):
        if code and code not in known:
            message = f"{code} is no {key} of the terms{nearest(code, sorted(known))}"
            yield error("rules.code", message, document.where((*at, key)))
    if posts:
        yield from _check_account(document, rule, at)
    for column, text in rule.when.items():
        if "*" in text.strip().strip("*") or text.strip() in ("**", "***"):
            message = f"{text!r} has a star inside: a star stands at the beginning or the end, for any text there"
            yield error("rules.star", message, document.where((*at, "when", column)))


def _check_account(document: Document, rule: Rule, at: yamlfile.Path_) -> Iterator[Finding]:
    account = rule.account or "spend"
    try:
        chart.account(account)
    except ValueError as problem:
        yield error("rules.account", str(problem), document.where((*at, "account")))
    if account == "spend" and not rule.scheme:
        yield error("rules.scheme", "spending needs a scheme: add scheme", document.where(at))
    if account.startswith(("contributions", "owed_to_partners")) and not rule.partner:
        yield error("rules.partner", f"{account} needs a partner: add partner", document.where(at))
    if account in ("cash_at_host", "creditors"):
        message = f"{account} is the other side of every line, not what a line is for: choose another account"
        yield error("rules.account", message, document.where((*at, "account")))


def plain(text: str) -> str:
    """A code as rules compare it: without case and without blanks at the ends or doubled.

    >>> plain("  Home   CARE ")
    'home care'
    """
    return " ".join(text.split()).lower()
