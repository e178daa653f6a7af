"""Steps of a visit: change the plan, its stops, who travels; take part; call it off; report and check."""

from datetime import timedelta

from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cities.models import City
from events.models import Event, Stop
from hub.models import Resource
from hub.views.asking import Asked
from scn_portal.ui.views import TransitionView

from ..forms.visits import AboutForm, CorrectForm, GuestForm, ReasonForm, ReportForm, StopForm
from ..lifecycle import visits
from ..models import Guest
from .visiting import OfVisit, StepOfVisit, led_by

MONTH = timedelta(days=31)


class VisitEdit(StepOfVisit):
    step, form_class = visits.revise, AboutForm
    heading, done = _("Change the plan"), _("Changed. The other cities are asked anew.")
    lede = _("The other cities are asked anew whether they take part.")

    def get_initial(self):
        visit = self.visit
        senders = [each.city_id for each in visit.visit_cities.all()]
        return {"title": visit.title, "format": visit.format_id, "aims": "\n".join(visit.aims), "senders": senders}

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"cities": City.objects.listed().order_by("folded")}


class StopAdd(StepOfVisit):
    step, form_class = visits.add_stop, StopForm
    heading, done = _("Add a stop"), _("Added. The host is asked whether it takes part.")
    lede = _("The other cities are asked anew whether they take part.")

    def get_form_kwargs(self):
        given = {"cities": City.objects.listed().order_by("folded"), "events": self.events()}
        return super().get_form_kwargs() | given

    def events(self):
        """Stops of events that the reader may see, in the month around the visit."""
        seen = Event.objects.visible_to(self.request.user).announced().order_by().values("pk")
        days = self.visit.starts_on - MONTH, self.visit.ends_on + MONTH
        near = Stop.objects.filter(event__in=seen, starts_on__range=days)
        return near.select_related("event", "city").prefetch_related("event__texts").order_by("starts_on", "pk")


class StopEdit(StopAdd):
    step = visits.change_stop
    heading, done = _("Change the stop"), _("Changed. The other cities are asked anew.")

    @cached_property
    def stop(self):
        return get_object_or_404(self.visit.stops, code=self.kwargs["stop"])

    def get_initial(self):
        stop = self.stop
        days = {"starts_on": stop.starts_on, "ends_on": stop.ends_on}
        return {"host": stop.host_id, "zone": stop.zone, "event": stop.event_id} | days

    def details(self, form):
        return form.values | {"stop": self.stop}


class VisitStep(OfVisit, Asked, TransitionView):
    """A step that asks first."""


class StopRemove(VisitStep):
    transition = visits.remove_stop
    confirm, button, kind = _("Leave this stop out?"), _("Leave it out"), "danger"
    effect = _("Its list of guests goes too, and the other cities are asked anew whether they take part.")
    done = _("The stop is left out.")

    def details(self, form):
        return {"stop": get_object_or_404(self.visit.stops, code=self.kwargs["stop"])}


class VisitConfirm(VisitStep):
    transition = visits.confirm
    confirm, button = _("Does your city take part?"), _("Yes, our city takes part")
    effect = _("When every host and every city that travels has said yes, the visit is confirmed.")
    done = _("Thank you. The other cities see that yours takes part.")


class VisitCancel(VisitStep):
    transition, form_class = visits.cancel, ReasonForm
    confirm, button, kind = _("Call the visit off?"), _("Call it off"), "danger"
    effect = _("All cities that take part are told, with the reason.")
    done = _("Called off. All cities are told.")


class VisitCheck(VisitStep):
    transition = visits.check_facts
    confirm, button = _("Are the facts right?"), _("Yes, the facts are right")
    effect = _("From then on the report stays as it is.")
    done = _("Thank you. The report is checked.")


class GuestAdd(StepOfVisit):
    step, form_class = visits.add_guest, GuestForm
    heading, button = _("Name a person who travels"), _("Put the person on the list")
    lede = _(
        "Your city, the hosts of the stops and staff of the network read it. It goes twelve months after the visit."
    )
    done = _("The person is on the list.")

    def get_form_kwargs(self):
        senders = led_by(self.request.user).filter(pk__in=self.visit.visit_cities.values("city"))
        return super().get_form_kwargs() | {"cities": senders, "stops": self.visit.stops.select_related("host")}


class GuestRemove(VisitStep):
    transition = visits.remove_guest
    confirm, button, kind = _("Take this person off the list?"), _("Take off the list"), "danger"
    effect = _("At all stops of the visit. Nothing of the person is kept.")
    done = _("The person is no longer on the list.")

    @cached_property
    def guest(self):
        """A guest of an own city; anybody else's is a wrong address."""
        return get_object_or_404(Guest, visit=self.visit, city__in=self.own, pk=self.kwargs["guest"])

    def ask(self, form, status=200):
        self.confirm = _("Take %(name)s off the list?") % {"name": self.guest.name}
        return super().ask(form, status)

    def details(self, form):
        return {"guest": self.guest}


class VisitReport(StepOfVisit):
    step, form_class = visits.report, ReportForm
    heading, button = _("What came of it"), _("File the report")
    lede = _("One answer for each aim. A host reads it and says whether the facts are right.")
    done = _("Filed. The hosts are asked whether the facts are right.")

    def get_form_kwargs(self):
        hosts = self.visit.stops.exclude(host=None).values("host")
        shown = Resource.objects.visible_to(self.request.user).shown()
        own = self.own.values("pk")
        practices = shown.filter(city__in=hosts).exclude(city__in=own).order_by("title")
        given = {"aims": self.visit.aims, "cities": self.own, "practices": practices}
        return super().get_form_kwargs() | given


class VisitCorrect(StepOfVisit):
    step, form_class = visits.correct, CorrectForm
    heading, done = _("Put the report right"), _("The report is put right.")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"aims": self.visit.aims}

    def get_initial(self):
        told = self.visit.report
        answers = {f"answer_{number}": words for number, words in enumerate(told.get("answers", []))}
        return answers | {"follows": told.get("follows", "")}
