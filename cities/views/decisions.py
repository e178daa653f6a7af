"""What the bodies decided, with the advice on it, and the priorities that follow."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.generic import DetailView, FormView, ListView, TemplateView

from scn_portal.lifecycle import TransitionRefused, may
from scn_portal.ui.drafts import AutosaveMixin
from scn_portal.ui.forms import PortalFormMixin

from ..forms.governance import AdviceForm, DecisionListForm
from ..lifecycle import decisions as lifecycle
from ..models import Advice, Decision, Organisation, Priority, SeatPerson
from ..rules import reads_green
from ..status import today
from .site import everybody


@everybody
class DecisionList(ListView):
    template_name = "cities/decision_list.html"
    paginate_by = 30

    def get_queryset(self):
        shown = Decision.objects.visible_to(self.request.user)
        years = list(shown.order_by("-year").values_list("year", flat=True).distinct())
        self.form = DecisionListForm(self.request.GET, years=years)
        found = shown.filter(**self.form.chosen()).select_related("body")
        return found.order_by("-year", "-number", "body")

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            form=self.form, is_narrowed=bool(self.form.chosen()), is_member=reads_green(self.request.user), **kwargs
        )


class ReadableDecision:
    """The decision of the address, as far as the reader may see it."""

    def get_object(self, queryset=None):
        decisions = Decision.objects.visible_to(self.request.user).select_related("corrects", "body")
        return get_object_or_404(decisions, **{name: self.kwargs[name] for name in ("body", "year", "number")})


@everybody
class DecisionDetail(ReadableDecision, DetailView):
    template_name = "cities/decision_detail.html"

    def get_context_data(self, **kwargs):
        decision, reader = self.object, self.request.user
        readable = Decision.objects.visible_to(reader)
        return super().get_context_data(
            corrects=readable.filter(pk=decision.corrects_id).first() if decision.corrects_id else None,
            corrected_by=readable.filter(corrects=decision),
            advice=Advice.objects.filter(decision=decision).select_related("organisation"),
            priorities=decision.priorities.select_related("theme").prefetch_related("theme__labels"),
            waivers=decision.waivers.select_related("rule"),
            may_advise=decision.status == Decision.Status.PROPOSED and may(reader, "cities.give_advice", decision),
            **kwargs,
        )


class AdviceCreate(ReadableDecision, AutosaveMixin, PortalFormMixin, FormView):
    """A person of the board writes advice on a proposal."""

    template_name = "cities/advice_form.html"
    form_class = AdviceForm

    def dispatch(self, request, *args, **kwargs):
        self.decision = self.get_object()
        if not may(request.user, "cities.give_advice", self.decision):
            raise PermissionDenied
        if self.decision.status != Decision.Status.PROPOSED:
            messages.info(request, _("This is decided: advice comes before the decision."))
            return HttpResponseRedirect(self.decision.get_absolute_url())
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        seats = SeatPerson.objects.advising(self.request.user)
        own = Organisation.objects.filter(pk__in=seats.values("term__organisation"))
        return super().get_form_kwargs() | {"organisations": own}

    def form_valid(self, form):
        try:
            lifecycle.give(by=self.request.user, within=self.decision, **form.cleaned_data)
        except TransitionRefused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("Your advice is with the committee."))
        return HttpResponseRedirect(self.decision.get_absolute_url())

    def get_context_data(self, **kwargs):
        return super().get_context_data(decision=self.decision, **kwargs)


@everybody
class PriorityList(TemplateView):
    template_name = "cities/priority_list.html"

    def get_context_data(self, **kwargs):
        rows = Priority.objects.visible_to(self.request.user).select_related("theme", "decision")
        day = today()
        groups = {"now": [], "coming": [], "past": []}
        for row in rows.prefetch_related("theme__labels").order_by("-period"):
            ended = row.period.upper is not None and row.period.upper <= day
            groups["past" if ended else "coming" if row.period.lower > day else "now"].append(row)
        return super().get_context_data(**groups, **kwargs)
