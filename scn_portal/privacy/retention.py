"""How long things are kept: each rule says what is over its period and takes it away. `manage.py retention`.

    @keeps("joining.unsent", _("Join requests that were never sent"), "link")
    def unsent_requests(now):
        return JoinRequest.objects.filter(...)

A rule gives the rows that are overdue; they are deleted, or given one by one to `remove`. `period` names an entry of
[periods] in the data inventory. Run twice, a rule does nothing more.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from allauth.account.models import EmailConfirmation
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from scn_portal.jobs.due import daily
from scn_portal.notifications.models import KeptMail, OutboxMail
from scn_portal.ui.models import Draft, Submission

from . import stored
from .models import OwnCopy

logger = logging.getLogger(__name__)
rules = {}


@dataclass(frozen=True)
class Rule:
    name: str
    label: str
    period: str
    overdue: Callable  # now -> queryset
    remove: Callable | None


def keeps(name, label, period, remove=None):
    """Declare a rule over the function that finds what is overdue at an instant."""

    def declare(overdue):
        rules[name] = Rule(name, label, period, overdue, remove)
        return overdue

    return declare


def run(dry_run=False):
    """Take away what is over its period, each row on its own; return {name of the rule: how many}."""
    return {name: _apply(rule, dry_run) for name, rule in sorted(rules.items())}


def _apply(rule, dry_run):
    rows = rule.overdue(timezone.now())
    if dry_run:
        return rows.count()
    if rule.remove is None:
        return rows.delete()[1].get(rows.model._meta.label, 0)
    done = 0
    for row in rows.order_by("pk").iterator(chunk_size=100):
        with transaction.atomic():
            rule.remove(row)
        done += 1
    return done


@daily
def keep_no_longer():
    """Every night: what is over its period goes."""
    for name, number in run().items():
        if number:
            logger.info("kept no longer", extra={"object": f"{name}: {number}"})


def ago(now, **span):
    return now - timedelta(**span)


@keeps("ground.drafts", _("Drafts of forms"), "drafts")
def old_drafts(now):
    return Draft.objects.filter(saved_at__lt=ago(now, days=settings.DRAFT_DAYS))


@keeps("ground.submissions", _("Keys of forms that were handed in"), "submissions")
def old_submissions(now):
    return Submission.objects.filter(received_at__lt=ago(now, days=settings.SUBMISSION_DAYS))


@keeps("ground.own_copies", _("Copies of own data"), "copies", remove=stored.remove)
def old_copies(now):
    """Those that were never made, too: a new one can be asked for."""
    over = now - OwnCopy.KEPT
    return OwnCopy.objects.filter(Q(made_at__lt=over) | Q(made_at=None, asked_at__lt=over))


@keeps("ground.mail", _("Mail that is settled"), "mail")
def old_mail(now):
    """A reminder that still nobody has answered may then come once more: once a year at most."""
    settled = ~Q(state__in=[OutboxMail.State.PENDING, OutboxMail.State.SENDING])
    return OutboxMail.objects.filter(settled, due_at__lt=ago(now, days=settings.LOG_DAYS))


@keeps("ground.kept_mail", _("Mail kept on this machine"), "mail")
def old_kept_mail(now):
    return KeptMail.objects.filter(at__lt=ago(now, days=settings.LOG_DAYS))


@keeps("ground.sessions", _("Keys of logins that have ended"), "login")
def ended_sessions(now):
    return Session.objects.filter(expire_date__lt=now)


@keeps("ground.logins", _("Logins that have ended, with address and browser"), "login")
def ended_logins(now):
    alive = Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gte=now)
    return UserSession.objects.filter(~Exists(alive))


@keeps("ground.confirmations", _("Links that confirm an address"), "code")
def old_confirmations(now):
    return EmailConfirmation.objects.filter(created__lt=ago(now, days=4))
