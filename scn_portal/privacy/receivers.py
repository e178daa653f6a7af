"""What follows from a question about own data: mail, and the jobs that do the work."""

from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _

from scn_portal.jobs.due import daily
from scn_portal.jobs.models import Job
from scn_portal.jobs.running import Progress, long_work, start
from scn_portal.lifecycle import SYSTEM, TransitionRefused

from . import copies, lifecycle, notifications, signals
from .models import ErasureRequest, OwnCopy

ALL_DONE = Progress(done=1, total=1, is_finished=True)


@long_work("privacy.own_copy", label=_("A copy of your data"), leads_to=lambda job: "/me/data/")
def put_together(job):
    """The whole copy is one slice: it is read at one instant, so that its parts fit each other."""
    copy = OwnCopy.objects.filter(pk=job.ids["copy"], made_at=None).select_related("user").first()
    if copy is None:
        return ALL_DONE
    path = copies.write(copy.user)
    try:
        lifecycle.make(copy, by=SYSTEM, path=path)
    finally:
        path.unlink(missing_ok=True)
    return ALL_DONE


@long_work("privacy.erase", label=_("Erasure of a person"))
def carry_out(job):
    """All or nothing. What stands in the way by now is told to registrars by the request, which stays approved."""
    request = ErasureRequest.objects.filter(pk=job.ids["request"], status="approved").first()
    if request is not None:
        try:
            lifecycle.carry_out(request, by=SYSTEM)
        except TransitionRefused as refusal:
            return Progress(done=0, total=1, is_finished=True, result={"refused": str(refusal)})
    return ALL_DONE


def start_erasing(request):
    """One job per request, which nobody takes up before its day has come."""
    job = start("privacy.erase", key=f"erasure:{request.code}", owner=SYSTEM, ids={"request": request.pk})
    Job.objects.filter(pk=job.pk, state=Job.State.PENDING, attempts=0).update(not_before=request.due_at)


@daily
def start_what_is_due():
    """Erasures that could not be carried out are tried again each day, until nothing stands in the way."""
    for request in lifecycle.due():
        start_erasing(request)


@receiver(signals.copy_asked)
def begin_the_copy(subject, **_):
    start("privacy.own_copy", key=f"own-copy:{subject.code}", owner=subject.user, ids={"copy": subject.pk})


@receiver(signals.copy_made)
def tell_that_the_copy_is_there(subject, **_):
    notifications.copy_made(subject)


@receiver(signals.erasure_asked)
def tell_what_was_asked(subject, **_):
    notifications.erasure_asked(subject)


@receiver(signals.erasure_approved)
def prepare_the_erasure(subject, **_):
    notifications.erasure_approved(subject)
    start_erasing(subject)


@receiver(signals.erasure_refused)
def tell_why_not(subject, **_):
    notifications.erasure_refused(subject)


@receiver(signals.erasure_objection)
def staff_leave_first(person, **_kwargs):
    """Who works for the network's host is not erased before an administrator has ended that."""
    if person.is_staff:
        return _("You work for the network's host. An administrator ends your work for it first.")
    return None
