"""Papers: certificates for those who were there, taken back where one was wrong."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scn_portal.codes import new_code
from scn_portal.jobs.running import Progress, long_work, start
from scn_portal.lifecycle import SYSTEM, Lifecycle, TransitionRefused

from .. import signals
from ..certificates import attended_by, digest, initials_of
from ..models import Certificate, CheckIn, Event, Registration
from ..rules import is_officer

Status = Certificate.Status
OVER = (Event.Status.ENDED, Event.Status.ARCHIVED)
SLICE = 50

certificates = Lifecycle(Certificate)


@certificates.creation(announces=signals.certificate_issued, by_system=True)
def issue(*, by, within):
    """A paper says that a person was there: only after the event, and only where a check-in says so."""
    registration = Registration.objects.select_for_update(of=("self",), no_key=True).get(pk=within.pk)
    if registration.event.status not in OVER:
        raise TransitionRefused(_("Certificates are made when the event is over."))
    attended = attended_by(registration)
    if not attended["stops"]:
        raise TransitionRefused(_("There is no certificate, because nobody with this code was checked in."))
    before = Certificate.objects.filter(registration=registration)
    if before.filter(status=Status.VALID).exists():
        raise TransitionRefused(_("This person has a certificate already."))
    if before.exists() and by is not SYSTEM and not is_officer(by):
        raise TransitionRefused(_("The certificate was withdrawn. Ask the organisers for a new one."))
    certificate = Certificate(
        code=new_code(),
        registration=registration,
        event=registration.event,
        name=registration.name,
        initials=initials_of(registration.name),
        attended=attended,
        issued_on=timezone.now().date(),
    )
    certificate.sha256 = digest(certificate)
    certificate.save(force_insert=True)
    return certificate


@certificates.transition(Status.VALID, to=Status.WITHDRAWN)
def withdraw(certificate, *, by, reason):
    """An officer takes a paper back and says why. From then on its address says that it does not hold."""
    if not reason.strip():
        raise TransitionRefused(_("Say why the certificate is withdrawn."))
    certificate.reason, certificate.withdrawn_on = reason.strip(), timezone.now().date()


def entitled(event):
    """The registrations of an event that were checked in and never had a certificate."""
    came = CheckIn.objects.filter(stop__event=event, result=CheckIn.Result.OK).values("registration")
    return Registration.objects.filter(event=event, pk__in=came, certificates__isnull=True).exclude(name="")


def begin(event):
    """Write the job that makes the certificates of an event that has ended."""
    return start("events.issue_certificates", key=f"certificates:{event.code}", owner=SYSTEM, ids={"event": event.pk})


@long_work("events.issue_certificates", label=gettext_lazy("Certificates of an event"))
def issue_certificates(job):
    """The next fifty people, by their key."""
    event = Event.objects.get(pk=job.ids["event"])
    rows = list(entitled(event).filter(pk__gt=job.place or 0).order_by("pk")[:SLICE])
    for registration in rows:
        issue(by=SYSTEM, within=registration)
    done = job.done + len(rows)
    return Progress(done=done, total=done, place=rows[-1].pk if rows else job.place, is_finished=len(rows) < SLICE)
