"""Reads matrix.toml and the URLconf: which routes there are, and what each answers to whom."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from django.urls import URLPattern, get_resolver

FILE = Path(__file__).with_name("matrix.toml")
STATED = tomllib.loads(FILE.read_text())
PRINCIPALS = STATED["principals"].split()
RULES = {name: dict(zip(PRINCIPALS, words.split(), strict=True)) for name, words in STATED["rules"].items()}
STAFF = ("registrar", "moderator", "administrator")
MADE_UP = "zzzzzzzzzz"


@dataclass(frozen=True)
class Route:
    """One address of the URLconf."""

    key: str  # its name, or its pattern where it has none
    pattern: str
    arguments: tuple


@dataclass
class Entry:
    """What matrix.toml says about one route."""

    key: str
    rule: str
    methods: tuple = ("GET",)
    maker: str = ""
    post: str = ""
    payload: dict = field(default_factory=dict)
    writes: tuple = ()
    but: dict = field(default_factory=dict)
    posts: dict = field(default_factory=dict)
    fresh: bool = False

    def expected(self, principal):
        return self.but.get(principal, RULES[self.rule][principal])

    def expected_of_post(self, principal):
        """A refusal like that of looking; else "acts": carried out, or answered with what is wrong in the form."""
        word = self.posts.get(principal, self.post or self.expected(principal))
        return word if word in {"in", "hide", "no", "405"} else "acts"


def routes(patterns=None, space="", before="", arguments=()):
    """Every route, recursively, allauth and admin included."""
    for each in get_resolver().url_patterns if patterns is None else patterns:
        pattern = before + str(each.pattern)
        named = (*arguments, *each.pattern.converters, *getattr(each.pattern.regex, "groupindex", {}))
        named = tuple(dict.fromkeys(named))
        if isinstance(each, URLPattern):
            yield Route(space + each.name if each.name else pattern, pattern, named)
        else:
            inner = f"{space}{each.namespace}:" if each.namespace else space
            yield from routes(each.url_patterns, inner, pattern, named)


def entries():
    """All that is stated, by the key of its route; the lists of the admin spelled out."""
    found = {key: _entry(key, **stated) for key, stated in STATED["routes"].items()}
    for model, stated in STATED["admin"].items():
        found |= {each.key: each for each in _admin_entries(model, **stated)}
    return found


def _entry(key, rule, methods="GET", maker="", writes="", **more):
    return Entry(key, rule, tuple(methods.split()), maker, writes=tuple(writes.split()), **more)


def _admin_entries(model, read="", change="", add="", acts=False):
    app, name = model.split(".")
    may_read = {*read.split(), *change.split(), "administrator"}
    may_change = {*change.split(), "administrator"} if change else set()
    may_add = {*add.split(), "administrator"} if add else set()
    allowed = {"changelist": may_read, "history": may_read, "change": may_read, "add": may_add, "delete": set()}
    for page, who in allowed.items():
        maker = f"row:{model}" if page in {"history", "delete", "change"} else ""
        but = {each: "page" if each in who else "no" for each in STAFF}
        writers = {"changelist": may_read, "history": may_read, "change": may_change}.get(page, who)
        posts = {each: "acts" if each in writers else "no" for each in STAFF}
        if acts and page == "change":
            posts = dict.fromkeys(STAFF, "405")
        yield Entry(f"admin:{app}_{name}_{page}", "admin", ("GET", "POST"), maker, but=but, posts=posts)
    but = {each: "page" if each in may_read else "no" for each in STAFF}
    yield Entry(f"admin:{app}_{name}_export", "admin", ("GET",), "way_out", but=but)
    yield Entry(f"admin/{app}/{name}/<path:object_id>/", "admin_onward", ("GET", "POST"), f"row:{model}")
