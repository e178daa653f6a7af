"""Who may change what on a city's page, told apart from the code: by verb, in each status of the membership."""

LEADING = {"ana", "paulo", "dora"}
WRITING = {  # only while the city is in good standing
    "cities.create_preventionteam",
    "cities.change_preventionteam",
    "cities.add_training_preventionteam",
    "cities.change_training_preventionteam",
    "cities.add_target_preventionteam",
    "cities.change_target_preventionteam",
    "cities.start_strategy",
    "cities.describe_strategy",
    "cities.next_version_strategyversion",
    "cities.change_draft_strategyversion",
    "cities.adopt_strategyversion",
    "cities.name_cityorganisation",
}
NARROWING = {  # also on hold
    "cities.narrow_preventionteam",
    "cities.end_preventionteam",
    "cities.remove_training_preventionteam",
    "cities.remove_target_preventionteam",
    "cities.narrow_strategy",
    "cities.withdraw_strategyversion",
    "cities.end_cityorganisation",
}
NEVER = {"cities.give_way_strategyversion"}  # follows from adopting the next version
TABLED_WITH_THE_PROFILE = {"preventionteam", "strategy", "strategyversion", "cityorganisation"}


def expected(permission, status):
    if permission in NEVER or status == "ended" or (permission in WRITING and status == "on_hold"):
        return set()
    return LEADING
