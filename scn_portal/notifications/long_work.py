"""A job that took longer than a page may ends with a notice in the inbox of whoever began it."""

from datetime import timedelta

from django.contrib.auth import get_user_model
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _

from scn_portal.jobs import running

from .kinds import address, kind
from .outbox import put_into_inbox

LONG = timedelta(seconds=10)


@kind(
    "jobs.job_ended",
    label=_("Long work that you began has ended"),
    because=_("You get this because you began this work."),
    in_inbox=True,
)
def job_ended(mail, job):
    declared = running.registered.get(job.kind)
    if declared is None or job.is_open:
        return None
    return {
        "label": declared.label,
        "is_done": job.state == job.State.DONE,
        "button_url": address("jobs:job_detail", job.code),
        "button_label": _("See the result"),
    }


@receiver(running.job_ended)
def note_the_end(subject, fact, **_kwargs):
    declared = running.registered.get(subject.kind)
    if declared is None or not declared.is_noted or fact.created_at - subject.created_at < LONG:
        return
    person = get_user_model().objects.filter(public_id=subject.owner, is_active=True).first()
    if person is not None:
        put_into_inbox("jobs.job_ended", subject=subject, person=person, due=fact.pk)
