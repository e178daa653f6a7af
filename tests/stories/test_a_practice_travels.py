"""A practice is written in one city, checked, published, found by a stranger and taken over by another city: all by
plain pages and forms, without JavaScript."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from hub.models import Adoption, Resource
from hub.schema import CRITERIA, Type, sections_of
from tests.cast import person
from tests.factories.cities import a_representative
from tests.factories.hub import a_content, the_terms
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
CONTENT = a_content("Evenings at the lighthouse", contact="team@porto.example")
YES = {f"criteria-{code}": "yes" for code, _words in CRITERIA}


class Browser:
    """Somebody in front of a browser: reads pages, fills in what the page offers, presses its button."""

    def __init__(self, user=None):
        self.client = sign_in(Client(), user) if user else Client()

    def opens(self, path, status=200):
        self.path, answer = path, self.client.get(path)
        assert answer.status_code == status, (path, answer.status_code)
        self.page = answer.content.decode()
        return self

    def sends(self, to=None, **answers):
        """Post with the hidden values of the page, and follow where it leads."""
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', self.page))
        answer = self.client.post(to or self.path, hidden | answers)
        assert answer.status_code == 302, (to or self.path, answer.status_code, self.problems(answer))
        return self.opens(answer.url)

    def problems(self, answer):
        return re.findall(r'class="problems".*?</ul>', answer.content.decode(), re.S)

    def reads(self, *words):
        text = " ".join(re.sub(r"<[^>]+>", " ", self.page).split())
        for each in words:
            assert each in text, (each, text)
        return self


def typed(section):
    """What a writer types into the form of a section."""
    answers = {"sharing": "0"} if section.key == "sharing" else {}
    for field in section.fields:
        value = CONTENT.get(field.name, "")
        if field.type is Type.SAFEGUARDS:
            answers |= {f"{field.name}_{code}_answer": each["answer"] for code, each in value.items()}
        else:
            answers[field.name] = value
    return answers


def written(rosa):
    """The code of the draft that Rosa has written, section by section."""
    rosa.opens(reverse("hub:desk")).reads("Nothing is here yet.")
    rosa.opens(reverse("hub:resource_start")).sends(kind="good_practice", title=CONTENT["title"], language="en")
    resource = Resource.objects.get()
    for section in sections_of("good_practice"):
        rosa.opens(reverse("hub:resource_edit", args=[resource.slug, section.key])).sends(**typed(section))
    rosa.reads("Ready to be released", "Ana (lead contact)")
    return resource


def act(resource, number, verb):
    return f"/admin/hub/version/{resource.code}-{number}/act/{verb}/"


@pytest.fixture
def rosa(porto):
    return a_representative(porto, person("Rosa", "rosa@porto.example"), "practitioner").user


def test_a_practice_is_written_checked_found_and_taken_over(rosa, ana, linn, mia, porto, malmo):
    the_terms()
    rosa, ana, linn, mia, stranger = Browser(rosa), Browser(ana), Browser(linn), Browser(mia), Browser()
    resource = written(rosa)
    ana.opens(reverse("hub:version_release", args=[resource.slug])).sends().reads("It waits for a moderator")
    linn.opens(reverse("hub:resource_detail", args=[resource.slug]), status=404)

    mia.opens("/admin/").reads("Evenings at the lighthouse").sends(to=act(resource, 1, "take"))
    asked = YES | {"criteria-C4": "change", "criteria-C4_reason": "Say how many evenings."}
    mia.sends(to=act(resource, 1, "ask_changes"), **asked)
    section = next(each for each in sections_of("good_practice") if each.key == "results")
    rosa.opens(reverse("hub:desk")).reads("1 remark of the moderator")
    results = reverse("hub:resource_edit", args=[resource.slug, "results"])
    rosa.opens(results).reads("Say how many evenings.").sends(**typed(section) | {"outputs": "Twelve evenings."})
    ana.opens(reverse("hub:version_release", args=[resource.slug])).sends()
    mia.sends(to=act(resource, 2, "take")).sends(to=act(resource, 2, "approve_and_publish"), **YES)

    address = reverse("hub:resource_detail", args=["evenings-at-the-lighthouse"])
    stranger.opens("/hub/resources/?q=lighthouse").reads("1 result", "Porto , Portugal")
    stranger.opens(address).reads("Twelve evenings.", "Nobody yet")
    assert "team@porto.example" not in stranger.page, "the mailbox is for members"
    linn.opens(address).reads("team@porto.example")

    linn.opens(f"{address}adoptions/new/").sends(
        taker=malmo.pk, degree="adapted", core_kept=["0"], changed="By the lake."
    )
    adoption = Adoption.objects.get()
    linn.reads("Not yet confirmed")
    ana.opens(reverse("hub:desk")).reads("Malmö")
    ana.opens(reverse("hub:adoption_confirm", args=[adoption.code])).sends().reads("Confirmed by both")
    stranger.opens(address).reads("1 city")
    stranger.opens(f"{address}adoptions/").reads("Porto", "Malmö", "Confirmed by both")
