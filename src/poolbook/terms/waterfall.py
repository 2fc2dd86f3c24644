"""Placeholder of the settlement engineer: the typed rule."""

from __future__ import annotations

from poolbook.yamlfile import Strict


class Rule(Strict):
    """One rule of the waterfall."""
