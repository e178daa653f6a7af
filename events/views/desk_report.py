"""The desk of the report: its head, its blocks, what is missing, and the step before its readers."""

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView, View

from scn_portal.lifecycle import TransitionRefused, may
from scn_portal.ui.forms import PortalFormMixin
from scn_portal.ui.views import TransitionView

from .. import reporting
from ..forms.reports import BlockForm, ReportForm
from ..lifecycle import reports as lifecycle
from ..models import Block, Event, Report
from ..report_pieces import pieces_of


class OnDesk:
    """For officers. To all others it is a wrong address."""

    @cached_property
    def event(self):
        return get_object_or_404(Event.objects.prefetch_related("texts"), slug=self.kwargs["slug"])

    @cached_property
    def last(self):
        """The report with the highest number, or None."""
        return self.event.reports.select_related("event").order_by("-number").first()

    @property
    def report(self):
        if self.last is None:
            raise Http404
        return self.last

    def dispatch(self, request, *args, **kwargs):
        if not may(request.user, "events.write_report", self.event):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(event=self.event, back=self.get_success_url(), **kwargs)

    def get_object(self):
        return self.report

    def get_success_url(self):
        return reverse("events:desk_report", args=[self.event.slug])


class DeskReport(OnDesk, TemplateView):
    template_name = "events/desk_report.html"

    def get_context_data(self, **kwargs):
        report = self.last
        blocks = reporting.whole(report) if report else []
        is_open = report is not None and report.status != Report.Status.PUBLISHED
        return super().get_context_data(
            report=report,
            pieces=pieces_of(report, blocks) if report else [],
            gaps=reporting.gaps(report, blocks) if is_open else [],
            kinds=Block.Kind.choices,
            may_write=self.event.status in lifecycle.TOLD,
            has_charts=reporting.charts_to_choose(self.event).exists(),
            **kwargs,
        )


class SavesReport(OnDesk, PortalFormMixin, FormView):
    template_name = "events/report_form.html"

    def form_valid(self, form):
        try:
            self.save(form)
        except TransitionRefused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("Saved."))
        return super().form_valid(form)


class ReportCreate(SavesReport):
    form_class = ReportForm

    def save(self, form):
        lifecycle.write(by=self.request.user, within=self.event, **form.cleaned_data)


class ReportEdit(SavesReport):
    form_class = ReportForm

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": Report.objects.get(pk=self.report.pk)}

    def save(self, form):
        lifecycle.edit(self.report, by=self.request.user, **form.cleaned_data)


class BlockCreate(SavesReport):
    form_class = BlockForm

    def get_form_kwargs(self):
        if self.kwargs["kind"] not in Block.Kind.values:
            raise Http404
        return super().get_form_kwargs() | {"report": self.report, "kind": self.kwargs["kind"]}

    def save(self, form):
        lifecycle.add_block(self.report, by=self.request.user, kind=form.kind, **form.cleaned_data)


class BlockChange(SavesReport):
    form_class = BlockForm

    @cached_property
    def block(self):
        return get_object_or_404(self.report.blocks.select_related("report"), pk=self.kwargs["pk"])

    def get_form_kwargs(self):
        given = {"report": self.report, "kind": self.block.kind, "instance": self.block}
        return super().get_form_kwargs() | given

    def save(self, form):
        lifecycle.change_block(self.report, by=self.request.user, block=self.block, **form.cleaned_data)


class BlockRemove(OnDesk, View):
    http_method_names = ["post", "options"]

    def post(self, request, *args, **kwargs):
        block = get_object_or_404(self.report.blocks, pk=kwargs["pk"])
        lifecycle.remove_block(self.report, by=request.user, block=block)
        messages.success(request, _("The block is gone."))
        return HttpResponseRedirect(self.get_success_url())


class ReportAct(OnDesk, TransitionView):
    def get_context_data(self, **kwargs):
        return TransitionView.get_context_data(self, **kwargs)


class ReportSubmit(ReportAct):
    transition = lifecycle.submit
    done = _("The report waits for a second pair of eyes.")


class ReportSendBack(ReportAct):
    transition = lifecycle.send_back
    done = _("The report is a draft again.")


class ReportPublish(ReportAct):
    transition = lifecycle.publish
    confirm, button = _("Publish this report?"), _("Publish")
    effect = _("It is never changed again; a revision gets the next number. Each lesson begins an item of the hub.")
    done = _("The report is published, and its lessons wait in the hub as drafts.")


class ReportRevise(OnDesk, View):
    http_method_names = ["post", "options"]

    def post(self, request, *args, **kwargs):
        lifecycle.revise(by=request.user, within=self.report)
        messages.success(request, _("The next number begins as a copy."))
        return HttpResponseRedirect(self.get_success_url())
