"""From the proposal to the last signature, the plan, the break, the review and the end."""

from datetime import date, timedelta
from hashlib import sha256

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from scn_portal.lifecycle import SYSTEM, TransitionRefused
from scn_portal.sharing import Sharing
from tests.factories.cities import a_country, a_member
from tests.factories.twinning import a_group, a_member_abroad, a_partnership, a_round, a_run, a_text, an_interest
from twinning import reviewing
from twinning.agreement_texts import OtherText
from twinning.lifecycle import partnerships, plans, terms
from twinning.models import Partnership, Signature

pytestmark = pytest.mark.django_db


def founded(ana, porto, malmo):
    return partnerships.found(by=ana, within=porto, cities=[porto, malmo], aims="To learn from each other.")


def put_forward(partnership, by, city, body="We meet twice a year."):
    partnerships.put_forward(partnership, by=by, city=city, body=body)
    return partnership.texts.order_by("-number").first()


# Founding


def test_two_cities_of_two_countries_found_and_the_founder_takes_part(ana, linn, porto, malmo):
    partnership = founded(ana, porto, malmo)
    assert (partnership.status, partnership.slug, partnership.title) == ("proposed", "porto-malmo", "Porto · Malmö")
    assert [each.city for each in partnership.open_partners() if each.takes_part_at] == [porto]
    partnerships.take_part(partnership, by=linn, city=malmo)
    assert all(each.takes_part_at for each in partnership.open_partners())
    assert founded(ana, porto, malmo).slug == "porto-malmo-2"


def test_one_country_five_cities_or_a_city_twice_found_nothing(ana, porto, malmo):
    braga = a_member("Braga", country=a_country())
    others = [a_member_abroad(number=each) for each in range(3)]
    for cities in ([porto, braga], [porto, malmo, malmo], [porto, malmo, *others], [porto]):
        with pytest.raises(TransitionRefused, match="two to four cities of at least two countries"):
            partnerships.found(by=ana, within=porto, cities=cities)
    with pytest.raises(TransitionRefused, match="Your own city"):
        partnerships.found(by=ana, within=porto, cities=[braga, malmo])
    assert not Partnership.objects.exists()


def test_a_city_on_hold_is_no_partner(ana, porto):
    quiet = a_member("Quietport", country=a_country("SE", "SWE"), confirmed_on=date(2019, 5, 1))
    with pytest.raises(TransitionRefused, match="Quietport"):
        partnerships.found(by=ana, within=porto, cities=[porto, quiet])


def test_an_accepted_interest_becomes_one_partnership_in_which_both_take_part(ana, linn, porto, malmo):
    interest = an_interest(porto, malmo, status="accepted")
    partnership = partnerships.found_from_interest(interest, linn)
    assert partnerships.found_from_interest(interest, ana) == partnership
    assert (partnership.origin, partnership.aims) == ("interest", interest.aim)
    assert all(each.takes_part_at for each in partnership.open_partners())


def test_an_accepted_group_becomes_one_partnership(porto, malmo):
    proposal = a_group(a_run(a_round("proposed"), "done"), [porto, malmo], "accepted", answers=["yes", "yes"])
    partnership = partnerships.found_from_group(proposal)
    assert partnerships.found_from_group(proposal) == partnership == Partnership.objects.get()
    proposal.refresh_from_db()
    assert (proposal.partnership, partnership.round) == (partnership, proposal.round)


# Texts and signatures


def test_it_is_agreed_exactly_when_all_have_signed_the_latest_text(ana, paulo, linn, porto, malmo):
    partnership = a_partnership([porto, malmo], "proposed")
    first = put_forward(partnership, ana, porto)
    partnerships.sign(partnership, by=paulo, city=porto, hash=first.hash)
    second = put_forward(partnership, linn, malmo, "We meet twice a year!")
    council = {"council_number": "12/2026", "council_on": date(2026, 3, 1)}
    signed = partnerships.sign(partnership, by=linn, city=malmo, hash=second.hash, **council)
    assert signed.status == "proposed"
    signed = partnerships.sign(partnership, by=paulo, city=porto, hash=second.hash)
    assert signed.status == "agreed"
    assert signed.plan_due_on == signed.agreed_on + timedelta(days=90)
    row = Signature.objects.get(text=second, city=porto)
    assert (row.name, row.office, row.hash) == ("Paulo", "Mayor", sha256(b"We meet twice a year!").hexdigest())


