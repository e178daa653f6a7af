"""The life of a visit, and who sees its guests."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from hub.models import Adoption
from scn_portal.lifecycle import SYSTEM, TransitionRefused
from tests.factories.cities import a_member
from tests.factories.hub import a_resource
from tests.factories.twinning import a_format, a_guest_of, a_partnership, a_visit, an_interest, the_formats
from tests.twinning.acts_visits import FIRST, a_stop, over
from twinning.guest_lists import guests_for
from twinning.lifecycle import visits
from twinning.models import Guest, Visit, VisitFormat

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def formats(db):
    the_formats()


def planned(porto, malmo, ana, **more):
    given = {"title": "To Malmö", "format": a_format(), "aims": ["How do you begin?", "Who pays?"]}
    given |= {"stops": [a_stop(malmo)], "senders": [porto]}
    return visits.plan(by=ana, within=porto, **(given | more))


def test_a_visit_goes_from_plan_to_checked_report(porto, malmo, ana, linn, paulo):
    visit = planned(porto, malmo, ana)
    assert [each.city for each in visit.visit_cities.exclude(confirmed_at=None)] == [porto]
    visit = visits.confirm(visit, by=paulo)
    assert visit.status == "planned", "the host has not said yes"
    visit = over(visits.confirm(visit, by=linn))
    visit = visits.hold(visit, by=SYSTEM)
    assert visit.status == "held"
    item = a_resource(malmo)
    answers = ["At breakfast.", "The council."]
    visit = visits.report(visit, by=ana, city=porto, answers=answers, follows="We begin in May.", taken=item)
    assert visit.status == "reported" and visit.facts_checked_at is None
    adoption = Adoption.objects.get()
    assert (adoption.resource, adoption.taker, adoption.context) == (item, porto, "Study visit")
    with pytest.raises(PermissionDenied):
        visits.check_facts(visit, by=ana)
    visit = visits.check_facts(visit, by=linn)
    assert visit.facts_checked_at
    with pytest.raises(TransitionRefused, match="checked"):
        visits.correct(visit, by=ana, answers=answers)


def test_each_aim_is_answered_and_only_for_the_own_city(porto, malmo, ana, linn):
    visit = over(a_visit([malmo], [porto], "held", aims=["One?", "Two?"]))
    with pytest.raises(TransitionRefused, match="Answer each aim"):
        visits.report(visit, by=ana, city=porto, answers=["Yes.", " "])
    with pytest.raises(PermissionDenied):
        visits.report(visit, by=ana, city=malmo, answers=["Yes.", "No."])


def test_what_a_host_writes_needs_no_second_check(porto, malmo, linn):
    visit = over(a_visit([malmo], [porto], "held"))
    assert visits.report(visit, by=linn, city=malmo, answers=["Yes."]).facts_checked_at


def test_the_clock_waits_for_the_last_stop(porto, malmo):
    visit = a_visit([malmo], [porto], "confirmed")
    with pytest.raises(TransitionRefused, match="not over"):
        visits.hold(visit, by=SYSTEM)


def test_a_change_asks_the_other_cities_anew(porto, malmo, ana, linn):
    visit = visits.confirm(planned(porto, malmo, ana), by=linn)
    assert visit.status == "confirmed"
    later = a_stop(malmo, days=4)
    visit = visits.change_stop(visit, by=ana, stop=visit.stops.get(), **later)
    assert visit.status == "planned" and visits.waiting_for(visit) == [malmo]
    assert visit.ends_on == later["ends_on"]


def test_the_limits_of_a_kind_hold(porto, malmo, ana):
    with pytest.raises(TransitionRefused, match="2 to 5 days"):
        planned(porto, malmo, ana, stops=[a_stop(malmo, days=9)])
    with pytest.raises(TransitionRefused, match="1 host"):
        planned(porto, malmo, ana, stops=[a_stop(malmo), a_stop(a_member())])
    visit = planned(porto, malmo, ana)
    for name in ("Pia", "Rui", "Eva"):
        visits.add_guest(visit, by=ana, city=porto, name=name)
    with pytest.raises(TransitionRefused, match="3 guests of one city. “Learning visit” would fit"):
        visits.add_guest(visit, by=ana, city=porto, name="Zé")
    assert visit.guests.count() == 3


def test_a_person_at_all_stops_of_a_tour_counts_once(porto, malmo, ana):
    tour = VisitFormat.objects.get(code="study_tour")
    hosts = [malmo, a_member(), a_member()]
    visit = a_visit(hosts, [porto], format=tour)
    visits.add_guest(visit, by=ana, city=porto, name="Pia", office="Youth office")
    assert visit.guests.count() == 3 and visit.guests.values("key").distinct().count() == 1
    with pytest.raises(TransitionRefused, match="on the list already"):
        visits.add_guest(visit, by=ana, city=porto, name="pia")
    visits.remove_guest(visit, by=ana, guest=visit.guests.first())
    assert not Guest.objects.exists()


def test_a_city_names_its_own_people_only(porto, malmo, ana, linn):
    visit = a_visit([a_member()], [porto, malmo])
    with pytest.raises(PermissionDenied):
        visits.add_guest(visit, by=ana, city=malmo, name="Bo")
    guest = a_guest_of(visit, malmo, "Bo")
    with pytest.raises(PermissionDenied):
        visits.remove_guest(visit, by=ana, guest=guest)


def test_a_host_reads_the_guests_of_its_own_stop_only(porto, malmo, ana, linn, mia, eve):
    other = a_member()
    visit = a_visit([malmo, other], [porto])
    first, second = visit.stops.order_by("number")
    a_guest_of(visit, porto, "Pia", first)
    a_guest_of(visit, porto, "Rui", second)
    names = {who: [each.name for each in guests_for(who, visit)] for who in (ana, linn, mia, eve)}
    assert names == {ana: ["Pia", "Rui"], linn: ["Pia"], mia: ["Pia", "Rui"], eve: []}


def test_a_visit_begins_from_an_accepted_interest_once(porto, malmo, ana):
    interest = an_interest(porto, malmo)
    with pytest.raises(TransitionRefused, match="accepted first"):
        visits.plan_from_interest(interest, by=ana)
    interest.status = "accepted"
    interest.save()
    visit = visits.plan_from_interest(interest, by=ana)
    assert visit.aims == [interest.aim] and visit.stops.get().host == malmo
    assert visit.format.code == "online_clinic"
    with pytest.raises(TransitionRefused, match="already"):
        visits.plan_from_interest(interest, by=ana)


def test_a_visit_in_a_partnership_has_two_of_its_cities(porto, malmo, ana):
    with pytest.raises(TransitionRefused, match="two cities of the partnership"):
        planned(porto, malmo, ana, partnership=a_partnership([porto, a_member()], "proposed"))
    assert planned(porto, malmo, ana, partnership=a_partnership([porto, malmo], "proposed"))


def test_nobody_visits_alone_or_with_a_city_that_left(porto, malmo, oldtown, ana):
    with pytest.raises(TransitionRefused, match="from one city to another"):
        planned(porto, malmo, ana, stops=[a_stop(porto)])
    with pytest.raises(TransitionRefused, match="Oldtown"):
        planned(porto, malmo, ana, stops=[a_stop(oldtown)])
    with pytest.raises(TransitionRefused, match="Your city takes part"):
        planned(porto, malmo, ana, senders=[a_member()])


def test_a_past_exchange_is_recorded_with_its_source(malmo, mia):
    past = FIRST - timedelta(days=900)
    stop = {"host": malmo, "starts_on": past, "ends_on": past}
    party = {"kind": "to_be_named", "words": "Danish cities"}
    given = {"title": "A visit", "format": a_format(), "stops": [stop], "parties": [party]}
    with pytest.raises(TransitionRefused, match="source"):
        visits.record(by=mia, source=" ", **given)
    visit = visits.record(by=mia, source="A page", **given)
    assert visit.is_recorded and visit.status == "reported"


def test_what_is_called_off_says_why(porto, malmo, ana):
    visit = planned(porto, malmo, ana)
    with pytest.raises(TransitionRefused, match="reason"):
        visits.cancel(visit, by=ana, reason=" ")
    assert visits.cancel(visit, by=ana, reason="Floods.").status == "cancelled"
    assert Visit.objects.get().reason == "Floods."
    assert timezone.now().date() < visit.starts_on
