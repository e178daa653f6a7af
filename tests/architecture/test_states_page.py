"""docs/states.md says what the lifecycles say."""

from scn_portal.ui.management.commands.draw_lifecycles import PAGE, drawn


def test_the_page_of_states_is_drawn_from_the_lifecycles_of_today():
    assert PAGE.read_text(encoding="utf-8") == drawn(), "run manage.py draw_lifecycles"


def test_every_step_says_in_a_sentence_what_it_means():
    for line in drawn().splitlines():
        if line.startswith("| ") and not line.startswith("| step"):
            assert line.rstrip(" |").endswith((".", "…")), line
