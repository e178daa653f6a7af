"""An existing register, as registrars bring it in: what would happen row by row, and what has happened."""

from django import forms
from django.contrib import admin
from django.http import HttpResponseNotAllowed
from django.urls import path
from django.utils.translation import gettext_lazy as _

from scn_portal.files.forms import UploadField
from scn_portal.jobs.models import Job
from scn_portal.ui.admin_acts import Act, ActingAdmin
from scn_portal.ui.admin_makes import Make, MakingAdmin
from scn_portal.ui.forms import LineField
from scn_portal.ui.tables import as_csv

from ..lifecycle import imports
from ..models import ImportRow, RegisterImport
from ..register.reading import COLUMNS, MOST_ROWS, NEEDED
from ..register.words import COLUMNS as WORDS
from ..register.words import in_words

SHOWN, SAMPLES = 100, 20
Plan, Outcome = ImportRow.Plan, ImportRow.Outcome


class BringForm(forms.Form):
    """The table and what it is."""

    kind = forms.ChoiceField(label=_("What the table holds"), choices=RegisterImport.Kind, widget=forms.RadioSelect)
    file = UploadField(label=_("Table"), accepts=("CSV", "XLSX"))
    source = LineField(
        label=_("Where it comes from"),
        max_length=200,
        help_text=_("As it will stand with each membership, such as “register of March 2026”."),
    )

    def __init__(self, *args, person=None, **kwargs):
        super().__init__(*args, **kwargs)


@admin.register(RegisterImport)
class RegisterImportAdmin(MakingAdmin, ActingAdmin):
    readers = ("registrar",)
    list_display = ["name", "kind", "status", "size", "by", "brought_at"]
    list_filter = ["status", "kind"]
    list_select_related = ["by"]
    search_fields = ["name", "source", "code"]
    export_fields = ["source", "ended_at"]
    change_form_template = "admin/cities/registerimport/change_form.html"
    make_template = "admin/cities/registerimport/make_form.html"
    makes = [
        Make(imports.bring, _("Bring in a register"), _("The table is being read. Nothing is changed yet."), BringForm)
    ]
    acts = [
        Act(
            imports.take_in,
            _("Take these rows in"),
            _("The rows are being taken in, one by one."),
            needs_fresh_proof=True,
            kind="primary",
            is_ready=lambda register: register.counts.get(Plan.MAKE, 0) > 0,
        ),
        Act(imports.discard, _("Discard this import"), _("Discarded. Nothing was taken in.")),
    ]
    told_as = {
        "bring": _("Brought in"),
        "finish_check": _("Every row is checked"),
        "give_up": _("Could not be read"),
        "finish": _("Every row is settled"),
    }

    def get_urls(self):
        view = self.admin_site.admin_view(self.report_view)
        return [path("<str:object_id>/report.csv", view, name="cities_registerimport_report"), *super().get_urls()]

    def _show_make(self, request, make, form, status=200):
        answer = super()._show_make(request, make, form, status)
        tables = [
            (label, [(column, column in NEEDED[kind]) for column in COLUMNS[kind]])
            for kind, label in RegisterImport.Kind.choices
        ]
        answer.context_data |= {"tables": tables, "most": MOST_ROWS}
        return answer

    def row_context(self, request, row, bound):
        counted = {**dict(Plan.choices), **dict(Outcome.choices)} if row.status != "checked" else dict(Plan.choices)
        job = Job.objects.filter(key=f"import:{row.pk}", state__in=Job.OPEN).first()
        refused = row.rows.filter(plan=Plan.REFUSED) if row.status == "checked" else row.rows.filter(outcome="refused")
        return {
            "counts": [(words, row.counts[key]) for key, words in counted.items() if row.counts.get(key)],
            "job": job,
            "trouble": in_words(row.trouble) if row.trouble else "",
            "refused": self._shown(refused),
            "differing": self._shown(row.rows.exclude(differences=[]).exclude(plan=Plan.REFUSED)),
            "coming": self._shown(row.rows.filter(plan=Plan.MAKE), SAMPLES) if row.status == "checked" else [],
            "shown": SHOWN,
            "samples": SAMPLES,
        }

    @staticmethod
    def _shown(rows, most=SHOWN):
        rows = list(rows.select_related("city", "register").order_by("number")[:most])
        for row in rows:
            row.said = [row.cells[each] for each in COLUMNS[row.register.kind] if each in row.cells and each != "name"]
            row.reasons = [in_words(each) for each in row.problems]
            row.changes = [(WORDS[column], stored, given) for column, stored, given in row.differences]
            row.title = row.cells.get("name", "–")
        return rows

    def report_view(self, request, object_id):
        """Every row with what is planned or came of it, and the reason."""
        register = self._row(request, object_id)
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET"])
        columns = list(COLUMNS[register.kind])
        rows = (_line(row, columns) for row in register.rows.order_by("number").iterator(chunk_size=500))
        headings = ["row", "result", "reason", *columns]
        return as_csv(f"TLP-AMBER-import-{register.code}", self.export_label, headings, rows, streamed=True)


def _line(row, columns):
    result = row.outcome or row.plan
    return [row.number, result, " ".join(map(in_words, row.problems)), *(row.cells.get(each, "") for each in columns)]
