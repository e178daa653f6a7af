"""The data inventory: what every field of every model is, for whom, for how long, and what erasure does with it.

Each app has a `data_inventory.toml`; how an entry is written stands at the top of the ground's. Own copy, erasure and
the record of processing read it, so what is written there is what happens.
"""

import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pathlib import Path

from django.apps import apps

FILE = "data_inventory.toml"
CLASSES = ("personal", "office", "public", "technical")
ERASURES = ("deleted", "cleared", "kept")
REPLACEMENTS = ("blank", "nothing", "no", "dash", "pseudonym", "address")


@dataclass(frozen=True)
class Entry:
    """What the inventory says of one model."""

    model: str
    purpose: str
    audience: str
    kept: str
    personal: tuple = ()
    office: tuple = ()
    public: tuple = ()
    technical: tuple = ()
    own_copy: bool = False
    left_out: tuple = ()
    erasure: str = "kept"
    cleared: dict = field(default_factory=dict)
    acts_of_office: tuple = ()
    because: str = ""

    @property
    def fields(self):
        """Every field with its class; a field named twice stands there twice."""
        return [(name, kind) for kind in CLASSES for name in getattr(self, kind)]

    @property
    def copied(self):
        """The fields that go into a person's own copy, in the order of the inventory."""
        named = [name for name, kind in self.fields if kind != "technical"] if self.own_copy else []
        return [name for name in named if name not in self.left_out]


@dataclass(frozen=True)
class Inventory:
    entries: dict
    purposes: dict
    audiences: dict
    periods: dict

    def of(self, model):
        return self.entries[model._meta.label]


def _files():
    """One file per floor: the top package of each installed app that has one."""
    tops = dict.fromkeys(config.name.partition(".")[0] for config in apps.get_app_configs())
    folders = [Path(import_module(name).__file__).parent for name in tops]
    return [folder / FILE for folder in folders if (folder / FILE).exists()]


@cache
def inventory():
    entries, lists = {}, {"purposes": {}, "audiences": {}, "periods": {}}
    for file in _files():
        tables = tomllib.loads(file.read_text())
        for name, found in lists.items():
            found.update(tables.pop(name, {}))
        for label, values in tables.items():
            entries[label] = Entry(model=label, **values)
    return Inventory(entries, **lists)


def fields_of(model):
    return [each.name for each in (*model._meta.concrete_fields, *model._meta.many_to_many)]


def gaps():
    """What is wrong with the inventory, each as a sentence that says what to write where. Empty where it is whole."""
    known, found = inventory(), []
    models = {model._meta.label: model for model in apps.get_models() if not model._meta.proxy}
    for label, model in models.items():
        if label not in known.entries:
            found.append(f'{label}: no entry. Add ["{label}"] to {_file_for(model)}; its head says how.')
        else:
            found += _faults(known, known.entries[label], fields_of(model), _file_for(model))
    return found + [
        f"{label}: there is no such model any more. Remove its entry." for label in known.entries.keys() - models
    ]


def _file_for(model):
    top = model.__module__.partition(".")[0]
    own = {file.parent.name for file in _files()}
    return f"{top if top in own else 'scn_portal'}/{FILE}"


def _faults(known, entry, fields, file):
    named = [name for name, _kind in entry.fields]
    missing, stale = set(fields) - set(named), set(named) - set(fields)
    twice = {name for name in named if named.count(name) > 1}
    for name in sorted(missing):
        yield f'{entry.model}.{name}: add it to one of {", ".join(CLASSES)} under ["{entry.model}"] in {file}.'
    for name in sorted(stale):
        yield f"{entry.model}.{name}: there is no such field. Remove it from {file}."
    for name in sorted(twice):
        yield f"{entry.model}.{name}: it stands in two lists of {file}. A field has one class."
    yield from _unknown_words(known, entry)
    yield from _unsaid(entry)


def _unknown_words(known, entry):
    for value, allowed in (
        (entry.purpose, known.purposes),
        (entry.audience, known.audiences),
        (entry.kept, known.periods),
        (entry.erasure, ERASURES),
        *((each, REPLACEMENTS) for each in entry.cleared.values()),
    ):
        if value not in allowed:
            yield f"{entry.model}: {value!r} is none of {', '.join(allowed)}."
    for name in {*entry.left_out, *entry.cleared, *entry.acts_of_office} - {name for name, _kind in entry.fields}:
        yield f"{entry.model}: {name!r} is no field of it."


def _unsaid(entry):
    stays = set(entry.personal) - set(entry.cleared) if entry.erasure != "deleted" else set()
    not_copied = set(entry.personal) if not entry.own_copy else set(entry.left_out)
    if (stays or not_copied) and not entry.because:
        yield f"{entry.model}: say in `because` why {', '.join(sorted(stays | not_copied))} stays or is not copied."
    if bool(entry.cleared) != (entry.erasure == "cleared"):
        yield f'{entry.model}: `cleared` and erasure = "cleared" belong together.'
