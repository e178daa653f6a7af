"""The officers' desk for certificates: which there are, and one taken back."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from scn_portal.ui.admin_acts import Act

from ..forms.door import WithdrawForm
from ..lifecycle import papers
from ..models import Certificate
from .acting import OfficersAdmin


@admin.register(Certificate)
class CertificateAdmin(OfficersAdmin):
    key_field = "code"
    list_display = ["code", "name", "event", "issued_on", "status"]
    list_filter = ["status", "issued_on"]
    search_fields = ["code", "name"]
    told_as = {"issue": _("Issued")}
    acts = [
        Act(
            papers.withdraw,
            _("Withdraw the certificate"),
            _("Withdrawn."),
            form_class=WithdrawForm,
            needs_fresh_proof=True,
        )
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("event").prefetch_related("event__texts")

    def facts(self, row):
        days = [day.isoformat() for day in row.days]
        return [
            (_("Name"), row.name),
            (_("Event"), row.event.title),
            (_("Days"), ", ".join(days)),
            (_("Issued on"), row.issued_on.isoformat()),
            (_("State"), row.get_status_display()),
            (_("Reason"), row.reason),
        ]
