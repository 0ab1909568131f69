"""What somebody may have meant by a name that no actor has.

In: the unknown name. Out: the end of an error's sentence: what the name is instead ("a part of Canada"), the states
whose name it may be short for, or the nearest names; never a state that only shares a few letters with it.
"""

from __future__ import annotations

import difflib

from detente.actors._fold import fold
from detente.actors._names import no_actor, phrases
from detente.actors._tables import actors

_NEAR = 0.75  # of the signs, as difflib counts them
_MOST = 3


def hint(name: str) -> str:
    """The end of the sentence "No actor goes by ..."."""
    if (why := no_actor(name)) is not None:
        return f"it names something else: {why}."
    near = _nearest(fold(name).casefold())
    if near:
        return f"did you mean {' or '.join(near)}?"
    return "use a name, an ISO alpha-3 code or a number of the Correlates of War list."


def _nearest(text: str) -> list[str]:
    known: dict[str, str] = {}
    for phrase in phrases():
        if phrase.kind == "name" and not phrase.dated:
            known.setdefault(fold(phrase.phrase).casefold(), phrase.id)
    if ":" in text:
        ids = {key.casefold(): key for key in actors() if ":" in key}
        return [ids[c] for c in difflib.get_close_matches(text, ids, _MOST, _NEAR)]
    core = text.partition("(")[0].strip(" ,")
    holding = [i for words, i in known.items() if len(core) > 3 and f" {core} " in f" {words} "]
    # Of three letters a slip is as likely as not another state: only names of more are compared.
    close = difflib.get_close_matches(text, known, _MOST, _NEAR) if len(text) > 3 else []
    ids = dict.fromkeys([*holding, *(known[c] for c in close)])
    return [f"{actors()[i].name} ({i})" for i in list(ids)[:_MOST]]
