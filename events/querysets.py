"""The words with which others ask for rows. `visible_to` is the one answer to "who may see"."""

from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q

from hub.readers import reader_of
from scn_portal.accounts.rules import is_moderator
from scn_portal.sharing import Sharing

PAST = ("ended", "archived")


class EventQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The events whose page this person may open: announced ones by level, drafts of those who prepare them.

        A guest of an event that is not public sees the own seat page only; so does the door.
        """
        reader = reader_of(user)
        seen = ~Q(status="draft") & Q(sharing__lt=Sharing.AMBER, sharing__lte=reader.level)
        if reader.is_staff:
            seen = ~Q(status="draft")
        if reader.cities:
            hosts = self._hosts().filter(city__in=reader.cities)
            seen |= ~Q(status="draft") & (Exists(self._named().filter(city__in=reader.cities)) | Exists(hosts))
            seen |= Q(status="draft") & Exists(hosts.filter(role="lead"))
        if is_moderator(user):
            return self
        return self.filter(seen)

    def announced(self):
        """On the portal: everything but drafts."""
        return self.exclude(status="draft")

    def upcoming(self, day):
        """Not over on that day; what was cancelled stays until then, with a word about it."""
        return self.exclude(status__in=("draft", *PAST)).filter(ends_on__gte=day)

    def for_lists(self):
        """With what a card shows, so that a row costs no query: four for all of them."""
        stops = self._stops().select_related("city__country", "country", "venue").order_by("position")
        hosts = self._host().select_related("city__country", "organisation").order_by("position", "pk")
        return self.select_related("series").prefetch_related(
            "texts", Prefetch("stops", stops), Prefetch("stops__hosts", hosts)
        )

    def _stops(self):
        return self.model._meta.get_field("stops").related_model._base_manager.all()

    def _host(self):
        return self._stops().model._meta.get_field("hosts").related_model._base_manager.all()

    def _hosts(self):
        return self._host().filter(stop__event=OuterRef("pk"))

    def _named(self):
        return self.model._meta.get_field("event_cities").related_model._base_manager.filter(event=OuterRef("pk"))
