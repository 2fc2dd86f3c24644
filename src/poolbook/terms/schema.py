"""The JSON Schema of ``terms.yaml``, by which an editor offers keys and marks faults while a person types.

It is made from the model, so the two cannot differ; only :func:`poolbook.terms.read.read` decides.
"""

from __future__ import annotations

from typing import Any

from poolbook.terms.model import FORMAT, Terms


def schema() -> dict[str, Any]:
    """The schema, as data to be written out as JSON."""
    made = Terms.model_json_schema(by_alias=True, mode="validation")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made, "title": f"Poolbook {FORMAT}"}
