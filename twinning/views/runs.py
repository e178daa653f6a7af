"""Runs of the matching: started, watched, cancelled, read."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView, View

from scn_portal.ui.views import TransitionView

from ..forms.runs import RunForm
from ..lifecycle import runs
from ..models import Round, Run
from ..run_reports import FAILURES, TONES, Progress, Report
from .marks import AtTheDesk

MAY_BE_MATCHED = (Round.Status.CLOSED, Round.Status.SOLVED)


class RunStart(AtTheDesk, View):
    """Stores the run, and leads to its page: the solver finds it there."""

    http_method_names = ["post", "options"]

    def post(self, request, *args, **kwargs):
        form = RunForm(request.POST, round=self.round)
        largest = form.cleaned_data["largest"] if form.is_valid() else None
        run = runs.start(by=request.user, within=self.round, largest=largest)
        messages.success(request, _("The search has begun."))
        return HttpResponseRedirect(run.get_absolute_url())


class OfRound(AtTheDesk):
    """A run of the round in the address."""

    def get_object(self):
        return get_object_or_404(Run.objects.select_related("round"), round=self.round, code=self.kwargs["code"])


@method_decorator(never_cache, name="dispatch")
class RunDetail(OfRound, TemplateView):
    """How far the run is, then what it found. A script asks every two seconds for the first part alone."""

    template_name = "twinning/run_detail.html"

    def get(self, request, *args, **kwargs):
        self.run = self.get_object()
        response = super().get(request, *args, **kwargs)
        if self._is_part and self.run.status not in Run.OPEN:
            response.headers["HX-Refresh"] = "true"
        return response

    @property
    def _is_part(self):
        return bool(self.request.htmx) and not self.request.htmx.history_restore_request

    def get_template_names(self):
        return [f"{self.template_name}#state" if self._is_part else self.template_name]

    def get_context_data(self, **context):
        run = self.run
        values = {
            "run": run,
            "tone": TONES[run.status],
            "is_open": run.status in Run.OPEN,
            "progress": Progress(run, timezone.now()),
            "failure": FAILURES.get(run.reason, ""),
            "report": Report(run, self.request.user) if run.result else None,
            "may_be_matched": self.round.status in MAY_BE_MATCHED and run.wave == self.round.wave,
        }
        return super().get_context_data(**values | context)


class RunCancel(OfRound, TransitionView):
    transition = runs.cancel
    done = _("Cancelled. It stops before its next stage.")

    def get_success_url(self):
        return self.object.get_absolute_url()
