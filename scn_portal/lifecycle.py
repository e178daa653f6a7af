"""Lifecycles: the one way in which a record's status changes.

An app writes its transitions in its own lifecycle.py, one function each. Calling a transition locks what it must,
then the row, asks the permission and the state, runs the body, saves, and writes the audit entry and the fact, all
in one transaction. The fact is delivered to its receivers after the commit.
"""

import logging
from contextlib import contextmanager

import rules
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from scn_portal.audit.models import record
from scn_portal.jobs.models import announce

logger = logging.getLogger(__name__)


class TransitionRefused(Exception):  # noqa: N818 -- a refusal is an answer, not an error
    """The record is not in a state from which this transition starts. The text is safe to show to people."""


class System:
    """The clock, or a call from a higher floor that has checked the right itself."""

    is_active, is_authenticated, pk = True, False, None
    audit_kind, audit_key = "system", ""

    def __str__(self):
        return "the system"


SYSTEM = System()


class Visitor:
    """Somebody who has not signed in and holds no link: may do what is open to all, and nothing else."""

    is_active, is_authenticated, pk = True, False, None
    audit_kind, audit_key = "visitor", ""

    def __str__(self):
        return "a visitor"


VISITOR = Visitor()


class LinkHolder:
    """Whoever holds a signed link: a principal with exactly one row to act on.

    `opens` names that row as "app.model:code".
    """

    is_active, is_authenticated, pk = True, False, None
    audit_kind = "link"

    def __init__(self, opens):
        self.opens = opens

    @property
    def audit_key(self):
        return self.opens.rpartition(":")[2][:40]


def may(principal, permission, subject=None):
    """Whether `principal` may do what `permission` names. An error inside a predicate means no."""
    try:
        return bool(principal.is_active) and rules.has_perm(permission, principal, subject)
    except Exception:
        logger.exception("a permission could not be decided", extra={"rule": permission})
        return False


@contextmanager
def one_transaction():
    """All or nothing. What a constraint with words of its own refuses is answered in those words."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        words = _words_of_constraint(error)
        if words is None:
            raise
        raise TransitionRefused(words) from error


def _words_of_constraint(error):
    """The `violation_error_message` that a model gave to the constraint which the database has just held, or None."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    for model in apps.get_models() if name else ():
        for each in model._meta.constraints:
            if each.name == name and each.violation_error_message != each.default_violation_error_message:
                return str(each.violation_error_message)
    return None


class Facts:
    """What a step announces: one fact, or one for each state in which it may leave the row; else its permission."""

    def __init__(self, announces, permission):
        by_state = announces if isinstance(announces, dict) else {}
        self.by_state = {str(state): str(fact) for state, fact in by_state.items()}
        self.otherwise = str(announces) if announces and not by_state else permission

    def after(self, state):
        return self.by_state.get(str(state), self.otherwise)

    def __str__(self):
        return "` or `".join(dict.fromkeys(self.by_state.values())) or self.otherwise


class Transition:
    def __init__(self, lifecycle, change, *, sources, to, announces, locks, by_system):
        self.lifecycle, self.change = lifecycle, change
        self.sources, self.target, self.locks, self.by_system = sources, to, locks, by_system
        meta = lifecycle.model._meta
        self.name, self.__name__, self.__doc__ = change.__name__, change.__name__, change.__doc__
        self.permission = f"{meta.app_label}.{self.name}_{meta.model_name}"
        self.facts = Facts(announces, self.permission)

    def __repr__(self):
        return f"<Transition {self.permission}>"

    def is_open_to(self, principal, subject):
        return self._starts_from(subject) and may(principal, self.permission, subject)

    def _starts_from(self, subject):
        return not self.sources or subject.status in self.sources

    def __call__(self, subject, *, by, **details):
        with one_transaction():
            if self.locks:
                self.locks(subject, **details)
            row = type(subject)._base_manager.select_for_update(of=("self",)).get(pk=subject.pk)
            if not self._is_allowed(by, row):
                raise PermissionDenied(self.permission)
            if not self._starts_from(row):
                raise TransitionRefused(self.refusal(row, by))
            return self._carry_out(row, by, details)

    def _is_allowed(self, by, row):
        return self.by_system if by is SYSTEM else may(by, self.permission, row)

    def _carry_out(self, row, by, details):
        loaded = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
        before = getattr(row, "status", "")
        if self.target is not None:
            row.status = self.target
        self.change(row, by=by, **details)
        row.save()
        changed = {name for name, value in loaded.items() if getattr(row, name) != value}
        after = getattr(row, "status", "")
        entry = record(self.permission, subject=row, actor=by, before=before, after=after, changed=changed)
        announce(self.facts.after(after), subject=row, actor=by, entry=entry)
        return row

    def refusal(self, row, by):
        """Why this transition does not start here. A model may know better words, for people who signed in."""
        own_words = getattr(row, "already_decided", None) if by.audit_kind == "person" else None
        return (own_words and own_words()) or _("This is already “%(state)s”.") % {"state": row.get_status_display()}


