"""What a reader sees of an answer: its words, without the marks."""

import re


def words(answer):
    page = re.sub(r"</?(?:bdi|time)[^>]*>", "", answer.content.decode())
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())
