"""Random histories of taking over: what is counted equals the rows that a plain list would count."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.lifecycle import adoptions
from hub.models import Adoption, IndexDocument
from scn_portal.lifecycle import SYSTEM, TransitionRefused
from tests.cast import member
from tests.factories.cities import a_country, a_representative
from tests.factories.hub import a_resource

pytestmark = pytest.mark.django_db
SOURCE = {"source_url": "https://town.example/news"}
COUNTED_DEGREES, COUNTED_STATES = ("adapted", "replicated"), ("confirmed", "recorded")
# What each answer leads from and to, as the specification's line of adoptions says.
STEPS = {
    "confirm": ({"claimed", "unanswered"}, "confirmed"),
    "dispute": ({"claimed", "unanswered"}, "disputed"),
    "withdraw": ({"claimed", "unanswered", "disputed"}, "withdrawn"),
    "end": ({"confirmed"}, "ended"),
    "leave_unanswered": ({"claimed"}, "unanswered"),
    "settle": ({"disputed"}, "confirmed"),
}
OPEN = {"claimed", "unanswered", "confirmed", "disputed", "recorded"}
BEGINNINGS = st.tuples(
    st.sampled_from(["claim", "record", "record_group"]),
    st.integers(0, 1),
    st.sampled_from(["studied", "inspired", "adapted", "replicated", "declined"]),
)
ANSWERS = st.tuples(st.sampled_from(sorted(STEPS)), st.integers(0, 9), st.just(""))
HISTORIES = st.lists(BEGINNINGS | ANSWERS, max_size=25)


class History:
    """Rows as plain dictionaries, and the same acts on the real ones."""

    def __init__(self, practice, takers, owner, moderator):
        self.practice, self.takers, self.owner, self.moderator = practice, takers, owner, moderator
        self.rows, self.keys = [], []

    def begin(self, how, number, degree):
        taker, person = self.takers[number]
        is_group = how == "record_group"
        is_open = any(row["taker"] == number and row["status"] in OPEN for row in self.rows)
        said = {"degree": degree}
        if how == "claim":
            said |= {
                "by": person,
                "within": self.practice,
                "taker": taker,
                "reason": "No mandate.",
                "core_kept": [0, 1],
            }
            act = adoptions.claim
        else:
            who = {"taker_name": "Some cities"} if is_group else {"taker": taker}
            said |= {"by": self.moderator, "resource": self.practice} | who | SOURCE
            act = adoptions.record
        answer = tried(act, **said)
        is_short = how != "claim" and degree == "declined"
        if is_short or (is_open and not is_group):
            assert answer is None
            return
        status = "claimed" if how == "claim" else "recorded"
        self.rows.append({"taker": None if is_group else number, "degree": degree, "status": status})
        self.keys.append(answer.pk)

    def answer(self, how, number):
        if not self.rows:
            return
        row, key = self.rows[number % len(self.rows)], self.keys[number % len(self.rows)]
        if how == "leave_unanswered":
            Adoption.objects.filter(pk=key).update(claimed_at=F("claimed_at") - timedelta(days=61))
        by, more = self.who(how, row)
        done = tried(getattr(adoptions, how), Adoption.objects.get(pk=key), by=by, **more)
        sources, to = STEPS[how]
        is_group_act = row["taker"] is None and how in ("withdraw", "end")
        if row["status"] in sources and not is_group_act:
            assert done is not None, (how, row)
            row["status"] = to
        else:
            assert done is None, (how, row)

    def who(self, how, row):
        taker = self.takers[row["taker"] or 0][1]
        return {
            "confirm": (self.owner, {}),
            "dispute": (self.owner, {"reason": "So."}),
            "withdraw": (taker, {}),
            "end": (taker, {"reason": "So."}),
            "leave_unanswered": (SYSTEM, {}),
            "settle": (self.moderator, {"outcome": "confirmed", "reason": "So."}),
        }[how]

    def counted(self):
        return sum(
            row["taker"] is not None and row["degree"] in COUNTED_DEGREES and row["status"] in COUNTED_STATES
            for row in self.rows
        )


def tried(act, *subject, **said):
    """What the act made or moved, or None where it was refused; a refusal leaves nothing."""
    try:
        with transaction.atomic():
            return act(*subject, **said)
    except (TransitionRefused, PermissionDenied):
        return None


def a_second_taker():
    city = member("Harbour", a_country(), "harbour.example")
    return city, a_representative(city).user


@given(acts=HISTORIES)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None)
def test_what_is_counted_equals_the_rows(acts, porto, malmo, ana, bo, mia):
    with transaction.atomic():
        practice = a_resource(porto)
        history = History(practice, [(malmo, bo), a_second_taker()], ana, mia)
        for how, number, degree in acts:
            if degree:
                history.begin(how, number, degree)
            else:
                history.answer(how, number)
            assert [Adoption.objects.get(pk=key).status for key in history.keys] == [
                row["status"] for row in history.rows
            ]
            assert Adoption.objects.counted().filter(resource=practice).count() == history.counted()
            found = IndexDocument.objects.filter(resource=practice).values_list("taken_over", flat=True)
            assert not found or set(found) == {history.counted()}
        transaction.set_rollback(True)
