"""What a city sees of itself in a round: its entry, its group and its answer, what is left to do."""

from dataclasses import dataclass, field

from django.utils.functional import cached_property

from cities.models import City
from hub.readers import reader_of
from scn_portal.lifecycle import may

from . import entering, explaining, leaving_over
from .models import Entry, Place, Proposal, Round

TOLD = (Proposal.Status.PROPOSED, Proposal.Status.ACCEPTED, Proposal.Status.FALLEN)
ENTRY_STEPS = ("change", "enter_again", "keep_private_list", "withdraw")


def own_cities(user):
    """The cities that the person represents, those that it leads first."""
    reader = reader_of(user)
    leads = reader.leads()
    return sorted(City.objects.filter(pk__in=reader.cities), key=lambda city: (city.pk not in leads, city.folded))


@dataclass
class OwnPart:
    """The part of one city in one round, for somebody of this city."""

    round: Round
    city: City
    user: object = field(repr=False)
    query: str = ""  # what addresses need to say which of several cities is meant

    @cached_property
    def leads(self):
        return self.city.pk in reader_of(self.user).leads()

    @cached_property
    def entry(self):
        rows = Entry.objects.filter(round=self.round, city=self.city)
        return rows.prefetch_related("vetoes").first() if self.leads else rows.first()

    @property
    def takes_part(self):
        return self.entry is not None and self.entry.status == Entry.Status.IN

    @cached_property
    def may(self):
        """Which steps stand on the page, by name."""
        if self.round.status != Round.Status.OPEN:
            return {}
        if not self.takes_part:
            return {"enter": may(self.user, "twinning.enter_entry", self.city)}
        acts = may(self.user, "twinning.change_entry", self.entry)
        return dict.fromkeys(("change", "keep_private_list", "withdraw"), acts)

    @cached_property
    def missing(self):
        return entering.what_is_missing(self.city, self.profile) if self.may.get("enter") else ""

    @cached_property
    def profile(self):
        return entering.profile_of(self.city)

    @property
    def is_older_than_profile(self):
        return bool(self.may.get("change") and self.profile and not entering.is_as(self.entry, self.profile))

    @cached_property
    def rows(self):
        return entering.table_of(self.entry.needs, self.entry.offers) if self.entry else []

    @property
    def on_private_list(self):
        """How many cities; asked for the leads only."""
        return len(self.entry.vetoes.all())

    @cached_property
    def place(self):
        """The place in the group that was proposed last."""
        rows = Place.objects.filter(round=self.round, city=self.city, proposal__status__in=TOLD)
        rows = rows.select_related("proposal__partnership", "proposal__run").prefetch_related(
            "proposal__places__city__country"
        )
        return rows.order_by("-proposal_id").first()

    @cached_property
    def others(self):
        """The other cities of the group, while it stands."""
        if self.place is None or self.place.proposal.status == Proposal.Status.FALLEN:
            return []
        return [each.city for each in self.place.proposal.places.all() if each.city_id != self.city.pk]

    @cached_property
    def other_entries(self):
        """What the others of the group bring along, open to it since it was proposed."""
        rows = list(Entry.objects.filter(round=self.round, city__in=self.others).select_related("city"))
        for each in rows:
            each.rows = entering.table_of(each.needs, each.offers)
        return rows

    @cached_property
    def lines(self):
        """Why this group, line by line; they add up to the score."""
        return explaining.Telling(self.place.lines, self.user).tell(self.place.lines) if self.others else []

    @cached_property
    def left_over(self):
        """Why a settled round left this city over, in one sentence; "" where it did not."""
        if self.round.status != Round.Status.SETTLED or self.entry is None:
            return ""
        return leaving_over.reason_for(self.round, self.city)

    @property
    def may_answer(self):
        waits = self.place and self.place.answer == Place.Answer.NONE and self.place.proposal.status == "proposed"
        return bool(waits) and may(self.user, "twinning.answer_place", self.place)


def own_part(user, round, city, is_one_of_several=False):
    """The part of this city, or None for somebody without a city."""
    return OwnPart(round, city, user, f"?city={city.slug}" if is_one_of_several else "") if city else None
