"""What the database holds, whatever the code above it does."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, InternalError, connection, transaction
from django.utils import timezone

from tests.factories.cities import a_country, a_member
from tests.factories.twinning import (
    a_group,
    a_guest_of,
    a_partnership,
    a_profile,
    a_round,
    a_run,
    a_text,
    a_visit,
    an_entry,
    an_interest,
)
from twinning.models import Interest, PartnerCity, Partnership, Place, Round, Signature, ThemeEntry

pytestmark = pytest.mark.django_db


def refused(words, act):
    with pytest.raises((IntegrityError, InternalError), match=words), transaction.atomic():
        act()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_host_s_offer_needs_a_proof(porto):
    a_profile(porto)
    refused("theme_entry_hosting_is_proven", lambda: ThemeEntry.objects.filter(offer=2).update(offer=3))


def test_one_question_to_one_city_is_open_at_a_time(porto, malmo):
    an_interest(porto, malmo)
    refused("interest_open_once", lambda: an_interest(porto, malmo))
    Interest.objects.update(status="withdrawn")
    an_interest(porto, malmo)
    refused("interest_in_another_city", lambda: an_interest(porto, porto))


def test_the_rule_of_a_round_is_fixed_when_it_opens():
    draft, opened = a_round("draft"), a_round("open")
    Round.objects.filter(pk=draft.pk).update(largest=4, learn=5)
    refused("only while it is a draft", lambda: Round.objects.filter(pk=opened.pk).update(learn=5))
    Round.objects.filter(pk=opened.pk).update(title="Another")


def test_an_entry_is_frozen_with_its_round_and_no_city_excludes_itself(porto, malmo):
    entry = an_entry(a_round("closed"), porto, vetoes=[malmo])

    def change():
        entry.needs = {"families": 1}
        entry.save()

    refused("is not changed", change)
    refused("does not exclude itself", lambda: entry.vetoes.create(city=porto))


def test_a_city_stands_in_one_group_of_a_round(porto, malmo):
    round = a_round("proposed")
    first = a_group(a_run(round, "done"), [porto, malmo])
    refused("place_in_one_standing_group", lambda: a_group(a_run(round, "done"), [porto]))
    first.status = "fallen"
    first.save()
    assert not Place.objects.filter(is_standing=True).exists()
    a_group(a_run(round, "done"), [porto])


def test_one_run_at_a_time_and_one_chosen_in_a_wave():
    round = a_round("closed")
    a_run(round)
    refused("run_one_at_a_time", lambda: a_run(round))
    other = a_round("closed")
    a_run(other, "done", chosen=True)
    refused("run_chosen_once", lambda: a_run(other, "done", chosen=True))


def test_an_active_partnership_keeps_two_cities_of_two_countries(porto, malmo):
    partnership = a_partnership([porto, malmo])
    leave = PartnerCity.objects.filter(city=malmo)
    refused("at least two cities", lambda: leave.update(left_on=timezone.now().date()))
    braga = a_member("Braga", country=a_country())
    refused("at least two cities", lambda: leave.update(city=braga))
    Partnership.objects.filter(pk=partnership.pk).update(status="in_review")
    leave.update(left_on=timezone.now().date())


def test_a_partnership_has_at_most_four_cities(porto, malmo):
    partnership = a_partnership([porto, malmo, a_member(), a_member()])
    refused("at most four", lambda: partnership.partner_cities.create(city=a_member()))
    recorded = a_partnership([porto, malmo], origin="recorded", source="a page")
    for _more in range(3):
        recorded.partner_cities.create(city=a_member())


def test_a_text_and_a_signature_are_never_changed_and_belong_together(porto, malmo):
    text = a_text(a_partnership([porto, malmo], "proposed"), signed_by=[porto])
    other = a_text(text.partnership, "We learn from each other!")

    def reword():
        text.body = "Something else."
        text.save()

    refused("never changed", reword)
    wrong = {"name": "Linn", "office": "Mayor", "signed_at": timezone.now()}
    refused(
        "signature_of_exactly_this_text",
        lambda: Signature.objects.create(text=text, hash=other.hash, city=malmo, **wrong),
    )
    refused("never changed", lambda: Signature.objects.update(hash=other.hash))


def test_a_guest_is_at_one_stop_at_a_time(porto, malmo):
    visit = a_visit([malmo, a_member()], [porto])
    a_guest_of(visit, porto)
    second = visit.stops.last()
    a_guest_of(visit, porto, stop=second)
    refused(
        "guest_in_one_place_at_once",
        lambda: visit.guests.filter(stop=second).update(starts_on=second.starts_on - timedelta(days=2)),
    )


def test_the_days_of_a_stop_lie_within_the_visit(porto):
    visit = a_visit([porto])
    refused("within the visit", lambda: visit.stops.update(ends_on=visit.ends_on + timedelta(days=1)))
