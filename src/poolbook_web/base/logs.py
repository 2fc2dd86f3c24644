"""Logs as one JSON object a line, each with the id of its request."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime

from poolbook_web.base.requests import current_id


class JsonFormatter(logging.Formatter):
    """A record as JSON. JSON escapes line ends, so that nobody's input can begin a line of its own."""

    def format(self, record: logging.LogRecord) -> str:
        """The record on one line."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if request := current_id():
            line["request"] = request
        line |= getattr(record, "said", {})
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)