def test_an_old_hash_signs_nothing_and_leads_to_both_texts(ana, paulo, porto, malmo):
    partnership = a_partnership([porto, malmo], "proposed")
    first, second = put_forward(partnership, ana, porto), put_forward(partnership, ana, porto, "We meet, twice a year.")
    with pytest.raises(OtherText) as refusal:
        partnerships.sign(partnership, by=paulo, city=porto, hash=first.hash)
    assert (refusal.value.shown, refusal.value.text) == (first, second)
    assert not Signature.objects.exists()


def test_the_database_takes_no_signature_with_another_hash(porto, malmo):
    partnership = a_partnership([porto, malmo], "proposed")
    first, second = a_text(partnership), a_text(partnership, "We meet.")
    given = {"city": porto, "name": "Paulo", "office": "Mayor", "signed_at": timezone.now()}
    with pytest.raises(IntegrityError, match="signature_of_exactly_this_text"), transaction.atomic():
        Signature.objects.create(text=second, hash=first.hash, **given)
        connection.check_constraints()


def test_a_lead_contact_signs_with_the_council_and_nobody_else_for_the_city(ana, dora, pia, mia, linn, porto, malmo):
    partnership = a_partnership([porto, malmo], "proposed")
    text = put_forward(partnership, ana, porto)
    with pytest.raises(TransitionRefused, match="council"):
        partnerships.sign(partnership, by=ana, city=porto, hash=text.hash)
    later = {"council_number": "1", "council_on": timezone.now().date() + timedelta(days=2)}
    with pytest.raises(TransitionRefused, match="lies in the past"):
        partnerships.sign(partnership, by=ana, city=porto, hash=text.hash, **later)
    for person in (dora, pia, mia, linn):
        with pytest.raises(PermissionDenied):
            partnerships.sign(partnership, by=person, city=porto, hash=text.hash)
    assert not Signature.objects.exists()


def test_a_city_signs_once_and_only_after_it_takes_part(paulo, ana, porto, malmo):
    partnership = a_partnership([porto, malmo], "proposed")
    partnership.partner_cities.update(takes_part_at=None)
    text = put_forward(partnership, ana, porto)
    with pytest.raises(TransitionRefused, match="takes part"):
        partnerships.sign(partnership, by=paulo, city=porto, hash=text.hash)
    partnerships.take_part(partnership, by=paulo, city=porto)
    partnerships.sign(partnership, by=paulo, city=porto, hash=text.hash)
    with pytest.raises(TransitionRefused, match="already"):
        partnerships.sign(partnership, by=paulo, city=porto, hash=text.hash)
    assert Signature.objects.count() == 1


def test_the_same_words_are_no_new_text(ana, porto, malmo):
    partnership = a_partnership([porto, malmo], "proposed")
    put_forward(partnership, ana, porto, "We meet.\r\n\r\nOften.")
    with pytest.raises(TransitionRefused, match="already"):
        put_forward(partnership, ana, porto, "We meet.\n\nOften.  ")
    assert partnership.texts.count() == 1


def test_it_lapses_after_90_days_and_not_before(porto, malmo):
    partnership = a_partnership([porto, malmo], "proposed")
    with time_machine.travel(timezone.now() + timedelta(days=89)), pytest.raises(TransitionRefused):
        partnerships.lapse(partnership, by=SYSTEM)
    with time_machine.travel(timezone.now() + timedelta(days=90)):
        assert partnerships.lapse(partnership, by=SYSTEM).status == "lapsed"


# The plan


