"""The officers' desk for events: from the first draft to the archive."""

from django.contrib import admin
from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from scn_portal.sharing import Sharing
from scn_portal.ui.admin_acts import Act
from scn_portal.ui.admin_makes import Make, MakingAdmin

from .. import lifecycle
from ..calendars import days_of
from ..forms import guests, meetings, stops
from ..lifecycle import committee, delegations, invitations, questions
from ..lifecycle.gaps import before_announcing
from ..models import Event, Registration, Stop
from ..models.seats import LIVE
from .acting import OfficersAdmin, OnEvent, Within

Status = Event.Status
BEFORE_IT_ENDS = (Status.DRAFT, Status.ANNOUNCED, Status.OPEN, Status.CLOSED, Status.POSTPONED)
TELLS = {"postpone", "cancel", "reschedule"}


def number_told(event):
    """How many people have a seat or wait for one."""
    people = Registration.objects.filter(event=event, seats__status__in=LIVE)
    return people.distinct().count()


def is_of_named_cities(event):
    return event.sharing == Sharing.AMBER or bool(event.event_cities.all())


@admin.register(Event)
class EventAdmin(MakingAdmin, OfficersAdmin):
    key_field = "code"
    list_display = ["title", "kind", "status", "sharing", "days", "gaps"]
    list_filter = ["status", "kind", "sharing", "series"]
    search_fields = ["slug", "texts__title", "stops__city__name", "stops__place"]
    date_hierarchy = "starts_on"
    change_form_template = "admin/events/event/change_form.html"
    told_as = {"write": _("Begun"), "record": _("Written down"), "end": _("Ended by the clock")}
    makes = [
        Make(lifecycle.write, _("Begin an event"), _("The event is kept as a draft."), meetings.WriteForm),
        Make(lifecycle.record, _("Record a past event"), _("The event is on record."), meetings.RecordForm),
    ]
    acts = [
        Act(lifecycle.announce, _("Announce it"), _("The event is announced."), kind="primary"),
        Act(lifecycle.open_registration, _("Open registration"), _("Registration is open."), kind="primary"),
        Act(
            lifecycle.reschedule,
            _("Set new times"),
            _("The event has its new times. Everybody with a seat is told."),
            form_class=meetings.RescheduleForm,
            kind="primary",
        ),
        Act(lifecycle.revise, _("Change the facts"), _("Changed."), form_class=meetings.FactsForm),
        Act(lifecycle.set_text, _("Add or change a language"), _("Kept."), form_class=meetings.TextForm),
        Act(
            Within(lifecycle.stops.add, "add_stop"),
            _("Add a stop"),
            _("The stop is added."),
            form_class=stops.NewStopForm,
            is_ready=lambda event: event.status not in (Status.CANCELLED, Status.ENDED, Status.ARCHIVED),
        ),
        Act(lifecycle.name_city, _("Name a city"), _("The city is named."), form_class=meetings.CityForm),
        Act(
            lifecycle.unname_city,
            _("Take a named city out"),
            _("The city is not named any more."),
            form_class=meetings.NamedCityForm,
            is_ready=is_of_named_cities,
        ),
        Act(
            committee.invite_committee,
            _("Invite the seated cities"),
            _("Each seated city has its delegation."),
            form_class=guests.CommitteeForm,
            is_ready=lambda event: event.kind == Event.Kind.STEERING_COMMITTEE and event.starts_on is not None,
        ),
        Act(
            Within(delegations.invite, "invite_city"),
            _("Invite a city with seats"),
            _("The city is invited; its seats are held."),
            form_class=guests.DelegationForm,
            is_ready=lambda event: event.status in (Status.ANNOUNCED, Status.OPEN, Status.CLOSED),
        ),
        Act(
            Within(invitations.draft, "invite_person"),
            _("Note an invitation"),
            _("The invitation is noted. It goes out when you send it."),
            form_class=guests.InvitationForm,
            is_ready=lambda event: event.status in (Status.ANNOUNCED, Status.OPEN, Status.CLOSED),
        ),
        Act(
            Within(questions.ask, "ask_question"),
            _("Ask something at registration"),
            _("The question stands on the form from now on."),
            form_class=guests.QuestionForm,
            is_ready=lambda event: event.status in BEFORE_IT_ENDS,
        ),
        Act(
            OnEvent(invitations.draft_many, invitations.draft),
            _("Note many invitations"),
            _("The invitations are noted. They go out when you send them."),
            form_class=guests.InvitationsForm,
            is_ready=lambda event: event.status in (Status.ANNOUNCED, Status.OPEN, Status.CLOSED),
        ),
        Act(
            OnEvent(invitations.send_drafts, invitations.send),
            _("Send the invitations that are noted"),
            _("The invitations go out."),
            is_ready=lambda event: event.invitations.filter(status="draft").exists(),
        ),
        Act(lifecycle.rename, _("Give it another address"), _("The address is changed."), meetings.AddressForm),
        Act(lifecycle.close_registration, _("Close registration"), _("Registration is closed.")),
        Act(lifecycle.reopen, _("Open registration again"), _("Registration is open."), meetings.ReopenForm),
        Act(lifecycle.postpone, _("Postpone it"), _("Postponed. Everybody is told."), meetings.ReasonForm),
        Act(lifecycle.cancel, _("Cancel it"), _("Cancelled. Everybody is told."), meetings.CancelForm),
        Act(lifecycle.archive, _("Put it away"), _("The event is in the archive."), meetings.ArchiveForm),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).for_lists().prefetch_related("event_cities__city")

    @admin.display(description=_("title"), ordering="slug")
    def title(self, event):
        return event.title

    @admin.display(description=_("when"), ordering="starts_on")
    def days(self, event):
        return days_of(event) or "–"

    @admin.display(description=_("missing"))
    def gaps(self, event):
        if event.status != Status.DRAFT:
            return "–"
        number = len(before_announcing(event))
        return ngettext("%(number)s thing", "%(number)s things", number) % {"number": number} if number else "–"

    def form_values(self, act, row):
        return super().form_values(act, row) | ({"told": number_told(row)} if act.verb in TELLS else {})

    def row_context(self, request, row, bound):
        pools = Prefetch("stops", Stop.objects.select_related("city", "venue").prefetch_related("pools", "hosts__city"))
        event = Event.objects.prefetch_related(pools, "texts", "event_cities__city").get(pk=row.pk)
        missing = before_announcing(event) if event.status == Status.DRAFT else []
        return {
            "title": row.title,
            "event": event,
            "stops": event.stops.all(),
            "missing": missing,
            "desk_url": reverse("events:desk", args=[row.slug]),
            "level": Sharing(row.sharing).name,
            "delegations": row.delegations.select_related("city").order_by("status", "city__folded"),
            "invited": row.invitations.count(),
            "told": number_told(row),
        }
