"""The sources of the portal's search page. It knows no app: each app's search.py registers its own."""

from collections.abc import Callable
from dataclasses import dataclass

_registered = {}


@dataclass(frozen=True)
class Source:
    """One kind of thing that can be found.

    `find(user, query, limit)` returns (rows the user may see, best first; total). `template` shows one row as `hit`.
    """

    key: str
    label: str  # lazy translation
    find: Callable
    template: str
    all_url: Callable  # all_url(query) -> address of the full list
    position: int = 50


def register(source):
    _registered[source.key] = source
    return source


def sources():
    return sorted(_registered.values(), key=lambda each: each.position)
