"""What staff see of the work in the background: tables by state and age, and rows that were given up.

A part of the ground with rows of its own registers a Source. Keys of rows in addresses are signed, never counted.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.core import signing
from django.db.models import Count, Min
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from scn_portal.audit.models import record

from .models import Fact, Job

SALT = "scn.system.row"


@dataclass(frozen=True)
class Source:
    """One table of background work.

    `counts()` returns (state in words, tone, number, oldest instant). Where rows can be given up, `dead()` has them,
    and `retry(row)` and `close(row, reason)` return whether they did it.
    """

    key: str
    label: str
    counts: Callable
    dead: Callable | None = None
    retry: Callable | None = None
    close: Callable | None = None
    can_retry: Callable = lambda row: True
    title: Callable = str

    def settle(self, row, act, reason, person):
        done = self.retry(row) if act == "retry" else self.close(row, reason)
        if done:
            record(f"{self.key}.{act}", subject=row, actor=person)
        return done


@dataclass(frozen=True)
class Stuck:
    """A row that was given up, as the page shows it."""

    source: Source
    row: object

    @property
    def key(self):
        return signing.dumps([self.source.key, self.row.pk], salt=SALT, compress=True).replace(":", ".")

    @property
    def title(self):
        return self.source.title(self.row)

    @property
    def can_be_retried(self):
        return self.source.can_retry(self.row)


class SettleForm(forms.Form):
    act = forms.ChoiceField(choices=[("retry", _("Try again")), ("close", _("Close"))])
    reason = forms.CharField(max_length=300, required=False)

    def clean(self):
        if self.cleaned_data.get("act") == "close" and not self.cleaned_data.get("reason", "").strip():
            self.add_error("reason", _("Say why it is closed."))
        return self.cleaned_data


_sources = {}
AT_MOST = 100


def register(source):
    _sources[source.key] = source


def tables():
    return [(source.label, source.counts()) for source in _sources.values()]


def stuck():
    return [Stuck(source, row) for source in _sources.values() if source.dead for row in source.dead()[:AT_MOST]]


def find(key):
    """The source and row of a signed key; (None, None) where it is not ours or the row is not dead any more."""
    try:
        name, pk = signing.loads(key.replace(".", ":"), salt=SALT)
    except signing.BadSignature:
        return None, None
    source = _sources[name]
    return source, source.dead().filter(pk=pk).first()


def by_state(queryset, states, since):
    """Rows for `counts`: one for each of `states` = {value: (words, tone)} that has any."""
    found = {row["state"]: row for row in queryset.values("state").annotate(number=Count("pk"), oldest=Min(since))}
    return [
        (*words_and_tone, found[value]["number"], found[value]["oldest"])
        for value, words_and_tone in states.items()
        if value in found
    ]


def _facts():
    waiting = Fact.objects.filter(delivered_at=None).aggregate(number=Count("pk"), oldest=Min("created_at"))
    failing = Fact.objects.filter(delivered_at=None, attempts__gte=5).aggregate(
        number=Count("pk"), oldest=Min("created_at")
    )
    rows = [(_("waiting"), "", waiting), (_("failed five times or more"), "bad", failing)]
    return [(words, tone, each["number"], each["oldest"]) for words, tone, each in rows if each["number"]]


JOB_STATES = {
    "pending": (_("waiting"), ""),
    "running": (_("running"), "good"),
    "dead": (_("given up"), "bad"),
}


def _retry_job(job):
    dead = Job.objects.filter(pk=job.pk, state=Job.State.DEAD)
    return dead.update(state=Job.State.PENDING, attempts=0, not_before=timezone.now())


def _close_job(job, reason):
    dead = Job.objects.filter(pk=job.pk, state=Job.State.DEAD)
    return dead.update(state=Job.State.DONE, last_error=f"closed: {reason}")


register(Source("facts", _("What has happened and must be told"), _facts))
register(
    Source(
        "jobs",
        _("Long work"),
        lambda: by_state(Job.objects.all(), JOB_STATES, "created_at"),
        lambda: Job.objects.filter(state=Job.State.DEAD).order_by("pk"),
        _retry_job,
        _close_job,
    )
)
