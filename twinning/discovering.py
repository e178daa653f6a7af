"""Who fits whom: each city of the network beside one's own, with both sides in words and the points of the pair."""

from dataclasses import dataclass, field

from django.db.models import Prefetch
from django.utils import timezone

from cities.countries import language_name
from cities.models import City
from hub import labels
from hub.models import Resource
from hub.readers import reader_of

from . import scoring
from .models import Profile, Round, ThemeEntry, Veto

WEIGHTS = scoring.Weights()
MUTUAL, HELPS_US, WE_HELP, OTHERS = "mutual", "helps_us", "we_help", "others"


@dataclass(frozen=True)
class Line:
    """One theme on which the one city needs what the other offers."""

    theme: str
    need: int
    offer: int
    proof: Resource | None
    note: str = ""

    @property
    def need_dots(self):
        return dots(self.need)

    @property
    def offer_dots(self):
        return dots(self.offer)

    @property
    def need_words(self):
        return ThemeEntry.Need(self.need).label

    @property
    def offer_words(self):
        return ThemeEntry.Offer(self.offer).label


def dots(strength):
    """One to three filled ones of three, for the eye; the words stand beside them."""
    return "●" * strength + "○" * (3 - strength)


@dataclass
class Fit:
    """A city as it looks from one's own: what it could teach us, what we could teach it.

    Beside no city of one's own: simply what it offers (`learns`) and what it needs (`gives`).
    """

    profile: Profile
    learns: list = field(default_factory=list)
    gives: list = field(default_factory=list)
    shared: list = field(default_factory=list)
    languages: list = field(default_factory=list)
    mine: scoring.Terms | None = None
    theirs: scoring.Terms | None = None

    @property
    def city(self):
        return self.profile.city

    @property
    def language_names(self):
        return [language_name(code) for code in self.languages]

    @property
    def total(self):
        return self.mine.score + self.theirs.score

    @property
    def group(self):
        """Where it stands: who fits both ways, who could help us, whom we could help."""
        if self.learns and self.gives:
            return MUTUAL
        return HELPS_US if self.learns else WE_HELP if self.gives else OTHERS

    @property
    def rank(self):
        """The best first: by the points of the pair, then by name."""
        return (-self.total, self.city.folded)


def as_scored(profile):
    """The city as the score sees it. Reads only what `with_themes` has fetched."""
    rows = list(profile.theme_entries.all())
    return scoring.City(
        code=profile.city.slug,
        country=profile.city.country_id,
        region=profile.city.country.region_code,
        capacity=profile.capacity,
        languages=tuple(sorted(profile.languages)),
        needs={each.theme.code: each.need for each in rows if each.need},
        offers={each.theme.code: each.offer for each in rows if each.offer},
        sizes=tuple(sorted(profile.sizes)),
    )


def with_themes(profiles):
    entries = Prefetch("theme_entries", ThemeEntry.objects.select_related("theme").order_by("theme__position"))
    return profiles.select_related("city__country").prefetch_related(entries)


def profile_of(user, city):
    """The profile of this city, with its themes, where this person reads it; else None."""
    return with_themes(Profile.objects.visible_to(user).filter(city=city)).first()


def offered_to(user, own=None):
    """The up-to-date profiles of cities that can act now, as this person may find them; never one's own."""
    rows = with_themes(Profile.objects.visible_to(user).current()).filter(city__in=City.objects.listed().values("pk"))
    return rows.exclude(city=own) if own else rows


def kept_apart(user, own):
    """The cities on the own private list of an open round, for those who read that list; hidden from them alone."""
    if own is None or own.pk not in reader_of(user).leads():
        return set()
    entered = {"entry__city": own, "entry__status": "in", "entry__round__status": Round.Status.OPEN}
    return set(
        Veto.objects.filter(**entered, entry__round__closes_at__gt=timezone.now()).values_list("city", flat=True)
    )


def fits(user, own, others):
    """A Fit for each of the other profiles; `own` is the profile of one's own city, or None."""
    others = list(others)
    shown = proofs_shown_to(user, [*others, *([own] if own else [])])
    if own is None:
        return [_alone(other, shown) for other in others]
    me = as_scored(own)
    return [_fit(me, own, other, shown) for other in others]


def _alone(other, shown):
    needs, offers = said_by(other, shown)
    return Fit(other, learns=offers, gives=needs)


def _fit(me, own, other, shown):
    they = as_scored(other)
    terms = scoring.terms((me, they), WEIGHTS)
    return Fit(
        other,
        learns=_lines(me, they, other, shown),
        gives=_lines(they, me, own, shown),
        shared=[theme_label(code) for code in scoring.shared_needs((me, they))],
        languages=scoring.common_languages((me, they)),
        mine=terms[me.code],
        theirs=terms[they.code],
    )


def _lines(learner, teacher, profile, shown):
    """What the learner needs and the teacher offers, the strongest first; `profile` is the teacher's."""
    entries = {each.theme.code: each for each in profile.theme_entries.all()}
    found = [
        Line(theme_label(code), need, offer, shown.get(entries[code].proof_id), entries[code].note)
        for code, (need, offer) in scoring.learned(learner, (learner, teacher)).items()
    ]
    return sorted(found, key=lambda each: (-each.need * each.offer, each.theme))


def proofs_shown_to(user, profiles):
    """{id: item} of the practices behind offers that this person may open. One query for all of them."""
    named = {each.proof_id for profile in profiles for each in profile.theme_entries.all() if each.proof_id}
    rows = Resource.objects.visible_to(user).shown().filter(pk__in=named) if named else ()
    return {each.pk: each for each in rows}


def theme_label(code):
    """What a theme is called in the reader's language; from memory."""
    return labels.label_of("theme", code)


def said_by(profile, shown):
    """What a city says of itself: its needs and its offers as lines, the strongest first."""
    rows = [
        Line(theme_label(each.theme.code), each.need, each.offer, shown.get(each.proof_id), each.note)
        for each in profile.theme_entries.all()
    ]
    needs = sorted((each for each in rows if each.need), key=lambda each: (-each.need, each.theme))
    offers = sorted((each for each in rows if each.offer), key=lambda each: (-each.offer, each.theme))
    return needs, offers
