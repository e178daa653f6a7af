"""Mail about saved searches: once a day at most one mail a person, with what is new since they were last told.

What is found is noted when the job runs; what is written is asked again when the mail goes out.
"""

import logging
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from scn_portal.accounts.models import User
from scn_portal.jobs.due import daily
from scn_portal.notifications.kinds import address, kind
from scn_portal.notifications.outbox import write
from scn_portal.sharing import Sharing

from .filters import asked_again
from .listing import Listing, cards
from .models import Resource, SavedSearch, SearchAlert, ZeroQuery
from .readers import reader_of

logger = logging.getLogger(__name__)
Rhythm = SavedSearch.Rhythm
A_WEEK = timedelta(days=7)
LOOKED_THROUGH = 500  # items of a search at one go, the newest first
NAMED = 10  # items of a search that the mail names
KEPT_FOR = timedelta(days=30)
ZERO_QUERIES_KEPT_FOR = timedelta(days=90)


@daily
def send_alerts():
    """Tell those whose searches have new matches. Each person is a transaction of its own."""
    today = timezone.now().date()
    for person in User.objects.filter(pk__in=due(today).values("user"), is_active=True).order_by("pk"):
        try:
            tell(person, today)
        except Exception:
            logger.exception("an alert could not be written", extra={"object": f"person {person.pk}"})
    SearchAlert.objects.filter(on__lt=today - KEPT_FOR).delete()


@daily
def forget_old_searches():
    """Searches that found nothing are kept 90 days for the editors."""
    ZeroQuery.objects.filter(on__lt=timezone.now().date() - ZERO_QUERIES_KEPT_FOR).delete()


def due(today):
    """The searches whose turn it is: daily ones not looked at today, weekly ones not for a week."""
    daily_ones = Q(rhythm=Rhythm.DAILY, told_until__date__lt=today)
    return SavedSearch.objects.filter(daily_ones | Q(rhythm=Rhythm.WEEKLY, told_until__date__lte=today - A_WEEK))


@transaction.atomic
def tell(person, today):
    """Note what is new to this person, and queue one mail if anything is."""
    now, reader = timezone.now(), reader_of(person)
    searches = list(due(today).filter(user=person).select_for_update().order_by("pk"))
    found = {search.code: new_matches(search, reader, now) for search in searches}
    SavedSearch.objects.filter(pk__in=[each.pk for each in searches]).update(told_until=now)
    found = {code: keys for code, keys in found.items() if keys}
    if found:
        alert, _made = SearchAlert.objects.get_or_create(user=person, on=today, defaults={"found": found})
        write("hub.search_matched", subject=alert, person=person)


def new_matches(search, reader, now):
    """The keys of the items that came, or were opened, since the person was told; the newest first."""
    came = Q(published_at__gt=search.told_until, published_at__lte=now)
    opened = Q(embargo_until__gt=search.told_until, embargo_until__lte=now)
    shown = Resource.objects.visible_for(reader).shown()
    new = set(shown.filter(came | opened).values_list("pk", flat=True))
    asked = asked_again(search, reader)
    asked.sort, asked.page, asked.after = "newest", 1, ""
    found = []
    while len(found) < len(new):
        result = Listing(asked, size=LOOKED_THROUGH).result
        found += [key for key in result.ids if key in new]
        if not result.after:
            break
        asked = asked.after_row(result.after)
    return found


@kind(
    "hub.search_matched",
    label=_("New matches of your saved searches"),
    because=_("You get this because you saved a search and asked to hear of new matches."),
    related=("user",),
)
def search_matched(mail, alert):
    """What the person may still see of it. Above TLP:GREEN a link stands in the mail and nothing else."""
    reader = reader_of(alert.user)
    searches = SavedSearch.objects.filter(user=alert.user, code__in=alert.found).order_by("name", "pk")
    groups = [group for group in (group_of(each, alert.found[each.code], reader) for each in searches) if group]
    if not groups:
        return None
    return {
        "groups": groups,
        "number": len({item["url"] for group in groups for item in group["items"]}),
        "button_url": address("hub:search_list"),
        "button_label": _("Your saved searches"),
    }


def group_of(search, keys, reader):
    items = cards(reader, keys)
    return items and {
        "name": search.name,
        "items": [line_of(item) for item in items[:NAMED]],
        "more": max(0, len(items) - NAMED),
    }


def line_of(item):
    is_told = item.level <= Sharing.GREEN
    return {
        "url": address("hub:resource_detail", item.slug if is_told else item.code),
        "title": item.title if is_told else "",
        "place": f"{item.city.name}, {item.country_label}" if is_told and item.city else "",
        "label": item.label,
    }
