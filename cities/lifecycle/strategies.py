"""How a strategy or action plan lives: begun with a first draft, adopted version by version, or withdrawn."""

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _

from scn_portal.files.models import StoredFile
from scn_portal.files.storage import keep
from scn_portal.lifecycle import SYSTEM, Lifecycle, TransitionRefused
from scn_portal.sharing import Sharing

from ..folding import folded
from ..models import Strategy, StrategyVersion
from .outdated import refuse_if_newer

Status = StrategyVersion.Status
WORDS = ("kind", "title", "sharing")
CONTENT = ("period", "adopted_on", "adopted_by", "framework", "language", "link")
FRESH = ("framework", "language", "adopted_by")  # goes on to the next version
TAKEN = frozenset({"new"})  # words that mean a page of their own in the address

strategies = Lifecycle(Strategy)
versions = Lifecycle(StrategyVersion)


def lock_strategy(version, **_):
    """The versions of one strategy change one after the other."""
    Strategy.objects.select_for_update(no_key=True).get(pk=version.strategy_id)


@strategies.creation()
def start(*, by, within, kind, title, sharing, upload=None, **content):
    """A leading person of the city begins a strategy with a first draft; nobody outside reads it before adoption."""
    strategy = Strategy.objects.create(
        city=within, kind=kind, title=title, sharing=sharing, slug=_free_slug(within, title)
    )
    _fill(StrategyVersion.objects.create(strategy=strategy, by=by), by, upload, content).save()
    return strategy


@strategies.transition()
def describe(strategy, *, by, seen, **words):
    """A leading person of the city changes title, kind or who may read it. `seen` is the fingerprint as opened."""
    refuse_if_newer(strategy, WORDS, seen, words)
    for name, value in words.items():
        setattr(strategy, name, value)


@strategies.transition()
def narrow(strategy, *, by):
    """A leading person of the city shows the strategy to members alone."""
    strategy.sharing = Sharing.GREEN


@versions.creation()
def next_version(*, by, within):
    """A leading person of the city begins the next version; what stays the same is taken over."""
    Strategy.objects.select_for_update(no_key=True).get(pk=within.pk)
    if within.versions.filter(status=Status.DRAFT).exists():
        raise TransitionRefused(_("A draft of the next version is there already."))
    last = within.versions.order_by("-number").first()
    same = {name: getattr(last, name) for name in FRESH} if last else {}
    highest = within.versions.aggregate(number=Max("number"))["number"] or 0
    return StrategyVersion.objects.create(strategy=within, number=highest + 1, by=by, **same)


@versions.transition(Status.DRAFT, locks=lock_strategy)
def change_draft(version, *, by, seen, upload=None, remove_file=False, **content):
    """A leading person of the city writes at a draft, or puts the document to it."""
    refuse_if_newer(version, CONTENT, seen, content)
    if remove_file and not upload:
        _drop_file(version)
    _fill(version, by, upload, content)
    version.by = by


@versions.transition(Status.DRAFT, to=Status.ADOPTED, locks=lock_strategy)
def adopt(version, *, by):
    """A leading person of the city says that the draft has been adopted; the version in force gives way to it."""
    if missing := missing_to_adopt(version):
        raise TransitionRefused(missing[0])
    for earlier in yielding(version):
        give_way(earlier, by=SYSTEM, on=version.period.lower)


@versions.transition(Status.ADOPTED, locks=lock_strategy, by_system=True)
def give_way(version, *, by, on):
    """An adopted version ends on the day from which the next one is in force."""
    version.period = type(version.period)(version.period.lower, on)


@versions.transition(Status.DRAFT, Status.ADOPTED, to=Status.WITHDRAWN, locks=lock_strategy)
def withdraw(version, *, by):
    """A leading person of the city takes a version back: a draft that came to nothing, or an adopted one."""


def yielding(version):
    """The adopted versions that began before this one and would still be in force with it."""
    return version.strategy.versions.filter(
        status=Status.ADOPTED, period__overlap=version.period, period__startswith__lt=version.period.lower
    )


def missing_to_adopt(version):
    """What a draft lacks before it can be adopted, one sentence each."""
    missing = []
    if version.period is None or version.period.lower is None:
        missing.append(_("Say from when on it is in force."))
    if version.adopted_on is None:
        missing.append(_("Say on which day it was adopted."))
    if version.file_id is None and not version.link:
        missing.append(_("Add the document, or the address where it stands."))
    return missing


def _fill(version, by, upload, content):
    for name, value in content.items():
        setattr(version, name, value)
    if upload:
        _drop_file(version)
        with transaction.atomic():
            version.file = keep(upload, owner=version, by=by)
        version.sha256 = version.file.sha256
    return version


def _drop_file(version):
    """The document leaves the draft, and with it the record of it: nobody has adopted it."""
    gone = version.file_id
    if gone is None:
        return
    version.file, version.sha256 = None, ""
    StrategyVersion.objects.filter(pk=version.pk).update(file=None, sha256="")
    StoredFile.objects.filter(pk=gone).delete()


def _free_slug(city, title):
    """The title as an address, with a number where the city has one of that name already."""
    base = slugify(folded(title))[:60].strip("-") or "strategy"
    taken = set(city.strategies.values_list("slug", flat=True)) | TAKEN
    number, slug = 1, base
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug
