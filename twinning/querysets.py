"""The words with which others ask for rows. `visible_to` is the one answer to "who may see".

Interests, entries, plans, notes and guests are read by the cities concerned and staff; profiles, rounds, running
partnerships, visits and projects by members; by everybody what was recorded from public sources, what partners made
public, and what came of a project.
"""

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from cities.status import months_after, today
from hub.readers import reader_of
from scn_portal.accounts.rules import is_moderator
from scn_portal.sharing import Sharing

SHOWN_PARTNERSHIPS = ("agreed", "active", "paused", "in_review", "closed")
SHOWN_VISITS = ("confirmed", "held", "reported")
TOLD = ("proposed", "accepted")  # groups of which their cities know, and which have not fallen


def _rows(label):
    return apps.get_model("twinning", label)._base_manager.all()


class ProfileQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Members read what cities need and offer."""
        reader = reader_of(user)
        return self.filter(Q(city__in=reader.cities) if reader.level < Sharing.GREEN else Q())

    def current(self):
        """Those confirmed within the last twelve months: the others are left out of discovery and rounds."""
        return self.filter(confirmed_on__gte=months_after(today(), -self.model.MONTHS_TO_CONFIRM))

    def out_of_date(self):
        return self.filter(confirmed_on__lt=months_after(today(), -self.model.MONTHS_TO_CONFIRM))


class InterestQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The two cities and staff."""
        reader = reader_of(user)
        if reader.is_staff:
            return self
        return self.filter(Q(from_city__in=reader.cities) | Q(to_city__in=reader.cities))


class RoundQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Members, from its opening on; moderators also drafts."""
        if is_moderator(user):
            return self
        return self.exclude(status="draft") if reader_of(user).level >= Sharing.GREEN else self.none()


class EntryQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own and staff; those of the other cities of a group from the day on which it was proposed."""
        reader = reader_of(user)
        if reader.is_staff:
            return self
        here = _rows("Place").filter(proposal__status__in=TOLD, round=OuterRef("round"), city=OuterRef("city"))
        beside = here.filter(proposal__places__city__in=reader.cities)
        return self.filter(Q(city__in=reader.cities) | Exists(beside))

    def taking_part(self):
        return self.filter(status="in")


class PartnershipQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of one's own cities; from the last signature on members, and everybody where the partners chose so."""
        reader = reader_of(user)
        if reader.is_staff:
            return self
        shown = Q(status__in=SHOWN_PARTNERSHIPS, sharing__lte=reader.level)
        return self.filter(shown | self._own(reader)) if reader.cities else self.filter(shown)

    def concerning(self, user):
        """Those whose texts, plans and notes this person reads: of one's own cities; staff."""
        reader = reader_of(user)
        return self if reader.is_staff else self.filter(self._own(reader))

    def _own(self, reader):
        return Exists(_rows("PartnerCity").filter(partnership=OuterRef("pk"), city__in=reader.cities, left_on=None))


class VisitQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of one's own cities; from their confirmation on members; recorded ones everybody."""
        reader = reader_of(user)
        if reader.is_staff:
            return self
        seen = Q(is_recorded=True, status__in=SHOWN_VISITS) | self._own(reader)
        if reader.level >= Sharing.GREEN:
            seen |= Q(status__in=SHOWN_VISITS)
        return self.filter(seen)

    def concerning(self, user):
        """Those whose aims, stops and report this person reads: hosts, sending cities, staff."""
        reader = reader_of(user)
        return self if reader.is_staff else self.filter(self._own(reader))

    def _own(self, reader):
        hosted = _rows("VisitStop").filter(visit=OuterRef("pk"), host__in=reader.cities)
        sent = _rows("VisitCity").filter(visit=OuterRef("pk"), city__in=reader.cities)
        return Exists(hosted) | Exists(sent)


class ProjectQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Members; whoever may read its result once it is done."""
        if reader_of(user).level >= Sharing.GREEN:
            return self
        results = apps.get_model("hub", "Resource").objects.visible_to(user).shown()
        return self.filter(status="done", result__in=results.values("pk"))

    def concerning(self, user):
        """Those whose tasks this person works on: of one's own cities; staff."""
        reader = reader_of(user)
        if reader.is_staff:
            return self
        return self.filter(Exists(_rows("ProjectCity").filter(project=OuterRef("pk"), city__in=reader.cities)))
