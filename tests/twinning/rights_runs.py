"""Runs of the matching: moderators start and cancel them, the solver alone does the rest."""

from tests.factories.twinning import a_round, a_run
from tests.twinning.rights import MODERATORS, NOBODY, right

right("start_run", "of a round that closed")(lambda world: (a_round("closed"), MODERATORS))
right("cancel_run", "that is under way")(lambda world: (a_run(a_round("closed"), "running"), MODERATORS))
for _verb in ("take", "finish", "fail", "stop", "give_back"):
    right(f"{_verb}_run", "by the solver alone")(lambda world: (a_run(a_round("closed")), NOBODY))
