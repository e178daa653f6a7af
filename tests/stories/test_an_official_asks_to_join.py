"""An official finds the network, asks to join, and is let in: all by plain pages and forms, without JavaScript."""

import re

import pytest
from django.test import Client

from cities import lifecycle
from cities.models import City, JoinRequest, Representative
from scn_portal.accounts.models import User
from tests.factories.cities import a_country, a_term
from tests.factories.files import a_letter
from tests.factories.joining import confirm, the_principles
from tests.factories.places import small_gazetteer

ADDRESS = "noor@cordoba.example"


@pytest.fixture
def world(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    small_gazetteer()
    a_country("AR", "ARG", region="Americas", region_code="019", subregion="South America")
    a_country("ES", "ESP")
    a_term(code="city")
    the_principles()


class Official:
    """Somebody in front of a browser: reads pages, fills in what the page offers, presses its button."""

    def __init__(self, client):
        self.client = client

    def opens(self, path):
        self.path, self.page = path, self.client.get(path)
        assert self.page.status_code == 200, (path, self.page.status_code)
        return self

    def sends(self, to=None, status=302, follow=True, **answers):
        """Post with the hidden values of the page, and follow where it leads."""
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', self.page.content.decode()))
        answer = self.client.post(to or self.path, hidden | answers)
        assert answer.status_code == status, (self.path, answer.status_code, self.problems(answer))
        if status == 302 and follow:
            self.opens(answer.url)
        else:
            self.path, self.page = getattr(answer, "url", self.path), answer
        return self

    def reads(self, *words):
        text = " ".join(re.sub(r"<[^>]+>", " ", self.page.content.decode()).split())
        for each in words:
            assert each in text, (each, text)
        return self

    def problems(self, answer):
        return re.findall(r'class="problems".*?</ul>', answer.content.decode(), re.S)


@pytest.fixture
def official(client):
    return Official(client)


def ask_to_join(official, mailbox):
    official.opens("/join/").sends(to="/join/start/", email=ADDRESS, language="en")
    official.reads("We have written to you")
    official.opens(mailbox.link_to(ADDRESS)).reads("Opening the link changed nothing yet").sends()
    official.reads("0 of 4 pages are done", "Not started")
    code = JoinRequest.objects.get().code
    official.opens(f"/join/{code}/city/").opens(f"/join/{code}/city/?q=Cordoba")
    official.reads("Córdoba Argentina", "Córdoba Spain").path = f"/join/{code}/city/?q=Cordoba"
    official.sends(place="2519240", type="city", website="https://www.cordoba.example")
    official.sends(name="Noor  Applicant", office="Prevention coordinator", telephone="+34 957", role="lead_contact")
    official.sends(principle_1="on", principle_2="on", principle_3="on")
    official.sends(to=f"/join/{code}/evidence/code/").reads("A code is on its way")
    official.sends(code=mailbox.code_to(ADDRESS), letter=a_letter(), letter_on="2026-11-02")
    official.reads("Check your answers", "Noor Applicant", "Córdoba , Spain", "letter.pdf")
    official.sends(summit_interest="on")
    return JoinRequest.objects.get()


def test_an_official_asks_is_checked_and_signs_in(world, official, mailbox, dev):
    request = ask_to_join(official, mailbox)
    assert (request.status, request.summit_interest, request.proposed_name) == ("submitted", True, "Córdoba")
    official.reads("Thank you. We have your request.", request.code, "Within ten working days")
    assert request.code in mailbox.newest(ADDRESS).text
    assert not User.objects.filter(email=ADDRESS).exists()

    letter = request.evidence.get(kind="letter")
    request = lifecycle.take(request, by=dev)
    lifecycle.check_evidence(request, by=dev, evidence=letter, result="confirmed")
    confirm(request, "call_back", dev)
    lifecycle.approve(request, by=dev)

    official.opens(mailbox.link_to(ADDRESS)).sends().reads("Lead contact", "Dev")
    official.sends(status=422, name="Noor Applicant", password="short", repeated="short").reads("There is a problem")
    assert 'value="Noor Applicant"' in official.page.content.decode()
    password = "seven-herons-cross-a-river"
    official.sends(name="Noor Applicant", password=password, repeated=password, follow=False)
    assert official.path == "/me/"
    role = Representative.objects.get(city=City.objects.get(name="Córdoba"))
    assert (role.role, role.user.email, role.user.check_password(password)) == ("lead_contact", ADDRESS, True)
    assert int(official.client.session["_auth_user_id"]) == role.user.pk


def test_a_draft_is_found_again_on_another_device(world, official, mailbox):
    official.opens("/join/").sends(to="/join/start/", email=ADDRESS, language="en")
    link = mailbox.link_to(ADDRESS)
    official.opens(link).sends()
    code = JoinRequest.objects.get().code
    official.opens(f"/join/{code}/you/").sends(name="نور", leave="on").reads("0 of 4 pages are done", "Your office")
    elsewhere = Official(Client())
    assert elsewhere.client.get(f"/join/{code}/you/").status_code == 404
    elsewhere.opens(link).sends().opens(f"/join/{code}/you/")
    assert 'value="نور"' in elsewhere.page.content.decode()
