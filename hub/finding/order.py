"""The orders of a list, and the keys by which the next page goes on where the last one ended."""

from datetime import UTC, date, datetime

NEVER = "0001-01-01"
ORDERS = {  # columns from the first to the last that decides; a key holds them as text
    "newest": ("newest_at", "resource_id"),
    "confirmed": ("coalesce(confirmed_on, '0001-01-01')", "resource_id"),
    "taken_over": ("taken_over", "newest_at", "resource_id"),
    "title": ("title_key", "resource_id"),
}


def _moment(text):
    """In UTC: the database does not know every offset that can be written."""
    return datetime.fromisoformat(text).astimezone(UTC)


_READ = {
    "newest_at": _moment,
    "coalesce(confirmed_on, '0001-01-01')": date.fromisoformat,
    "taken_over": int,
    "resource_id": int,
    "title_key": str,
}
ASCENDING = {"title"}


class ForgedKeyError(ValueError):
    """The key of a page is not one that the search gave."""


def order_by(sort):
    """The ORDER BY of a sort other than "best"."""
    direction = "ASC" if sort in ASCENDING else "DESC"
    return ", ".join(f"{column} {direction}" for column in ORDERS[sort])


def key_of(sort):
    """An expression for the key of a row."""
    return "concat_ws('|', " + ", ".join(_as_text(column) for column in ORDERS[sort]) + ")"


def _as_text(column):
    return "to_json(newest_at) #>> '{}'" if column == "newest_at" else column


def after(sort, key):
    """(condition, parameters) for the rows behind `key`; raises ForgedKeyError for one that cannot be read."""
    if not key:
        return "true", {}
    columns = ORDERS[sort]
    parts = key.split("|")
    try:
        values = [_READ[column](part) for column, part in zip(columns, parts, strict=True)]
    except (ValueError, OverflowError):
        raise ForgedKeyError(key) from None
    names = [f"after_{at}" for at in range(len(columns))]
    sign = ">" if sort in ASCENDING else "<"
    row = ", ".join(f"%({name})s" for name in names)
    return f"({', '.join(columns)}) {sign} ({row})", dict(zip(names, values, strict=True))


def is_key(sort, key):
    """Whether the search could have given this key for a page in this order."""
    try:
        after(sort, key)
    except ForgedKeyError:
        return False
    return True
