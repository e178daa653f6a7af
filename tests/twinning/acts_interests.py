"""Every step of profiles and interests, each with what it needs."""

from datetime import timedelta

from scn_portal.lifecycle import SYSTEM
from tests.factories.hub import a_resource
from tests.factories.twinning import a_profile, a_theme, an_interest
from tests.twinning.acts import act
from twinning.lifecycle import interests, profiles

SAID = {"capacity": 2, "languages": ["en"], "sizes": [2, 3], "about": "", "contact_office": "Office for prevention"}


def themes(city):
    hosting = {"theme": a_theme("youth"), "need": 0, "offer": 3, "proof": a_resource(city), "note": "In spring."}
    return [hosting, {"theme": a_theme("families"), "need": 3, "offer": 0}]


@act
def write_profile(cast):
    said = themes(cast.porto)
    return lambda: profiles.write(by=cast.ana, within=cast.porto, themes=said, **SAID)


@act
def change_profile(cast):
    profile, said = a_profile(cast.porto, needs={"schools": 1}), themes(cast.porto)
    return lambda: profiles.change(profile, by=cast.dora, themes=said, **SAID)


@act
def confirm_profile(cast):
    profile = a_profile(cast.porto, confirmed_on="2020-01-01")
    return lambda: profiles.confirm(profile, by=cast.paulo)


@act
def lower_profile(cast):
    profile = a_profile(cast.porto, offers={"youth": 3})
    proof = profile.theme_entries.get(offer=3).proof
    return lambda: profiles.lower(profile, by=SYSTEM, resource=proof)


@act
def send_interest(cast):
    practice, theme = a_resource(cast.malmo), a_theme()
    given = {"to_city": cast.malmo, "aim": "How?", "wish": "visit", "resource": practice, "themes": [theme]}
    return lambda: interests.send(by=cast.ana, within=cast.porto, **given)


@act
def accept_interest(cast):
    interest = an_interest(cast.malmo, cast.porto)
    return lambda: interests.accept(interest, by=cast.ana, answer="Gladly.")


@act
def decline_interest(cast):
    interest = an_interest(cast.malmo, cast.porto)
    return lambda: interests.decline(interest, by=cast.ana, answer="")


@act
def withdraw_interest(cast):
    interest = an_interest(cast.porto, cast.malmo)
    return lambda: interests.withdraw(interest, by=cast.ana)


@act
def lapse_interest(cast):
    interest = an_interest(cast.porto, cast.malmo)
    interest.sent_at, interest.answer_by = (
        each - timedelta(days=40) for each in (interest.sent_at, interest.answer_by)
    )
    interest.save()
    return lambda: interests.lapse(interest, by=SYSTEM)
