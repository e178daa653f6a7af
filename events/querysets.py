"""The words with which others ask for rows. `visible_to` is the one answer to "who may see"."""

from django.apps import apps
from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q

from hub.readers import reader_of
from scn_portal.accounts.rules import is_moderator
from scn_portal.sharing import Sharing

PAST = ("ended", "archived")
FOR_WHO_REGISTERS = ("delegate", "guest", "online")  # as `people.pools_open_to`: others are filled by invitation

_model = apps.get_model


class EventQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The events whose page this person may open: announced ones by level, drafts of those who prepare them.

        A guest of an event that is not public sees the own seat page only; so does the door.
        """
        reader = reader_of(user)
        if is_moderator(user):
            return self
        by_level = ~Q(status="draft") & Q(sharing__lt=Sharing.AMBER, sharing__lte=reader.level)
        return self.filter(by_level | self._concerned(reader))

    def concerning(self, user):
        """Those that this person may open whatever their level: as staff, for a city that is named or a host."""
        return self if is_moderator(user) else self.filter(self._concerned(reader_of(user)))

    def _concerned(self, reader):
        seen = ~Q(status="draft") if reader.is_staff else Q(pk__in=[])
        if reader.cities:
            hosts = self._hosts().filter(city__in=reader.cities)
            seen |= ~Q(status="draft") & (Exists(self._named().filter(city__in=reader.cities)) | Exists(hosts))
            seen |= Q(status="draft") & Exists(hosts.filter(role="lead"))
        return seen

    def announced(self):
        """On the portal: everything but drafts."""
        return self.exclude(status="draft")

    def upcoming(self, day):
        """Not over on that day; what was cancelled stays until then, with a word about it."""
        return self.exclude(status__in=("draft", *PAST)).filter(ends_on__gte=day)

    def for_lists(self):
        """With what a card shows, so that a row costs no query: four for all of them."""
        return self._with(self._stops(), self._host())

    def for_page(self, user):
        """With what the page of an event shows, and for each stop whether there is room, for each city whether it has
        a page that this person may open. As many queries as for a list.
        """
        has_page = Exists(_model("cities.City").objects.visible_to(user).order_by().filter(pk=OuterRef("city")))
        pools = _model("events.Pool").objects.order_by().filter(stop=OuterRef("pk"), category__in=FOR_WHO_REGISTERS)
        room = Q(waiting=0, capacity__gt=F("taken") + F("offered") + F("reserved"))
        stops = self._stops().annotate(
            city_has_page=has_page,
            has_room=Exists(pools.filter(room)),
            has_queue=Exists(pools.filter(keeps_waiting_list=True)),
        )
        return self._with(stops, self._host().annotate(city_has_page=has_page))

    def _with(self, stops, hosts):
        stops = stops.select_related("city__country", "country", "venue").order_by("position")
        hosts = hosts.select_related("city__country", "organisation").order_by("position", "pk")
        return self.select_related("series").prefetch_related(
            "texts", Prefetch("stops", stops), Prefetch("stops__hosts", hosts)
        )

    def _stops(self):
        return _model("events.Stop")._base_manager.all()

    def _host(self):
        return _model("events.Host")._base_manager.all()

    def _hosts(self):
        return self._host().filter(stop__event=OuterRef("pk"))

    def _named(self):
        return self.model._meta.get_field("event_cities").related_model._base_manager.filter(event=OuterRef("pk"))
