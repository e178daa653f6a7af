"""Papers: the code for the door, the certificate as page and as file, and whether a certificate is true."""

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_deny
from django.views.generic import TemplateView, View

from scn_portal.accounts import limits
from scn_portal.accounts.links import Public
from scn_portal.sharing import Sharing
from scn_portal.ui import errors

from .. import lifecycle
from ..certificates import as_pdf, is_printable, verify_address
from ..models import Certificate
from ..models.seats import HOLDING
from ..tickets import qr_svg
from .seats import OfOwnRegistration


class RegistrationQr(OfOwnRegistration, View):
    """The code for the door as a picture: an address that opens the person for those who check in, for no others."""

    http_method_names = ["get", "head", "options"]

    def get(self, request, *args, **kwargs):
        if not self.registration.seats.filter(status__in=HOLDING).exists():
            raise Http404
        address = settings.BASE_URL + reverse("events:check_in", args=[self.registration.code])
        return HttpResponse(qr_svg(address), content_type="image/svg+xml")


class OfOwnCertificate(OfOwnRegistration):
    """A page about the certificate of one's own registration."""

    @cached_property
    def certificate(self):
        """The one that is valid, else the last that was withdrawn, else None."""
        rows = Certificate.objects.filter(registration=self.registration).select_related("event")
        return rows.filter(status=Certificate.Status.VALID).first() or rows.order_by("-pk").first()


class CertificateDetail(OfOwnCertificate, TemplateView):
    """The certificate to read and to print. Where there is none yet, a button makes it."""

    template_name = "events/certificate_detail.html"

    def get_context_data(self, **context):
        values = {
            "certificate": self.certificate,
            "came": bool(lifecycle.papers.attended_by(self.registration)["stops"]),
        }
        if self.certificate:
            values |= {"verify_url": verify_address(self.certificate), "is_printable": is_printable(self.certificate)}
        return super().get_context_data(**values, **context)

    def post(self, request, *args, **kwargs):
        if not (self.certificate and self.certificate.status == Certificate.Status.VALID):
            lifecycle.papers.issue(by=self.person, within=self.registration)
        return HttpResponseRedirect(request.path)


@method_decorator(xframe_options_deny, name="dispatch")
class CertificateFile(OfOwnCertificate, View):
    """The same as a PDF."""

    http_method_names = ["get", "head", "options"]

    def get(self, request, *args, **kwargs):
        certificate = self.certificate
        if certificate is None or certificate.status != Certificate.Status.VALID:
            raise Http404
        if not is_printable(certificate):
            words = _("The file cannot hold all signs of this name. Print the page of the certificate instead.")
            return errors.page(request, 409, words)
        name = f'attachment; filename="certificate-{certificate.code}.pdf"'
        headers = {"Content-Disposition": name, "X-Content-Type-Options": "nosniff"}
        return HttpResponse(as_pdf(certificate), content_type="application/pdf", headers=headers)


class CertificateVerify(Public, TemplateView):
    """Whether a paper is valid, withdrawn or not known: one shape for all three, and nothing that names anybody."""

    template_name = "events/certificate_verify.html"

    def get(self, request, *args, **kwargs):
        if not limits.allows(request, "ask_about_paper"):
            return limits.respond_429(request)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **context):
        rows = Certificate.objects.select_related("event").prefetch_related("event__texts")
        certificate = rows.filter(code=self.kwargs["code"].lower()).first()
        is_public = certificate is not None and certificate.event.sharing == Sharing.CLEAR
        title = certificate.event.title if is_public and certificate.event.status != "draft" else ""
        return super().get_context_data(certificate=certificate, event_title=title, **context)
