"""Six digits by mail: used once, five tries, half an hour, three an hour."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cities import lifecycle, mail_codes
from cities.mail_codes import CodeRefused
from cities.models import MailCode
from scn_portal.lifecycle import LinkHolder
from tests.factories.joining import a_draft, the_holder_of
from tests.races.crowd import at_once

PURPOSE, ADDRESS = "join:test", "noor@newtown.example"
pytestmark = pytest.mark.django_db


def wrong(code):
    return f"{(int(mail_codes.digits_of(code)) + 1) % 10**6:06}"


def test_the_digits_open_once():
    code = mail_codes.issue(PURPOSE, ADDRESS)
    assert not mail_codes.was_passed(PURPOSE, ADDRESS)
    mail_codes.check(PURPOSE, "NOOR@newtown.example", mail_codes.digits_of(code))
    assert mail_codes.was_passed(PURPOSE, ADDRESS)
    with pytest.raises(CodeRefused, match="no longer valid"):
        mail_codes.check(PURPOSE, ADDRESS, mail_codes.digits_of(code))


def test_blanks_and_digits_of_another_script_are_read_as_they_are_meant():
    code = mail_codes.issue(PURPOSE, ADDRESS)
    digits = mail_codes.digits_of(code).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    mail_codes.check(PURPOSE, ADDRESS, f" {digits[:3]} {digits[3:]}")


def test_the_fifth_wrong_try_ends_the_code_even_for_the_right_digits():
    code = mail_codes.issue(PURPOSE, ADDRESS)
    for _ in range(4):
        with pytest.raises(CodeRefused, match="not the code that we sent"):
            mail_codes.check(PURPOSE, ADDRESS, wrong(code))
    with pytest.raises(CodeRefused, match="the last try"):
        mail_codes.check(PURPOSE, ADDRESS, wrong(code))
    with pytest.raises(CodeRefused, match="no longer valid"):
        mail_codes.check(PURPOSE, ADDRESS, mail_codes.digits_of(code))
    assert MailCode.objects.get().tries == 5


@pytest.mark.parametrize(("minutes", "opens"), [(29, True), (30, False), (31, False)])
def test_a_code_lives_for_half_an_hour(time_machine, minutes, opens):
    time_machine.move_to(timezone.now(), tick=False)
    code = mail_codes.issue(PURPOSE, ADDRESS)
    time_machine.shift(timedelta(minutes=minutes))
    if opens:
        mail_codes.check(PURPOSE, ADDRESS, mail_codes.digits_of(code))
    else:
        with pytest.raises(CodeRefused):
            mail_codes.check(PURPOSE, ADDRESS, mail_codes.digits_of(code))


def test_a_new_code_ends_the_one_before_and_a_fourth_within_an_hour_is_refused(time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    first, _, _ = (mail_codes.issue(PURPOSE, ADDRESS) for _ in range(3))
    with pytest.raises(CodeRefused, match="Three codes"):
        mail_codes.issue(PURPOSE, ADDRESS)
    with pytest.raises(CodeRefused):
        mail_codes.check(PURPOSE, ADDRESS, mail_codes.digits_of(first))
    time_machine.shift(timedelta(minutes=61))
    mail_codes.issue(PURPOSE, ADDRESS)


def test_a_code_proves_no_other_address_and_serves_no_other_purpose():
    code = mail_codes.issue(PURPOSE, ADDRESS)
    with pytest.raises(CodeRefused):
        mail_codes.check(PURPOSE, "other@newtown.example", mail_codes.digits_of(code))
    with pytest.raises(CodeRefused):
        mail_codes.check("join:other", ADDRESS, mail_codes.digits_of(code))
    assert not mail_codes.was_passed(PURPOSE, ADDRESS)


def test_a_stranger_uses_up_no_tries_of_somebody_elses_code():
    request = a_draft()
    lifecycle.ask_code(request, by=the_holder_of(request))
    with pytest.raises(Exception, match="cities.prove_joinrequest"):
        lifecycle.prove_address(request, by=LinkHolder("cities.joinrequest:other"), digits="000000")
    assert MailCode.objects.get().tries == 0


def test_a_wrong_code_proves_nothing_and_is_counted():
    request = a_draft()
    lifecycle.ask_code(request, by=the_holder_of(request))
    with pytest.raises(CodeRefused):
        lifecycle.prove_address(request, by=the_holder_of(request), digits=wrong(MailCode.objects.get()))
    request.refresh_from_db()
    assert request.email_proven_at is None and MailCode.objects.get().tries == 1


@pytest.mark.django_db(transaction=True)
def test_many_guesses_at_once_are_not_more_than_five_tries():
    code = mail_codes.issue(PURPOSE, ADDRESS)
    guess = wrong(code)
    answers = at_once(20, lambda _: mail_codes.check(PURPOSE, ADDRESS, guess))
    assert sum(answers.values()) == 20
    assert MailCode.objects.get().tries == 5
    assert answers["CodeRefused: This code is no longer valid. Ask for a new one."] == 15


def test_the_digits_are_spread_and_stored_nowhere():
    codes = [MailCode.objects.create(purpose="p", address=ADDRESS, expires_at=timezone.now()) for _ in range(200)]
    digits = {mail_codes.digits_of(each) for each in codes}
    assert len(digits) > 195 and all(len(each) == 6 and each.isdecimal() for each in digits)
    stored = str(list(MailCode.objects.values_list()))
    assert not any(each in stored for each in list(digits)[:50])
