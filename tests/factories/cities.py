"""Cities, memberships and people for the tests: small functions, each makes what its name says."""

from datetime import UTC, date, datetime
from itertools import count

from cities.folding import folded
from cities.models import City, Confirmation, Country, Membership, Representative, Term
from scn_portal.accounts.models import User

numbers = count(1)
LONG_AGO = date(2016, 1, 1)


def a_term(list_name="authority_type", code="city", label="City or town"):
    term, made = Term.objects.get_or_create(list=list_name, code=code)
    if made:
        term.labels.create(language="en", label=label)
    return term


def a_country(iso2="PT", iso3="PRT", region="Europe", subregion="Southern Europe", region_code="150", **more):
    given = {"iso3": iso3, "region": region, "region_code": region_code, "subregion": subregion} | more
    return Country.objects.get_or_create(iso2=iso2, defaults=given)[0]


def a_city(name=None, country=None, type=None, **more):
    """A city without any membership."""
    name = name or f"City {next(numbers)}"
    slug = more.pop("slug", folded(name).replace(" ", "-") or f"city-{next(numbers)}")
    given = {"lat": 41.15, "lon": -8.61, "folded": folded(name)} | more
    return City.objects.create(
        name=name, slug=slug, country=country or a_country(), type=type or a_term(code="city"), **given
    )


def a_person(name=None, **more):
    name = name or f"Person {next(numbers)}"
    return User.objects.create_user(more.pop("email", f"person{next(numbers)}@city.example"), name=name, **more)


def a_membership(city, joined_on=LONG_AGO, confirmed_on=None, **more):
    precision = more.pop("precision", "day" if joined_on else "unknown")
    membership = Membership.objects.create(city=city, joined_on=joined_on, precision=precision, **more)
    if confirmed_on:
        Confirmation.objects.create(membership=membership, on=confirmed_on, basis="register", items=["contacts"])
    return membership


def a_representative(city, user=None, role="lead_contact", since=None, until=None, **more):
    return Representative.objects.create(
        user=user or a_person(),
        city=city,
        role=role,
        office=more.pop("office", "Head of prevention"),
        since=since or datetime(2016, 1, 1, tzinfo=UTC),
        until=until,
        **more,
    )


def a_member(name=None, user=None, joined_on=LONG_AGO, confirmed_on=None, **more):
    """A city that is an active member with a lead contact."""
    city = a_city(name, **more)
    a_membership(city, joined_on, confirmed_on or datetime.now(UTC).date())
    a_representative(city, user)
    return city
