"""How the needs and offers of a city are written, confirmed each year, and lowered when a practice goes."""

from django.utils.translation import gettext as _

from cities.models import City
from cities.status import today
from hub.models import Resource
from scn_portal.lifecycle import SYSTEM, Lifecycle, TransitionRefused

from .. import signals
from ..models import Entry, Profile, Round, ThemeEntry
from ..offers import practices_of, resting_on
from . import entries

HOSTING, ADVICE = ThemeEntry.Offer.HOSTING, ThemeEntry.Offer.ADVICE
profiles = Lifecycle(Profile)


@profiles.creation()
def write(*, by, within, themes, **said):
    """A lead says for the first time what the city needs and what it offers."""
    City.objects.select_for_update(no_key=True, of=("self",)).get(pk=within.pk)  # two colleagues at once
    if Profile.objects.filter(city=within).exists():
        raise TransitionRefused(_("A colleague of yours wrote this a moment ago. Open it to change it."))
    profile = Profile.objects.create(city=within, confirmed_on=today(), **said)
    _put(profile, themes)
    return profile


@profiles.transition()
def change(profile, *, by, themes, **said):
    """A lead rewrites needs and offers; they are thereby confirmed."""
    for name, value in said.items():
        setattr(profile, name, value)
    profile.confirmed_on = today()
    _put(profile, themes)


@profiles.transition()
def confirm(profile, *, by):
    """A lead says that it is all still true."""
    profile.confirmed_on = today()


@profiles.transition(announces=signals.offer_lowered, by_system=True)
def lower(profile, *, by, resource):
    """A practice is not shown any more: to host because of it becomes to advise."""
    if not resting_on(profile.theme_entries, resource).update(offer=ADVICE, proof=None):
        raise TransitionRefused(_("No offer rests on this practice."))


def lower_offers(resource):
    """What rests on this item falls: in profiles, and in entries of rounds that are open. What a round froze stays."""
    resting = resting_on(ThemeEntry.objects.all(), resource).values("profile")
    for profile in Profile.objects.filter(pk__in=resting).order_by("pk"):
        lower(profile, by=SYSTEM, resource=resource)
    for entry in Entry.objects.filter(round__status=Round.Status.OPEN, status=Entry.Status.IN).order_by("pk"):
        if resource.code in entry.proofs.values():
            entries.lower_offer(entry, by=SYSTEM, practice=resource.code)


def _put(profile, themes):
    """The theme entries become exactly these: [{theme, need, offer, proof, note}], one for each theme."""
    said = [each for each in themes if each["need"] or each["offer"]]
    _check(profile, said)
    profile.theme_entries.exclude(theme__in=[each["theme"] for each in said]).delete()
    for each in said:
        values = {name: each.get(name) for name in ("need", "offer", "proof")} | {"note": each.get("note", "")}
        profile.theme_entries.update_or_create(theme=each["theme"], defaults=values)


def _check(profile, said):
    if not said:
        raise TransitionRefused(_("Name at least one theme that you need or offer."))
    if any(each["theme"].list != "theme" for each in said) or len({each["theme"].pk for each in said}) < len(said):
        raise TransitionRefused(_("Each theme is named once."))
    if sum(each["need"] == ThemeEntry.Need.PRIORITY for each in said) > Profile.MOST_PRIORITIES:
        raise TransitionRefused(_("At most three themes are a priority now."))
    proofs = [each["proof"].pk for each in said if each.get("proof")]
    list(Resource.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=proofs).order_by("pk"))
    practices = practices_of(profile.city)
    for each in said:
        known = practices.get(each["theme"].code, [])
        if each.get("proof") not in [None, *known] or (each["offer"] == HOSTING and not each.get("proof")):
            raise TransitionRefused(
                _("To host or travel on “%(theme)s”, name a published practice of your city on this theme.")
                % {"theme": each["theme"]}
            )
