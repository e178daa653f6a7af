"""The administrators' desk for the bodies: seats and terms over the years, the balance, rules and waivers."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from scn_portal.ui.admin_acts import Act, ActingAdmin
from scn_portal.ui.admin_makes import Make, MakingAdmin

from ..balance import balance_on
from ..countries import country_name
from ..forms.governing import (
    CoChairForm,
    EndForm,
    EndTermForm,
    NamePersonForm,
    ResizeForm,
    RuleForm,
    SeatForm,
    SeatPlanForm,
    SetUpSeatForm,
    WaiveForm,
)
from ..lifecycle import composition, seats
from ..lifecycle.seats import words_of
from ..models import Body, CompositionRule, Seat, SeatPerson, SeatTerm, Waiver
from ..status import today
from ..tenure import Tenure


class GovernedAdmin(ActingAdmin):
    """A row of the bodies on a page of its own: its facts, and the acts that are open. Administrators only."""

    key_field = "pk"
    change_form_template = "admin/cities/governed.html"

    def get_object(self, request, object_id, from_field=None):
        is_number = str(object_id).isascii() and str(object_id).isdecimal()
        return super().get_object(request, object_id) if is_number else None

    def row_context(self, request, row, bound):
        return {"facts": [(label, words) for label, words in self.facts(row) if words]}

    def facts(self, row):
        """What the page tells of the row, as (label, words)."""
        return []


@admin.register(Body)
class BodyAdmin(GovernedAdmin):
    key_field = "key"
    list_display = ["__str__", "seat_target", "term_years", "quorum"]
    change_form_template = "admin/cities/body/change_form.html"
    acts = [Act(seats.resize, _("Change the numbers"), _("The numbers are changed."), form_class=ResizeForm)]

    def get_object(self, request, object_id, from_field=None):
        return self.get_queryset(request).filter(key=object_id).first()

    def form_values(self, act, row):
        return {"body": row}

    def row_context(self, request, row, bound):
        tenure = Tenure(row, today(), request.user)
        balance = balance_on(row, today(), terms=tenure.current)
        values = {"tenure": tenure, "balance": balance, "held": balance.seats, "makes": self._makes()}
        return values | {"told": "cities/_warnings.html"}

    def _makes(self):
        """What staff begin from here, each with its address."""
        pages = [("seat", "set_up"), ("seatterm", "seat"), ("seatperson", "name_person")]
        pages += [("compositionrule", "set_rule"), ("waiver", "waive")]
        return [(MAKE_WORDS[verb], reverse(f"admin:cities_{model}_make", args=[verb])) for model, verb in pages]


MAKE_WORDS = {
    "set_up": _("Set up a seat"),
    "seat": _("Give a seat to a city or an organisation"),
    "name_person": _("Name a person for a seat"),
    "set_rule": _("Set a rule"),
    "waive": _("Waive a warning"),
}


@admin.register(Seat)
class SeatAdmin(MakingAdmin, GovernedAdmin):
    list_display = ["__str__", "body", "number", "kind"]
    list_filter = ["body", "kind"]
    list_select_related = ["body"]
    told_as = {"set_up": _("Set up")}
    makes = [Make(seats.set_up, MAKE_WORDS["set_up"], _("The seat is set up."), SetUpSeatForm)]

    def facts(self, row):
        terms = row.terms.with_holders().order_by("-period")
        return [(_("For"), row.get_kind_display()), *((each.holder, words_of(each.period)) for each in terms)]


@admin.register(SeatTerm)
class SeatTermAdmin(MakingAdmin, GovernedAdmin):
    list_display = ["holder", "seat", "period", "precision", "co_chair", "ended_why"]
    list_filter = ["seat__body"]
    list_select_related = ["seat__body", "city", "organisation"]
    search_fields = ["city__name", "city__folded", "organisation__name"]
    make_template = "admin/cities/seatterm/make_form.html"
    makes = [Make(seats.seat, MAKE_WORDS["seat"], _("The seat is taken."), SeatForm)]
    acts = [
        Act(seats.begin_co_chair, _("It co-chairs"), _("The co-chair is on record."), form_class=CoChairForm),
        Act(seats.end_co_chair, _("It co-chairs no more"), _("The end is on record."), form_class=EndForm),
        Act(seats.end_term, _("End the term"), _("The term has its end."), form_class=EndTermForm, kind="danger"),
    ]
    told_as = {"seat": _("Took the seat")}

    def get_urls(self):
        preview = path(
            "preview/", require_safe(self.admin_site.admin_view(self.preview)), name="cities_seatterm_preview"
        )
        return [preview, *super().get_urls()]

    def preview(self, request):
        """What a plan would break, as a part of the page: asked for again with each choice."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        plan = SeatPlanForm(request.GET)
        plan.is_valid()
        seat = plan.cleaned_data.get("seat")
        day = plan.cleaned_data.get("since") or today()
        balance = balance_on(seat.body, day) if seat else None
        regions = [(country_name(row.code), row) for row in balance.regions] if balance else []
        values = {"balance": balance, "broken": plan.breaks(), "regions": regions}
        return TemplateResponse(request, "cities/_seat_preview.html", values)

    def open_acts(self, request, row, bound):
        """Only one of the two acts about the co-chair makes sense at a time."""
        unfit = {"begin_co_chair"} if row.co_chair else {"end_co_chair"}
        return [each for each in super().open_acts(request, row, bound) if each.act.verb not in unfit]

    def facts(self, row):
        persons = row.persons.select_related("user")
        return [
            (_("Seat"), row.seat),
            (_("Period"), words_of(row.period)),
            (_("Co-chair"), row.co_chair and words_of(row.co_chair)),
            (_("Decision"), row.decision),
            (_("Why it ended"), row.ended_why),
            (_("Source"), row.source),
            (_("Persons"), ", ".join(str(each.user) for each in persons if each.until is None)),
        ]


@admin.register(SeatPerson)
class SeatPersonAdmin(MakingAdmin, GovernedAdmin):
    list_display = ["user", "term", "office", "since", "until"]
    list_filter = ["term__seat__body"]
    list_select_related = ["user", "term__seat__body", "term__city", "term__organisation"]
    search_fields = ["user__name", "user__email", "term__city__name", "term__organisation__name"]
    makes = [Make(seats.name_person, MAKE_WORDS["name_person"], _("The person is named."), NamePersonForm)]
    told_as = {"name_person": _("Named")}
    acts = [Act(seats.end_person, _("The person leaves the seat"), _("The person sits there no more."), kind="danger")]

    def facts(self, row):
        return [(_("Seat"), row.term), (_("Office"), row.office), (_("Address"), row.user.email)]


@admin.register(CompositionRule)
class CompositionRuleAdmin(MakingAdmin, GovernedAdmin):
    list_display = ["in_words", "body", "period"]
    list_filter = ["body", "kind"]
    list_select_related = ["body"]
    makes = [Make(composition.set_rule, MAKE_WORDS["set_rule"], _("The rule is set."), RuleForm)]
    told_as = {"set_rule": _("Set")}
    acts = [Act(composition.end_rule, _("End this rule"), _("The rule has its end."), form_class=EndForm)]

    def facts(self, row):
        waivers = row.waivers.order_by("-until_on")
        period = [(_("Body"), row.body), (_("Period"), words_of(row.period))]
        return period + [(_("Waived until %(day)s") % {"day": each.until_on}, each.reason) for each in waivers]


@admin.register(Waiver)
class WaiverAdmin(MakingAdmin, GovernedAdmin):
    list_display = ["rule", "place", "from_on", "until_on", "reason"]
    list_select_related = ["rule__body"]
    told_as = {"waive": _("Waived")}
    makes = [Make(composition.waive, MAKE_WORDS["waive"], _("The warning is waived."), WaiveForm)]

    def facts(self, row):
        return [
            (_("Rule"), row.rule),
            (_("Region or country"), row.place),
            (_("From"), row.from_on),
            (_("Until"), row.until_on),
            (_("Because"), row.reason),
            (_("Decision"), row.decision),
        ]
