"""Rights over rounds: moderators run them, the leads of a city enter it and answer for it, the clock does the rest."""

import rules

from . import at_its, is_administrator, is_moderator, leads_city

for _verb in ("draft", "change", "rehearse", "open", "extend", "mark", "lift", "choose", "propose", "solve_rest"):
    rules.add_perm(f"twinning.{_verb}_round", is_moderator)
rules.add_perm("twinning.settle_round", is_moderator)
rules.add_perm("twinning.cancel_round", is_administrator)
for _verb in ("close", "erase_private_lists"):  # the clock alone
    rules.add_perm(f"twinning.{_verb}_round", rules.always_deny)

rules.add_perm("twinning.enter_entry", leads_city)
for _verb in ("change", "enter_again", "keep_private_list", "withdraw"):
    rules.add_perm(f"twinning.{_verb}_entry", at_its("city", leads_city))
for _verb in ("leave", "lower_offer"):  # called by an answer, and when a practice is withdrawn
    rules.add_perm(f"twinning.{_verb}_entry", rules.always_deny)

for _verb in ("draft", "drop", "put_forward", "accept", "fall", "lapse", "withdraw"):  # called by steps of the round
    rules.add_perm(f"twinning.{_verb}_proposal", rules.always_deny)
rules.add_perm("twinning.answer_place", at_its("city", leads_city))
