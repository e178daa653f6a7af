"""Partnerships."""

from datetime import timedelta

from django.utils import timezone

from scn_portal.lifecycle import SYSTEM
from tests.factories.twinning import a_partnership, a_text
from tests.twinning.acts import act
from twinning.lifecycle import partnerships, plans, terms
from twinning.models import Partnership


def of_both(cast, status="active", **more):
    return a_partnership([cast.porto, cast.malmo], status, **more)


def today():
    return timezone.now().date()


@act
def found_partnership(cast):
    cities = [cast.porto, cast.malmo]
    return lambda: partnerships.found(by=cast.ana, within=cast.porto, cities=cities, aims="To learn from each other.")


@act
def record_partnership(cast):
    given = {"title": "A link", "cities": [cast.porto], "source": "A page", "parties": [("to_be_named", "Cities", "")]}
    return lambda: partnerships.record(by=cast.mia, **given)


@act
def correct_partnership(cast):
    partnership = of_both(cast, origin="recorded", source="A page")
    return lambda: partnerships.correct(partnership, by=cast.mia, aims="To meet.", is_over=True)


@act
def take_part_partnership(cast):
    partnership = of_both(cast, "proposed")
    partnership.partner_cities.filter(city=cast.porto).update(takes_part_at=None)
    return lambda: partnerships.take_part(partnership, by=cast.ana, city=cast.porto)


@act
def decline_partnership(cast):
    partnership = of_both(cast, "proposed")
    return lambda: partnerships.decline(partnership, by=cast.ana, city=cast.porto)


@act
def lapse_partnership(cast):
    partnership = of_both(cast, "proposed")
    Partnership.objects.update(proposed_at=timezone.now() - timedelta(days=91))
    return lambda: partnerships.lapse(partnership, by=SYSTEM)


@act
def put_forward_partnership(cast):
    partnership = of_both(cast, "proposed")
    return lambda: partnerships.put_forward(partnership, by=cast.ana, city=cast.porto, body="We meet.")


@act
def sign_partnership(cast):
    partnership = of_both(cast, "proposed")
    text = a_text(partnership, signed_by=[cast.malmo])
    return lambda: partnerships.sign(partnership, by=cast.paulo, city=cast.porto, hash=text.hash)


@act
def make_public_partnership(cast):
    partnership = of_both(cast)
    return lambda: partnerships.make_public(partnership, by=cast.ana, city=cast.porto)


@act
def make_internal_partnership(cast):
    partnership = of_both(cast, sharing=0)
    return lambda: partnerships.make_internal(partnership, by=cast.ana, city=cast.porto)


@act
def note_down_partnership(cast):
    partnership = of_both(cast)
    return lambda: partnerships.note_down(partnership, by=cast.ana, city=cast.porto, note="They come in May.")


@act
def name_office_partnership(cast):
    partnership = of_both(cast, "agreed")
    return lambda: plans.name_office(partnership, by=cast.ana, city=cast.porto, office="Youth office")


def with_plan(cast, status="agreed"):
    partnership = of_both(cast, status)
    plan = partnership.plans.create(cycle=1, aims="One visit each.")
    plan.steps.create(kind="visit", on=today(), words="Porto comes")
    return partnership


@act
def write_plan_partnership(cast):
    partnership = with_plan(cast)
    steps = [("call", today(), "The first call")]
    return lambda: plans.write_plan(partnership, by=cast.ana, city=cast.porto, aims="Two visits.", steps=steps)


@act
def adopt_plan_partnership(cast):
    partnership = with_plan(cast)
    partnership.partner_cities.filter(city=cast.malmo).update(agrees={"adopt_plan": "now"})
    return lambda: plans.adopt_plan(partnership, by=cast.ana, city=cast.porto)


@act
def add_step_partnership(cast):
    partnership = with_plan(cast, "active")
    return lambda: plans.add_step(
        partnership, by=cast.ana, city=cast.porto, kind="call", on=today(), words="One call more"
    )


@act
def tick_step_partnership(cast):
    partnership = with_plan(cast, "active")
    step = partnership.plans.get().steps.get()
    return lambda: plans.tick_step(partnership, by=cast.ana, city=cast.porto, step=step)


@act
def pause_partnership(cast):
    partnership = of_both(cast)
    return lambda: terms.pause(partnership, by=cast.ana, city=cast.porto, reason="Elections.")


@act
def resume_partnership(cast):
    partnership = of_both(cast, "paused")
    partnership.partner_cities.filter(city=cast.malmo).update(agrees={"resume": "now"})
    return lambda: terms.resume(partnership, by=cast.ana, city=cast.porto)


@act
def end_pause_partnership(cast):
    partnership = of_both(cast, "paused")
    Partnership.objects.update(paused_on=today() - timedelta(days=366))
    return lambda: terms.end_pause(partnership, by=SYSTEM)


@act
def leave_partnership(cast):
    partnership = of_both(cast, "paused")
    return lambda: terms.leave(partnership, by=cast.ana, city=cast.porto, reason="No staff.")


@act
def review_partnership(cast):
    partnership = of_both(cast)
    return lambda: terms.review(partnership, by=cast.ana, city=cast.porto)


@act
def file_review_partnership(cast):
    partnership = of_both(cast, "in_review")
    return lambda: terms.file_review(partnership, by=cast.ana, city=cast.porto, learned="To listen.", again="yes")


def reviewed(cast):
    partnership = of_both(cast, "in_review", review_began_on=today())
    for city in (cast.porto, cast.malmo):
        given = {"learned": "To listen.", "again": "yes", "filed_at": timezone.now()}
        partnership.reviews.create(cycle=1, city=city, **given)
    return partnership


@act
def renew_partnership(cast):
    partnership = reviewed(cast)
    partnership.partner_cities.filter(city=cast.malmo).update(agrees={"renew": "now"})
    return lambda: terms.renew(partnership, by=cast.ana, city=cast.porto)


@act
def close_partnership(cast):
    partnership = reviewed(cast)
    return lambda: terms.close(partnership, by=cast.ana, city=cast.porto)
