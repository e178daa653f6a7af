"""How the first member of staff comes in, and the next ones."""

import pytest
from django.core.management import call_command

from scn_portal.accounts.appointing import appoint
from scn_portal.accounts.models import User
from scn_portal.accounts.rules import is_administrator, is_registrar
from scn_portal.audit.models import AuditEntry

pytestmark = pytest.mark.django_db


def test_the_command_makes_an_administrator_who_must_choose_a_password(capsys):
    call_command("appoint", "administrator", "Dara@Host.example", "Dara Okello")
    dara = User.objects.get(email="dara@host.example")
    assert is_administrator(dara)
    assert (dara.name, dara.has_usable_password(), dara.is_superuser) == ("Dara Okello", False, False)
    assert "Dara Okello <dara@host.example> is administrator." in capsys.readouterr().out


def test_appointing_somebody_twice_changes_nothing_and_is_written_down_once():
    first = appoint("registrar", email="ines@host.example", name="Ines Moreau")
    again = appoint("registrar", email="INES@host.example", name="Somebody Else")
    assert (first.pk, again.name) == (again.pk, "Ines Moreau")
    entries = AuditEntry.objects.filter(action="accounts.appoint", subject_key=str(first.pk))
    assert [entry.after for entry in entries] == ["registrar"]


def test_a_second_role_is_added_to_the_first():
    appoint("moderator", email="ines@host.example", name="Ines Moreau")
    ines = appoint("registrar", email="ines@host.example", name="Ines Moreau")
    assert is_registrar(ines)
    assert set(ines.groups.values_list("name", flat=True)) == {"moderator", "registrar"}


def test_a_role_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="role is 'emperor', wanted one of registrar"):
        appoint("emperor", email="ines@host.example", name="Ines Moreau")
    assert not User.objects.exists()
