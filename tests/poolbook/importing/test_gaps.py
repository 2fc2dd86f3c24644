"""One line with a wrong date would have a fund look as if its year were nearly over: months without a line are said."""

from __future__ import annotations

from tests.poolbook.importing.memory import Memory, bring

HEAD = "Date,Code,Amount,Ref,Text\n"


def said(*days: str, store: Memory | None = None) -> list[str]:
    """What a file with a line of a pound on each of these days has said of its gaps."""
    rows = "".join(f"{day},A,1.00,{day},x\n" for day in days)
    result, _ = bring({"a.csv": HEAD + rows}, into=store)
    return [each.message for each in result.findings if each.code == "import.gap"]


def test_a_line_far_ahead_of_the_others_is_asked_about() -> None:
    assert said("02/04/2012", "03/05/2012", "31/03/2013") == [
        "lines of March 2013, £1.00 net, and none of June 2012 to February 2013: are the dates right?"
    ]


def test_each_gap_is_and_a_gap_of_one_month_too() -> None:
    assert said("02/04/2012", "03/06/2012", "03/09/2012") == [
        "lines of June 2012, £1.00 net, and none of May 2012: are the dates right?",
        "lines of September 2012, £1.00 net, and none of July 2012 to August 2012: are the dates right?",
    ]


def test_months_that_follow_each_other_and_a_single_month_are_not() -> None:
    assert said("02/04/2012", "03/05/2012", "01/06/2012") == []
    assert said("31/03/2013") == []


def test_late_lines_of_months_that_came_before_are_not() -> None:
    _, books = bring({"b.csv": HEAD + "01/04/2012,A,2.00,1,x\n01/05/2012,A,2.00,2,x\n01/06/2012,A,2.00,3,x\n"})
    assert said("02/04/2012", "03/07/2012", store=books) == []
    assert said("05/05/2012", "03/09/2012", store=books) == [
        "lines of September 2012, £1.00 net, and none of August 2012: are the dates right?"
    ]
