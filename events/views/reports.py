"""Reports as readers see them: the list, the page, the paper, the numbers of a chart."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from cities.countries import language_name
from scn_portal.accounts.links import Public
from scn_portal.lifecycle import may
from scn_portal.sharing import Sharing
from scn_portal.ui.tables import as_csv

from .. import reporting
from ..charting import rows_of
from ..models import Block, Event
from ..printing import as_pdf
from ..report_pieces import pieces_of
from .polls import COLUMNS


class ReportList(Public, TemplateView):
    """The reports of an event, the newest first. For whoever may see the event, or one of its reports."""

    template_name = "events/report_list.html"

    @cached_property
    def event(self):
        return get_object_or_404(Event.objects.prefetch_related("texts"), slug=self.kwargs["slug"])

    def get_context_data(self, **kwargs):
        person = self.request.user
        reports = list(reporting.visible_to(person).filter(event=self.event).order_by("-number"))
        sees_event = Event.objects.visible_to(person).filter(pk=self.event.pk).exists()
        if not reports and not sees_event:
            raise Http404
        writes = may(person, "events.write_report", self.event)
        given = {"reports": reports, "sees_event": sees_event, "writes": writes}
        return super().get_context_data(event=self.event, **given, **kwargs)


class OfReport(Public):
    """A published report that the reader may open. To all others it is a wrong address."""

    @cached_property
    def report(self):
        rows = reporting.visible_to(self.request.user).select_related("event").prefetch_related("event__texts")
        return get_object_or_404(rows, event__slug=self.kwargs["slug"], number=self.kwargs["number"])


class ReportDetail(OfReport, TemplateView):
    template_name = "events/report_detail.html"

    def get_context_data(self, **kwargs):
        report, person = self.report, self.request.user
        return super().get_context_data(
            report=report,
            event=report.event,
            pieces=pieces_of(report),
            label=Sharing(report.sharing).name,
            language_of_text=language_name(report.language),
            is_quiet=reporting.is_quiet(report.event),
            sees_event=Event.objects.visible_to(person).filter(pk=report.event_id).exists(),
            newer=reporting.visible_to(person).filter(event=report.event_id, number__gt=report.number).last(),
            is_public=report.sharing == Sharing.CLEAR,
            **kwargs,
        )


class ReportPdf(OfReport, View):
    """The same on paper: of one report always the same bytes."""

    def get(self, request, *args, **kwargs):
        report = self.report
        answer = HttpResponse(as_pdf(report), content_type="application/pdf")
        answer["Content-Disposition"] = f'inline; filename="{report.event.slug}-report-{report.number}.pdf"'
        return answer


class ReportCsv(OfReport, View):
    """The numbers of one chart of the report."""

    def get(self, request, *args, **kwargs):
        charts = Block.objects.filter(report=self.report, kind="chart", result__poll__status="published")
        block = get_object_or_404(charts.select_related("result__poll"), result__poll__code=self.kwargs["code"])
        poll = block.result.poll
        return as_csv(f"poll-{poll.code}", Sharing(self.report.sharing), COLUMNS, rows_of(poll))
