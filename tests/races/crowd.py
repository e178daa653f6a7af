"""Many people at once: real threads, each with its own connection, let go at the same moment."""

from collections import Counter
from threading import Barrier, Thread

from django.db import connection


def at_once(number, act, *, patience=60):
    """Call `act(position)` in `number` threads at one moment. Returns a Counter of what each returned or raised."""
    gate, answers = Barrier(number), Counter()

    def run(position):
        try:
            connection.ensure_connection()
            gate.wait(patience)
            answer = act(position)
        except Exception as error:
            answer = error
        finally:
            connection.close()
        answers[_words(answer)] += 1

    threads = [Thread(target=run, args=[position], daemon=True) for position in range(number)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(patience)
    assert not any(each.is_alive() for each in threads), "somebody waits for ever"
    return answers


def _words(answer):
    return f"{type(answer).__name__}: {answer}" if isinstance(answer, Exception) else answer