def agreed_with_plan(ana, linn, porto, malmo):
    partnership = a_partnership([porto, malmo], "agreed")
    steps = [("visit", timezone.now().date() + timedelta(days=60), "Porto comes to Malmö")]
    plans.write_plan(partnership, by=ana, city=porto, aims="One visit each.", steps=steps)
    return partnership


def test_the_plan_of_all_makes_it_active_for_24_months(ana, linn, porto, malmo):
    partnership = agreed_with_plan(ana, linn, porto, malmo)
    assert plans.adopt_plan(partnership, by=ana, city=porto).status == "agreed"
    with time_machine.travel(date(2027, 1, 31)):
        active = plans.adopt_plan(partnership, by=linn, city=malmo)
    assert (active.status, active.started_on, active.term_ends_on) == ("active", date(2027, 1, 31), date(2029, 1, 31))
    assert plans.plan_of(partnership).adopted_on == date(2027, 1, 31)


def test_a_changed_plan_asks_everybody_anew(ana, linn, porto, malmo):
    partnership = agreed_with_plan(ana, linn, porto, malmo)
    plans.adopt_plan(partnership, by=ana, city=porto)
    steps = [("call", timezone.now().date(), "The first call")]
    plans.write_plan(partnership, by=linn, city=malmo, aims="Two visits each.", steps=steps)
    assert plans.adopt_plan(partnership, by=linn, city=malmo).status == "agreed"
    assert plans.adopt_plan(partnership, by=ana, city=porto).status == "active"


def test_a_plan_without_a_visit_a_call_or_an_office_says_what_is_missing(ana, porto, malmo):
    partnership = a_partnership([porto, malmo], "agreed")
    partnership.partner_cities.filter(city=malmo).update(office="")
    plans.write_plan(partnership, by=ana, city=porto, aims="To write.", steps=[("work", date(2027, 1, 1), "We write")])
    with pytest.raises(TransitionRefused) as refusal:
        plans.adopt_plan(partnership, by=ana, city=porto)
    assert "at least one visit or one call" in str(refusal.value) and "Malmö has not named" in str(refusal.value)


# Breaks, leaving, review


def test_the_days_of_a_break_do_not_count(ana, linn, porto, malmo):
    partnership = a_partnership([porto, malmo])
    ends_on = partnership.term_ends_on
    terms.pause(partnership, by=ana, city=porto, reason="Elections.")
    with time_machine.travel(timezone.now() + timedelta(days=40)):
        assert terms.resume(partnership, by=ana, city=porto).status == "paused"
        going = terms.resume(partnership, by=linn, city=malmo)
    assert (going.status, going.term_ends_on, going.paused_on) == ("active", ends_on + timedelta(days=40), None)


def test_twelve_months_of_a_break_lead_to_the_review(ana, porto, malmo):
    partnership = terms.pause(a_partnership([porto, malmo]), by=ana, city=porto, reason="Elections.")
    with time_machine.travel(timezone.now() + timedelta(days=360)), pytest.raises(TransitionRefused):
        terms.end_pause(partnership, by=SYSTEM)
    with time_machine.travel(timezone.now() + timedelta(days=367)):
        assert terms.end_pause(partnership, by=SYSTEM).status == "in_review"


def test_who_leaves_leaves_the_others_going_while_they_are_enough(linn, porto, malmo):
    aarhus = a_member("Aarhus", country=a_country("DK", "DNK"))
    partnership = a_partnership([porto, malmo, aarhus])
    assert terms.leave(partnership, by=linn, city=malmo, reason="No staff.").status == "active"
    assert partnership.taking_part() == [porto, aarhus]
    assert malmo in reviewing.asked_cities(partnership)
    terms.file_review(partnership, by=linn, city=malmo, learned="To listen.", again="yes")


@pytest.mark.parametrize(("status", "after"), [("active", "in_review"), ("paused", "in_review"), ("agreed", "closed")])
def test_with_too_few_cities_left_it_goes_no_further(status, after, linn, porto, malmo):
    partnership = a_partnership([porto, malmo], status)
    left = terms.leave(partnership, by=linn, city=malmo, reason="No staff.")
    assert (left.status, left.paused_on) == (after, None)
    connection.check_constraints()


