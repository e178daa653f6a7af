"""Fresh proof: some acts ask that the person has signed in, or proved it again, within 15 minutes.

`fresh_proof_required` wraps a view; an admin action calls `demand_fresh_proof(request)` before it acts. Both lead to
the re-authentication page and back; a POST is kept meanwhile and carried out once.
"""

import time
from functools import wraps

from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings


def is_fresh(request):
    records = get_authentication_records(request, request.user) if request.user.is_authenticated else []
    return any(time.time() - each["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT for each in records)


def demand_fresh_proof(request):
    """Leave the view for the re-authentication page unless the proof is fresh."""
    if not is_fresh(request):
        raise ReauthenticationRequired


def fresh_proof_required(view):
    @wraps(view)
    def proven(request, *args, **kwargs):
        demand_fresh_proof(request)
        return view(request, *args, **kwargs)

    return proven
