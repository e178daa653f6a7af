"""Whatever arrives, a file is taken or refused in words: no bytes make the checks fall over or take long."""

import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scn_portal.files.checks import check
from scn_portal.files.refusals import Refused
from scn_portal.files.tables import personal_columns
from tests.factories.files import office, pdf, picture, workbook

SOUND = {
    "a.pdf": pdf(),
    "a.png": picture("PNG"),
    "a.jpg": picture("JPEG"),
    "a.webp": picture("WEBP"),
    "a.docx": office(),
    "a.xlsx": workbook(["Name", 0], shared=["E-mail"]),
    "a.pptx": office("PPTX"),
    "a.csv": b"Name;E-mail\n1;2\n",
    "a.txt": "Dear رسالة\n".encode(),
}
wounds = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 30), st.binary(max_size=8)), max_size=12)


def mutilated(data, wounds):
    """The bytes with pieces cut out and others put in their place."""
    for where, length, instead in wounds:
        at = int(where * len(data))
        data = data[:at] + instead + data[at + length :]
    return data


def taken_or_refused(name, data):
    began = time.monotonic()
    try:
        personal_columns(check(SimpleUploadedFile(name, data), widths=(20,)))
    except Refused as refused:
        assert refused.messages[0].endswith(".")
    assert time.monotonic() - began < 2


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(SOUND)), st.sampled_from(sorted(SOUND)), wounds)
def test_a_mutilated_file_is_taken_or_refused(name, named, wounds):
    taken_or_refused(named, mutilated(SOUND[name], wounds))


@pytest.mark.nightly
@settings(max_examples=20_000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(SOUND)), wounds)
def test_twenty_thousand_mutilated_files_are_taken_or_refused(name, wounds):
    taken_or_refused(name, mutilated(SOUND[name], wounds))
