"""Visits: the list, a new one, the page of one, the table of its guests."""

from functools import cached_property
from itertools import pairwise

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView, ListView, View

from cities.countries import country_name
from cities.models import City
from events.models import Event
from hub.models import Resource
from hub.readers import reader_of
from scn_portal.accounts.links import Public
from scn_portal.sharing import Sharing
from scn_portal.ui.tables import as_csv

from ..formats import WHO, limits_in_words, when
from ..forms.visits import OriginForm, PlanForm, VisitsFilterForm
from ..guest_lists import by_stop, guests_for
from ..lifecycle import visits
from ..models import Interest, Partnership, Visit, VisitFormat
from .visit_acts import acts_for
from .visiting import TONES, ForLeads, OfVisit, StepForm, led_by, to, with_cities

ON_ONE_PAGE = 20


def told(visit):
    """The visit with its words for cards."""
    visit.days, visit.tone, visit.is_vague = when(visit), TONES[visit.status], visit.precision != "day"
    visit.hosts = list(dict.fromkeys(each.host for each in visit.stops.all() if each.host))
    visit.places = [each.place for each in visit.stops.all() if not each.host]
    visit.checked_on = visit.facts_checked_at.date() if visit.facts_checked_at else None
    visit.erased_on = visit.guests_erased_at.date() if visit.guests_erased_at else None
    for host in visit.hosts:
        host.country_label = country_name(host.country_id)
    visit.senders = [each.city for each in visit.visit_cities.all()]
    return visit


class VisitList(Public, ListView):
    template_name = "twinning/visit_list.html"
    paginate_by = ON_ONE_PAGE

    @cached_property
    def form(self):
        form = VisitsFilterForm(self.request.GET or None)
        form.is_valid()
        return form

    def get_queryset(self):
        rows = with_cities(Visit.objects.visible_to(self.request.user)).order_by("-starts_on", "-pk")
        asked = getattr(self.form, "cleaned_data", {}).get("format")
        return rows.filter(format__code=asked) if asked else rows

    def paginate_queryset(self, queryset, page_size):
        """A page that does not exist is the nearest one that does."""
        paginator = self.get_paginator(queryset, page_size)
        page = paginator.get_page(getattr(self.form, "cleaned_data", {}).get("page") or 1)
        return paginator, page, page.object_list, page.has_other_pages()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        mine = reader_of(self.request.user).cities
        rows = [told(each) for each in context["object_list"]]
        for each in rows:
            each.is_own = bool(mine & {city.pk for city in [*each.hosts, *each.senders]})
        own = [each for each in rows if each.is_own and each.status in ("planned", "confirmed", "held")]
        others = [each for each in rows if each not in own]
        may_plan = bool(reader_of(self.request.user).leads())
        return context | {"own": own, "others": others, "form": self.form, "may_plan": may_plan}


class VisitDetail(Public, OfVisit, DetailView):
    template_name = "twinning/visit_detail.html"

    def get_context_data(self, **kwargs):
        user, visit = self.request.user, told(self.visit)
        is_inner = Visit.objects.concerning(user).filter(pk=visit.pk).exists()
        cities = [*visit.hosts, *visit.senders]
        seen = City.objects.visible_to(user).filter(pk__in=[each.pk for each in cities]).values_list("pk", flat=True)
        inner = self.inner(visit) if is_inner else {}
        return super().get_context_data(
            is_inner=is_inner,
            seen=set(seen),
            seen_events=self._seen_events(visit),
            is_open=visit.status in Visit.OPEN,
            who=WHO[visit.format.code],
            limits=limits_in_words(visit.format),
            partnership=self._seen(Partnership, visit.partnership_id),
            interest=self._seen(Interest, visit.interest_id),
            **way_of(visit),
            **inner,
            **kwargs,
        )

    def inner(self, visit):
        """What hosts, sending cities and staff read."""
        user = self.request.user
        own = list(self.own) if reader_of(user).leads() else []
        practice = visit.interest.resource_id if visit.interest else None
        return {
            "acts": acts_for(visit, own, user),
            "guests": by_stop(guests_for(user, visit)),
            "sends": bool({each.pk for each in own} & {each.pk for each in visit.senders}),
            "own_keys": {each.pk for each in own},
            "answers": list(zip(visit.aims, visit.report.get("answers", []), strict=False)),
            "practice": Resource.objects.visible_to(user).shown().filter(pk=practice).first(),
            "taken": Resource.objects.visible_to(user).filter(code=visit.report.get("taken", "-")).first(),
        }

    def _seen_events(self, visit):
        events = {each.event.event_id for each in visit.stops.all() if each.event}
        shown = Event.objects.visible_to(self.request.user).announced().filter(pk__in=events) if events else ()
        return {each.pk for each in shown}

    def _seen(self, model, key):
        return model.objects.visible_to(self.request.user).filter(pk=key).first() if key else None


