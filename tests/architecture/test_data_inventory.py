"""Every field of every model stands in a data inventory, and everything the inventory promises is registered."""

from dataclasses import replace

from cities.models import ContactMessage
from scn_portal.privacy import belongings
from scn_portal.privacy.inventory import _faults, _file_for, fields_of, gaps, inventory
from scn_portal.privacy.retention import rules


def test_every_field_has_an_entry_and_every_entry_a_field():
    found = gaps()
    assert not found, "\nThe data inventory is not whole:\n  " + "\n  ".join(found)


def test_whatever_goes_into_an_own_copy_says_which_rows_are_about_a_person():
    missing = belongings.unregistered()
    assert not missing, f"own_copy = true needs a `register(Model, …)` in the app's belongings.py: {missing}"


def test_a_field_without_an_entry_and_an_entry_without_a_field_are_found():
    whole = inventory().of(ContactMessage)
    without = replace(whole, personal=tuple(each for each in whole.personal if each != "email"))
    stale = replace(whole, technical=(*whole.technical, "shoe_size"))
    fields, file = fields_of(ContactMessage), _file_for(ContactMessage)
    assert list(_faults(inventory(), whole, fields, file)) == []
    assert "cities.ContactMessage.email: add it to one of" in next(_faults(inventory(), without, fields, file))
    assert "shoe_size: there is no such field" in next(_faults(inventory(), stale, fields, file))


def test_a_rule_of_retention_names_a_period_of_the_inventory():
    assert {rule.period for rule in rules.values()} <= set(inventory().periods)