class Creation:
    """The transition from nothing: makes a row, with the same permission, audit entry and fact."""

    def __init__(self, lifecycle, make, *, to, announces, by_system):
        self.lifecycle, self.make, self.by_system = lifecycle, make, by_system
        meta = lifecycle.model._meta
        self.name, self.__name__, self.__doc__ = make.__name__, make.__name__, make.__doc__
        self.permission = f"{meta.app_label}.{self.name}_{meta.model_name}"
        self.facts = Facts(announces, self.permission)
        self.sources, self.target = (), to or self._first_state(meta)

    @staticmethod
    def _first_state(meta):
        """What the model gives a new row, or None where it keeps no state."""
        field = next((field for field in meta.concrete_fields if field.name == "status"), None)
        return field.default if field and field.has_default() else None

    @property
    def first_states(self):
        """In what it may begin: one state, or those of which a fact tells."""
        return [self.target] if self.target else list(self.facts.by_state)

    def __call__(self, *, by, within=None, **details):
        """`within` is what the permission is asked about: the city, the call, the object that the new row joins."""
        with one_transaction():
            if not (self.by_system if by is SYSTEM else may(by, self.permission, within)):
                raise PermissionDenied(self.permission)
            row = self.make(by=by, **({"within": within} if within is not None else {}), **details)
            after = getattr(row, "status", "")
            entry = record(self.permission, subject=row, actor=by, after=after)
            announce(self.facts.after(after), subject=row, actor=by, entry=entry)
            return row


class Lifecycle:
    """The transitions of one model, in the order in which they are declared."""

    registered = []

    def __init__(self, model):
        self.model, self.transitions, self.creations = model, [], []
        self.registered.append(self)

    def transition(self, *sources, to=None, announces=None, locks=None, by_system=False):
        """Declare a transition. No `sources` means from any state; no `to` means an act that keeps the state.

        `locks(subject, **details)` takes the locks that must come before the row's own (docs/architecture.md, order
        of locks); it gets what the caller gave.
        `announces` is a fact, or a dict of facts by the state in which the step may leave the row.
        `by_system` lets the clock or a higher floor call it as SYSTEM.
        """

        def register(change):
            each = Transition(
                self, change, sources=sources, to=to, announces=announces, locks=locks, by_system=by_system
            )
            self.transitions.append(each)
            return each

        return register

    def creation(self, *, to=None, announces=None, by_system=False):
        """Declare how a row is made. `to` names its first state where that is not the model's default."""

        def register(make):
            self.creations.append(Creation(self, make, to=to, announces=announces, by_system=by_system))
            return self.creations[-1]

        return register

    def open_to(self, principal, subject):
        """The transitions that this principal could carry out now, for buttons."""
        return [each for each in self.transitions if each.is_open_to(principal, subject)]

    def as_mermaid(self):
        """The state diagram, for docs/states.md. Acts that keep the state stand in the table there."""
        begins = [f"  [*] --> {state}: {each.name}" for each in self.creations for state in each.first_states]
        arrows = [(source, each) for each in self.transitions for source in each.sources if each.target]
        lines = [f"  {source} --> {each.target}: {each.name}" for source, each in arrows]
        return "\n".join(["stateDiagram-v2", *begins, *lines])
