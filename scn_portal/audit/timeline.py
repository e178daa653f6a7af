"""The audit trail of one record, in the order in which it happened, with the names people have today."""

import datetime as dt
from dataclasses import dataclass

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils.translation import gettext as _

from .models import AuditEntry, kind_of


@dataclass(frozen=True)
class Line:
    at: dt.datetime
    act: str
    who: str
    after: str


def timeline(subject, labels=None, *, only=(), without=(), besides=()):
    """The acts on `subject`, oldest first: two queries. A state is shown where it changes.

    `labels` may hold words for an act, by the name of its transition; an act without reads as its own name.
    `only` and `without` name actions as the trail has them, such as "hub.open_resource".
    `besides` are rows that belong to the subject, such as the memberships of a city: their acts stand between its own.
    """
    labels, states = labels or {}, {kind_of(each): _states(each) for each in (subject, *besides)}
    about = Q()
    for each in (subject, *besides):
        about |= Q(subject_kind=kind_of(each), subject_key=str(each.pk))
    trail = AuditEntry.objects.filter(about).exclude(action__in=without)
    entries = list((trail.filter(action__in=only) if only else trail).order_by("id"))
    keys = {entry.actor for entry in entries if entry.actor_kind == AuditEntry.ActorKind.PERSON}
    people = get_user_model().objects.filter(public_id__in=keys) if keys else ()
    names = {person.public_id: str(person) for person in people}
    own = kind_of(subject)
    return [
        Line(
            entry.at,
            _act(entry, labels) + ("" if entry.subject_kind == own else f" ({_noun(entry.subject_kind)})"),
            _who(entry, names),
            _changed_to(entry, states[entry.subject_kind]),
        )
        for entry in entries
    ]


def _states(subject):
    return dict(getattr(subject, "Status", None).choices) if hasattr(subject, "Status") else {}


def _noun(kind):
    return str(apps.get_model(kind)._meta.verbose_name)


def _changed_to(entry, states):
    return "" if entry.after == entry.before else str(states.get(entry.after, ""))


def _act(entry, labels):
    name = entry.action.split(".")[-1].rpartition("_")[0]
    return str(labels.get(name, name.replace("_", " ").capitalize()))


def _who(entry, names):
    kinds = AuditEntry.ActorKind
    if entry.actor_kind == kinds.PERSON:
        return names.get(entry.actor, _("a person who has been erased"))
    return _("by the mailed link") if entry.actor_kind == kinds.LINK else _("the portal")
