"""The pages of a join request in their order, and what each still lacks."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .evidence import DOCUMENTS, needs_of
from .lifecycle import joining
from .models import Evidence, JoinRequest


@dataclass(frozen=True)
class Step:
    """One page of the journey as its task list shows it."""

    slug: str
    title: str
    is_begun: bool
    missing: tuple
    url: str

    @property
    def is_done(self):
        return self.is_begun and not self.missing


def steps_of(request):
    """The four pages to fill in, each with what it still lacks, and the fifth to check and send."""
    pages = [
        ("city", _("Your authority"), _has_authority(request), _lacks_authority(request)),
        ("you", _("You"), bool(request.name), _lacks_you(request)),
        ("principles", _("Principles"), request.acceptances.exists(), _lacks_principles(request)),
        ("evidence", _("Evidence"), _has_evidence(request), _lacks_evidence(request)),
    ]
    return [Step(slug, title, begun, tuple(missing), _url(request, slug)) for slug, title, begun, missing in pages]


def _url(request, slug):
    return reverse(f"cities:join_{slug}", args=[request.code])


def progress_of(request):
    """The steps with how many are done, and the first that is not: (steps, done, next step or None)."""
    steps = steps_of(request)
    waiting = [step for step in steps if not step.is_done]
    return steps, len(steps) - len(waiting), waiting[0] if waiting else None


def _has_authority(request):
    return bool(request.city_id or request.proposed_name)


def _lacks_authority(request):
    if not _has_authority(request):
        yield _("Which authority you work for")
    elif request.kind == JoinRequest.Kind.NEW_CITY and not joining.is_eligible(request.proposed_type):
        yield _("What kind of authority it is")
    elif not request.city_id and not request.proposed_country_id:
        yield _("In which country it is")


def _lacks_you(request):
    if not request.name:
        yield _("Your name")
    if not request.office:
        yield _("Your office or post")


def _lacks_principles(request):
    if set(joining.PRINCIPLES) - joining.accepted_principles(request):
        yield _("Your agreement to each principle")


def _has_evidence(request):
    return bool(request.email_proven_at) or request.evidence.exists()


def _lacks_evidence(request):
    if not request.email_proven_at:
        yield _("The code from our mail")


def wants_document(request):
    """Whether a letter or a decision of the council is needed before approval, and none is there yet."""
    asked = any(need.any_of == DOCUMENTS for need in needs_of(request))
    return asked and not documents_of(request).exists()


def documents_of(request):
    return request.evidence.filter(kind__in=DOCUMENTS).exclude(result=Evidence.Result.NOT_ACCEPTED)
