"""Addresses and people of a handover, for the tests of its pages."""

from cities.models import Handover, Representative
from scn_portal.codes import token_for

NEW = "seven-herons-cross-a-river"
GIVEN = {"name": "Nela Next", "email": "nela@porto.example", "office": "Head of safety", "language": "en"}
CHOSEN = {"name": "Nela de Porto", "password": NEW, "repeated": NEW}


def start_page(role="lead_contact"):
    return f"/cities/porto/people/handover/{role}/"


def page_of(handover, act=""):
    return f"/handovers/{handover.code}/{act}"


def link_of(handover):
    return page_of(handover, f"open/{token_for('cities.handover', handover.code, handover.link_issue)}/")


def opened(client, handover):
    answer = client.post(link_of(handover))
    assert (answer.status_code, answer.url) == (302, page_of(handover, "accept/"))
    return answer.url


def noticed(client, handover):
    token = token_for("cities.handovernotice", handover.code, handover.link_issue)
    return client.post(page_of(handover, f"notice/{token}/"))


def status_of(handover):
    return Handover.objects.get(pk=handover.pk).status


def holder(city, role="lead_contact"):
    return Representative.objects.get(city=city, role=role, until=None).user
