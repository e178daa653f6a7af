from django import template

from scn_portal.notifications.inbox import unread_count

register = template.Library()


@register.simple_tag(takes_context=True)
def inbox_count(context):
    """How many notices the signed-in reader has not read: one indexed query; none for anybody else."""
    user = getattr(context.get("request"), "user", None)
    return unread_count(user) if user is not None and user.is_authenticated else 0
