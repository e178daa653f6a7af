"""Moderators between closing and proposing: marks, the choice of a run, every group looked at and proposed."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cities.models import City
from scn_portal.lifecycle import TransitionRefused
from scn_portal.ui.views import TransitionView

from .. import proposing
from ..forms.rounds import MarkForm, SeenForm
from ..lifecycle import rounds, waves
from ..models import Proposal, Run, StaffMark
from ..rules import is_moderator
from .own_city import ActingForm, InRound


class AtTheDesk(InRound):
    """For moderators; for all others there is no such page."""

    def dispatch(self, request, *args, **kwargs):
        if not is_moderator(request.user):
            raise Http404
        self.round  # noqa: B018 -- a wrong address is answered before anything else
        return super().dispatch(request, *args, **kwargs)

    def get_object(self):
        return self.round

    def get_success_url(self):
        return self.page


class RefusedInForm(AtTheDesk, ActingForm):
    """A step whose refusal stands in its form, with everything that was typed."""

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except TransitionRefused as refusal:
            form.add_error(None, str(refusal))
            return self.render_to_response(self.get_context_data(form=form), status=409)


class RoundMark(RefusedInForm):
    """Cities kept together or apart, with a reason; the marks that hold stand beside it."""

    template_name = "twinning/round_mark.html"
    form_class = MarkForm

    def get_form_kwargs(self):
        waiting = proposing.still_to_match(self.round).values("city")
        return super().get_form_kwargs() | {"cities": City.objects.filter(pk__in=waiting).order_by("folded")}

    def get_context_data(self, **context):
        marks = self.round.marks.select_related("by").prefetch_related("cities")
        values = {"held": marks.filter(lifted_at=None), "lifted": marks.exclude(lifted_at=None)}
        return super().get_context_data(**values | context)

    def act(self, form):
        rounds.mark(self.round, by=self.request.user, **form.cleaned_data)
        return _("The mark holds. Start another run now.")


class MarkLift(AtTheDesk, TransitionView):
    transition = rounds.lift
    done = gettext_lazy("The mark holds no longer. Start another run now.")

    def details(self, form):
        return {"mark": get_object_or_404(StaffMark, round=self.round, pk=self.kwargs["pk"])}


class RunChoose(AtTheDesk, TransitionView):
    transition = waves.choose
    done = gettext_lazy("Chosen. Look at every group before the cities are asked.")

    def details(self, form):
        return {"run": get_object_or_404(Run, round=self.round, code=self.kwargs["code"])}


class RoundPropose(RefusedInForm):
    """Every group of the chosen run with its numbers; each is ticked before the cities are asked."""

    template_name = "twinning/round_propose.html"
    form_class = SeenForm

    @cached_property
    def proposals(self):
        rows = Proposal.objects.filter(round=self.round, status=Proposal.Status.DRAFTED).order_by("number")
        return list(rows.prefetch_related("places__city__country"))

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"proposals": self.proposals}

    def get_context_data(self, **context):
        return super().get_context_data(**{"proposals": self.proposals, "heading": _("Propose the groups")} | context)

    def act(self, form):
        waves.propose(self.round, by=self.request.user, **form.details)
        return _("The cities are asked.")