def reviewed(ana, linn, porto, malmo, public=True):
    partnership = a_partnership([porto, malmo], sharing=Sharing.CLEAR)
    terms.review(partnership, by=ana, city=porto)
    for person, city in ((ana, porto), (linn, malmo)):
        given = {"learned": "To listen.", "again": "yes", "may_be_public": public or city == porto}
        terms.file_review(partnership, by=person, city=city, **given)
    partnership.refresh_from_db()
    return partnership


def test_what_one_city_wrote_is_closed_until_all_have_written_or_45_days(ana, porto, malmo):
    partnership = terms.review(a_partnership([porto, malmo]), by=ana, city=porto)
    terms.file_review(partnership, by=ana, city=porto, learned="To listen.", again="yes")
    assert not reviewing.are_open(partnership)
    with time_machine.travel(timezone.now() + timedelta(days=44)):
        assert not reviewing.are_open(partnership)
        with pytest.raises(TransitionRefused):
            terms.close(partnership, by=ana, city=porto)
    with time_machine.travel(timezone.now() + timedelta(days=45)):
        assert reviewing.are_open(partnership)


def test_all_have_written_so_all_read_and_the_next_cycle_begins_when_all_want_it(ana, linn, porto, malmo):
    partnership = reviewed(ana, linn, porto, malmo)
    assert reviewing.are_open(partnership)
    assert terms.renew(partnership, by=ana, city=porto).status == "in_review"
    going = terms.renew(partnership, by=linn, city=malmo)
    assert (going.status, going.cycle, going.review_began_on) == ("active", 2, None)
    assert going.term_ends_on > timezone.now().date() + timedelta(days=729)
    assert plans.plan_of(going) is None


def test_nobody_goes_on_before_every_city_has_written(ana, porto, malmo):
    partnership = terms.review(a_partnership([porto, malmo]), by=ana, city=porto)
    with pytest.raises(TransitionRefused, match="each city"):
        terms.renew(partnership, by=ana, city=porto)


@pytest.mark.parametrize("public", [True, False])
def test_what_was_learned_is_public_where_all_agree(public, ana, linn, porto, malmo):
    partnership = reviewed(ana, linn, porto, malmo, public)
    closed = terms.close(partnership, by=ana, city=porto)
    assert [each.city for each in reviewing.public(closed)] == ([porto, malmo] if public else [])


def test_the_public_card_needs_all_and_ends_with_one(ana, linn, porto, malmo):
    partnership = a_partnership([porto, malmo])
    assert partnerships.make_public(partnership, by=ana, city=porto).sharing == Sharing.GREEN
    assert partnerships.make_public(partnership, by=linn, city=malmo).sharing == Sharing.CLEAR
    assert partnerships.make_internal(partnership, by=ana, city=porto).sharing == Sharing.GREEN
    assert partnerships.make_public(partnership, by=ana, city=porto).sharing == Sharing.GREEN


def test_nobody_speaks_for_another_city(ana, porto, malmo):
    partnership = a_partnership([porto, malmo])
    with pytest.raises(PermissionDenied):
        terms.leave(partnership, by=ana, city=malmo, reason="They go.")


# Recorded


def test_what_is_recorded_names_its_source_and_may_name_cities_in_words(mia, ana, porto):
    parties = [("to_be_named", "Danish cities", "")]
    given = {"title": "A link of 2018", "cities": [porto], "parties": parties, "start_precision": "year"}
    with pytest.raises(TransitionRefused, match="source"):
        partnerships.record(by=mia, source=" ", **given)
    row = partnerships.record(by=mia, source="A page", started_on=date(2018, 1, 1), **given)
    assert (row.status, row.origin, row.began, str(row.parties.get())) == (
        "active",
        "recorded",
        "2018",
        "Danish cities",
    )
    with pytest.raises(PermissionDenied):
        terms.leave(row, by=ana, city=porto, reason="It is not so.")
    assert partnerships.correct(row, by=mia, is_over=True).status == "closed"
