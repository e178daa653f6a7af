"""What every list of staff has besides itself: the way out into a spreadsheet, and the trail on each object's page."""

from html import unescape
from types import SimpleNamespace

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import lookup_field
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from scn_portal.sharing import Sharing

from .tables import as_csv, as_xlsx

ROWS_OF_A_WORKBOOK = 20_000  # more take longer than a page may; CSV is streamed and knows no limit
WAYS = {"csv": "CSV", "xlsx": "XLSX"}


class TakesOut:
    """For a ModelAdmin: the list as it is filtered and searched, as CSV and XLSX, each time on record.

    The columns are those of the list under the names of their fields, after `key_field`, and before what
    `export_fields` adds.
    """

    export_fields = ()
    export_label = Sharing.AMBER

    def get_urls(self):
        meta = self.opts
        name = f"{meta.app_label}_{meta.model_name}_export"
        return [
            path("export/<slug:way>/", self.admin_site.admin_view(self.export_view), name=name),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        response = super().changelist_view(request, extra_context)
        if "cl" in (shown := getattr(response, "context_data", None) or {}):
            query = shown["cl"].get_query_string(remove=["p", "all", "e"])
            shown["ways_out"] = [(label, f"{self._way_out(way)}{query}") for way, label in WAYS.items()]
        return response

    def _way_out(self, way):
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_export", args=[way])

    def export_columns(self, request):
        key = getattr(self, "key_field", "")
        listed = [each for each in self.get_list_display(request) if isinstance(each, str)]
        return list(dict.fromkeys([*([key] if key else []), *listed, *self.export_fields]))

    def export_view(self, request, way):
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET"])
        if way not in WAYS:
            raise Http404
        back = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
        try:
            listed = self.get_changelist_instance(request)
        except IncorrectLookupParameters:
            return HttpResponseRedirect(back)
        if way == "xlsx" and listed.result_count > ROWS_OF_A_WORKBOOK:
            words = _("A workbook takes %(most)s rows at most. Filter the list, or take it as CSV.")
            self.message_user(request, words % {"most": ROWS_OF_A_WORKBOOK}, "warning")
            return HttpResponseRedirect(back + listed.get_query_string())
        return self._answer(request, way, listed)

    def _answer(self, request, way, listed):
        from scn_portal.audit.models import record  # models are not loaded yet when the admin site is

        columns = self.export_columns(request)
        name = f"TLP-{self.export_label.name}-{self.opts.model_name}-{timezone.now():%Y-%m-%d}"
        record(
            f"{self.opts.app_label}.export_{self.opts.model_name}",
            subject=SimpleNamespace(_meta=self.opts, pk=way),
            actor=request.user,
            after=f"{listed.result_count} rows",
            changed=columns,
        )
        rows = (self._cells(each, columns) for each in listed.queryset.iterator(chunk_size=500))
        headings = ["name" if each == "__str__" else each for each in columns]
        if way == "csv":
            return as_csv(name, self.export_label, headings, rows, streamed=True)
        return as_xlsx(name, self.export_label, headings, rows)

    def _cells(self, row, columns):
        return [self._cell(row, each) for each in columns]

    def _cell(self, row, column):
        try:
            value = lookup_field(column, row, self)[2]
        except ObjectDoesNotExist:
            return None
        return unescape(strip_tags(value)) if isinstance(value, SafeString) else value


class TellsItsTrail:
    """For a ModelAdmin: what has happened to the object stands on its page, and a change made there is on record."""

    told_as = {}  # words for acts, by the name of the transition
    untold = ()  # actions that the history leaves out

    def words_for_acts(self):
        return self.told_as

    def trail_of(self, row):
        from scn_portal.audit.timeline import timeline  # as above

        return timeline(row, self.words_for_acts(), without=self.untold, besides=self.told_with(row))

    def told_with(self, row):
        """Rows that belong to this one, whose acts stand in its history too."""
        return ()

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None and obj.pk:
            context["history"] = self.trail_of(obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_model(self, request, row, form, change):
        super().save_model(request, row, form, change)
        if form.changed_data or not change:
            self.note(request, row, "change" if change else "add", form.changed_data)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        parts = [each.prefix for each in formsets if each.has_changed()]
        if parts:
            self.note(request, form.instance, "change", parts)

    def note(self, request, row, verb, changed):
        from scn_portal.audit.models import record  # as above

        action = f"{self.opts.app_label}.{verb}_{self.opts.model_name}"
        record(action, subject=row, actor=request.user, changed=changed)
