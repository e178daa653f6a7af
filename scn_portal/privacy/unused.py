"""Accounts that nobody uses: two notices, then they are erased like on request, unless something stands in the way."""

from datetime import timedelta

from django.conf import settings
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from scn_portal.accounts.models import User
from scn_portal.audit.models import record
from scn_portal.jobs.due import daily
from scn_portal.lifecycle import SYSTEM
from scn_portal.notifications.models import OutboxMail

from . import erasing, notifications
from .retention import keeps
from .signals import objections_to_erasing

NOTICES = (timedelta(days=60), timedelta(days=30))  # before the account is over its period
APART = timedelta(days=28)


def unused_since(instant):
    """People, staff apart, who have not signed in since; the account's own beginning counts as a use."""
    people = User.objects.filter(is_active=True, is_staff=False, erased_at=None)
    return people.annotate(used_at=Coalesce("last_login", "joined_at")).filter(used_at__lte=instant)


def notices_to(person):
    """What the person was told since the last use, oldest first."""
    told = OutboxMail.objects.filter(kind="privacy.account_unused", person=person, due_at__gt=person.used_at)
    return list(told.order_by("due_at").values_list("due_at", flat=True))


@daily
def warn_of_unused_accounts():
    """The first notice two months before the end, the second a month later; never two within four weeks."""
    now, kept = timezone.now(), timedelta(days=settings.UNUSED_ACCOUNT_DAYS)
    for person in unused_since(now - kept + NOTICES[0]).iterator(chunk_size=500):
        told = notices_to(person)
        if len(told) >= len(NOTICES) or person.used_at > now - kept + NOTICES[len(told)]:
            continue
        if not (told and told[-1] > now - APART) and not objections_to_erasing(person):
            notifications.account_unused(person, number=len(told) + 1)


def erase_unused(person):
    record("privacy.erase_unused_user", subject=person, actor=SYSTEM)
    erasing.erase_person(person)


@keeps("ground.unused_accounts", _("Accounts that nobody uses"), "unused", remove=erase_unused)
def unused_accounts(now):
    """Those over their period, told twice, the second time four weeks ago at least."""
    over = unused_since(now - timedelta(days=settings.UNUSED_ACCOUNT_DAYS))
    return User.objects.filter(pk__in=[person.pk for person in over.iterator() if _may_go(person, now)])


def _may_go(person, now):
    told = notices_to(person)
    return len(told) >= len(NOTICES) and told[-1] <= now - APART and not objections_to_erasing(person)
