"""Rights over joint projects: leads of the cities that own one."""

import rules

from . import leads_city, leads_one_of

rules.add_perm("twinning.plan_project", leads_city)
for verb in ("revise", "begin", "add_task", "remove_task", "close_task", "reopen_task", "finish", "stop"):
    rules.add_perm(f"twinning.{verb}_project", leads_one_of)
