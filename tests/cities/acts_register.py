"""The acts on an existing register that comes in, and on two records of one city."""

from cities.lifecycle import imports, invitations, merging
from scn_portal.lifecycle import SYSTEM
from tests.factories.cities import a_city
from tests.factories.register import a_table, brought

from .acts import act


@act
def invite_from_register_invitation(cast):
    person = {"role": "practitioner", "email": "new@porto.example", "name": "New"}
    return lambda: invitations.invite_from_register(by=cast.dev, within=cast.porto, **person)


def a_row_of_a_register(cast, **more):
    return brought([{"name": "Braga", "country": "PT", "type": "city"} | more], cast.dev)


@act
def enter_membership(cast):
    values = a_row_of_a_register(cast).rows.get().values
    return lambda: imports.enter(by=cast.dev, values=values, source="Register of 2020")


@act
def bring_registerimport(cast):
    table = a_table([{"name": "Braga", "country": "PT", "type": "city"}])
    return lambda: imports.bring(by=cast.dev, kind="cities", file=table, source="Register of 2020")


def an_unread_register(cast):
    return bring_registerimport(cast)()


@act
def finish_check_registerimport(cast):
    register = an_unread_register(cast)
    return lambda: imports.finish_check(register, by=SYSTEM)


@act
def give_up_registerimport(cast):
    register = an_unread_register(cast)
    return lambda: imports.give_up(register, by=SYSTEM, trouble=["nothing", ""])


@act
def take_in_registerimport(cast):
    register = a_row_of_a_register(cast)
    return lambda: imports.take_in(register, by=cast.dev)


@act
def finish_registerimport(cast):
    register = imports.take_in(a_row_of_a_register(cast), by=cast.dev)
    return lambda: imports.finish(register, by=SYSTEM)


@act
def discard_registerimport(cast):
    register = a_row_of_a_register(cast)
    return lambda: imports.discard(register, by=cast.dev)


@act
def merge_city(cast):
    other = a_city("Oporto")
    other.names.create(language="pt", name="O Porto", folded="o porto")
    return lambda: merging.merge(cast.porto, by=cast.dev, other=other, typed="Oporto")