def way_of(visit):
    """The hosts on the map, and the way to them and from one to the next."""
    places = [each for each in visit.hosts if each.lat is not None]
    ties = [(one, other) for one, other in pairwise(places) if one != other]
    if len(places) == 1:
        ties = [(each, places[0]) for each in visit.senders if each.lat is not None and each != places[0]]
        places += [each for each, _host in ties]
    regions = {each.country.region_code for each in places}
    return {"on_map": places, "ties": ties, "view": regions.pop() if len(regions) == 1 else "world"}


class VisitCreate(ForLeads, StepForm):
    """A plan, freely or filled from a partnership, an interest or a city."""

    form_class = PlanForm
    heading, button = _("Plan a visit"), _("Send the plan to the other cities")
    lede = _("The other cities then say whether they take part. Everything can still be changed.")
    done = _("Planned. The other cities are asked whether they take part.")

    @cached_property
    def origin(self):
        form = OriginForm(self.request.GET)
        form.is_valid()
        return {name: form.cleaned_data.get(name) for name in form.fields}

    @cached_property
    def partnership(self):
        """One that the reader may see; anything else in the address is a wrong address."""
        rows = Partnership.objects.concerning(self.request.user)
        return get_object_or_404(rows, slug=self.origin["partnership"]) if self.origin["partnership"] else None

    @cached_property
    def interest(self):
        rows = Interest.objects.visible_to(self.request.user)
        return get_object_or_404(rows, code=self.origin["interest"]) if self.origin["interest"] else None

    def cities(self):
        if self.partnership is None:
            return City.objects.listed().order_by("folded")
        partners = self.partnership.partner_cities.filter(left_on=None)
        return City.objects.filter(pk__in=partners.values("city")).order_by("folded")

    def get_form_kwargs(self):
        own = led_by(self.request.user)
        values = {"own": own, "cities": self.cities(), "few": self.partnership is not None}
        return super().get_form_kwargs() | values

    def get_initial(self):
        found = {"senders": [self.led[0].pk], "format": self._format()}
        if self.origin["city"]:
            found["host"] = City.objects.listed().filter(slug=self.origin["city"]).first()
        if self.interest:
            asked = self.interest
            words = {"title": f"{asked.from_city} – {asked.to_city}", "aims": " ".join(asked.aim.split())}
            found |= words | {"host": asked.to_city, "senders": [asked.from_city_id]}
        return found

    def _format(self):
        is_call = self.interest is not None and self.interest.wish == Interest.Wish.CALL
        return VisitFormat.objects.filter(code="online_clinic" if is_call else "study_visit").first()

    def take(self, form):
        origin = {"partnership": self.partnership, "interest": self.interest}
        return visits.plan(by=self.request.user, **form.values, **origin)

    def get_context_data(self, **kwargs):
        about = self.partnership or self.interest
        back = about.get_absolute_url() if about else to("visit_list")
        return super().get_context_data(about=about, **kwargs | {"back": back})


class VisitGuests(OfVisit, View):
    """The guests that the reader may see, as a table to take out."""

    def get(self, request, code):
        visit = get_object_or_404(Visit.objects.concerning(request.user), code=code)
        columns = ["stop", "starts_on", "ends_on", "city", "name", "office"]
        rows = [
            [each.stop.host or each.stop.place, each.starts_on, each.ends_on, each.city, each.name, each.office]
            for each in guests_for(request.user, visit)
        ]
        return as_csv(f"visit-{visit.code}-guests", Sharing.AMBER, columns, rows)
