"""One JSON line per event. Never a token, a password, an e-mail address or content above CLEAR."""

import json
import logging
from datetime import UTC, datetime

from . import request_number

OWN = ("route", "person", "object", "duration_ms", "queries", "status", "rule")


class JsonFormatter(logging.Formatter):
    def format(self, record):
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
            "request": request_number.current(),
        }
        line |= {name: getattr(record, name) for name in OWN if hasattr(record, name)}
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=True, default=str)
