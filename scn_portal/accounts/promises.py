"""What the portal promises about security on /security/, in words that hold today; each names the tests that prove it.

A promise whose proof is still to be built is not made (docs/security.md lists them).
"""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Promise:
    title: str
    text: str
    tests: tuple  # "folder/file.py::test_name"

    @property
    def proof(self):
        """The tests in words: their names are sentences."""
        return "; ".join(each.partition("::")[2].removeprefix("test_").replace("_", " ") for each in self.tests)


PROMISES = [
    Promise(
        _("Nobody opens a page that is not meant for them."),
        _(
            "For every address of this portal it is written down who may open it. A test asks for each of them as each "
            "kind of person. What you may not see looks exactly like an address that does not exist."
        ),
        (
            "security/test_matrix.py::test_a_page_shows_itself_to_whom_the_matrix_says_and_looking_writes_nothing",
            "security/test_matrix.py::test_a_post_of_somebody_who_may_not_is_refused_and_writes_nothing",
        ),
    ),
    Promise(
        _("Leaving takes effect at once."),
        _("When an account is suspended or a role ends, the next click already finds the door closed."),
        (
            "ground/test_sign_in.py::test_a_suspension_ends_at_the_next_request",
            "ground/test_own_pages.py::test_an_administrator_suspends_a_person_whose_logins_end",
        ),
    ),
    Promise(
        _("Staff need a second factor, and no path leads around it."),
        _(
            "An authenticator app, a passkey or a printed recovery code is asked for in addition to the password. A "
            "code by e-mail does not count. You can set up the same for your own account."
        ),
        (
            "ground/test_sign_in.py::test_staff_without_a_second_factor_reach_only_the_page_that_sets_one_up",
            "ground/test_sign_in.py::test_a_login_from_before_the_set_up_does_not_count",
            "ground/test_sign_in.py::test_a_new_password_by_mail_leads_to_the_second_factor_all_the_same",
            "ground/test_sign_in.py::test_the_admin_has_no_login_form_of_its_own",
        ),
    ),
    Promise(
        _("A decision on a request is made once, and can be shown later."),
        _(
            "If two people decide at the same moment, one decision holds and the other person reads who made it. Each "
            "step is written to a trail to which the portal can only add."
        ),
        (
            "races/test_approval.py::test_parallel_approvals_make_one_of_each_and_the_others_read_who_decided",
            "races/test_approval.py::test_approval_and_refusal_at_once_end_in_one_decision",
            "ground/test_lifecycle_boot.py::test_the_audit_trail_refuses_change_and_removal",
        ),
    ),
    Promise(
        _("Sent means stored, and no mail is silently lost."),
        _(
            "What you hand in is stored before you see the receipt. Mail waits in a list until it has left, even when "
            "a machine fails in between; what cannot be delivered is shown to staff."
        ),
        (
            "drills/test_relay_killed.py::test_no_mail_is_lost_and_a_repeat_needs_a_kill",
            "drills/test_facts_after_a_kill.py::test_every_fact_is_told_once_though_its_process_was_killed",
        ),
    ),
    Promise(
        _("Nobody learns from us who has an account."),
        _("A wrong password and a forgotten one are answered in the same words, whether the address is known or not."),
        (
            "security/test_who_has_an_account.py::"
            "test_a_wrong_password_looks_the_same_for_a_member_a_suspended_person_and_a_stranger",
            "security/test_who_has_an_account.py::test_a_reset_looks_the_same_for_everybody_and_mails_only_the_member",
        ),
    ),
    Promise(
        _("Guessing is slow."),
        _(
            "After %(failed)s failed sign-ins an account pauses for five minutes. One address may try "
            "%(tries)s times a minute, and a forgotten password can be asked for %(resets)s times an hour."
        ),
        (
            "security/test_who_has_an_account.py::"
            "test_the_sixth_wrong_password_for_one_account_is_limited_from_any_address",
            "security/test_who_has_an_account.py::test_one_password_tried_on_many_accounts_from_one_address_is_limited",
            "security/test_who_has_an_account.py::test_three_resets_an_hour_reach_one_address",
        ),
    ),
    Promise(
        _("You see where you are signed in, and you hear of every change."),
        _(
            "Your security page lists your open logins and ends any of them. A new device, a new password, another "
            "address or a used recovery code is told to you by mail and in your inbox."
        ),
        (
            "ground/test_own_pages.py::test_a_person_sees_the_open_logins_and_ends_the_others",
            "ground/test_sign_in.py::test_a_new_browser_is_noticed_and_a_known_one_is_not",
            "ground/test_sign_in.py::test_a_changed_password_ends_the_other_logins_and_its_owner_is_told",
        ),
    ),
    Promise(
        _("Your browser is told to run nothing but our own pages."),
        _(
            "No page loads anything from another company, no page may be shown inside another site, and no cookie is "
            "readable by scripts."
        ),
        (
            "security/test_every_page.py::test_every_answer_carries_the_headers",
            "security/test_answers.py::test_every_cookie_is_bound_to_this_host_and_hidden_from_scripts",
        ),
    ),
    Promise(
        _("You can take your data with you."),
        _(
            "The page “Your data” counts what we hold about you and makes a copy that you and your programs can read. "
            "You prove that it is you when you take it, and after seven days it is gone."
        ),
        (
            "privacy/test_own_copy.py::test_the_copy_holds_every_field_that_the_inventory_marks",
            "privacy/test_own_copy.py::test_a_copy_is_taken_with_fresh_proof_only",
            "privacy/test_own_copy.py::test_a_copy_is_gone_after_seven_days_with_its_row_and_its_bytes",
        ),
    ),
    Promise(
        _("You can ask to be erased."),
        _(
            "A registrar without a tie to your city answers. Then your name and addresses go from everywhere; what "
            "was done for a city in an office stays in the public record, without your name. When a backup is "
            "restored, you are erased again."
        ),
        (
            "privacy/test_erasure.py::test_after_erasure_the_old_name_and_addresses_stand_nowhere",
            "privacy/test_erasure.py::test_nobody_decides_about_oneself_or_about_people_of_an_own_city",
            "privacy/test_erasure.py::test_a_restored_person_is_erased_again_and_nobody_else",
        ),
    ),
    Promise(
        _("Nothing is kept longer than we say."),
        _("The page about privacy names the periods. Every night, what is over its period is taken away."),
        ("privacy/test_retention.py::test_everything_over_its_period_goes_and_a_second_run_changes_nothing",),
    ),
    Promise(
        _("Links in our mail lead to this portal, and opening one changes nothing."),
        _("A link shows a page with a button; only the button acts. Robots that open links do no harm."),
        (
            "ground/test_sign_in.py::test_mailed_links_come_from_the_configured_address_and_not_from_the_host",
            "security/test_matrix.py::test_a_page_shows_itself_to_whom_the_matrix_says_and_looking_writes_nothing",
        ),
    ),
]


def promises():
    """The promises with today's limits filled in from the settings."""
    limits = settings.ACCOUNT_RATE_LIMITS
    values = {
        "failed": limits["login_failed"].split("/")[0],
        "tries": limits["login"].split("/")[0],
        "resets": limits["reset_password"].split(",")[-1].split("/")[0],
    }
    return [Promise(each.title, str(each.text) % values, each.tests) for each in PROMISES]
