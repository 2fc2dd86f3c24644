"""The schema that editors check terms by."""

from __future__ import annotations

import json

from poolbook.terms import schema
from poolbook.terms.model import Terms

MADE = schema.schema()


def test_the_schema_is_json_and_knows_every_key_of_the_terms() -> None:
    made = json.loads(json.dumps(MADE))
    assert set(made["properties"]) == set(Terms.model_fields)
    assert made["additionalProperties"] is False


def test_the_schema_wants_money_in_pounds_and_years_by_their_label() -> None:
    assert MADE["$defs"]["Pressure"]["properties"]["amount"]["pattern"] == "£"
    assert MADE["properties"]["year"]["pattern"] == "^(19|20)[0-9]{2}-[0-9]{2}$"


def test_the_schema_uses_the_words_of_the_file_not_those_of_python() -> None:
    assert {"if", "clause", "decide"} <= set(MADE["$defs"]["Rule"]["properties"])
