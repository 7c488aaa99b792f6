"""The words of the command line's library: usage, options, and what is wrong with them, in the language of the call.

Click asks gettext for each of its own sentences, and gettext reads files in a form of its own. Here its sentences stand
in the message catalogue like all others, in the section ``click``: the English ones word for word, so that they are
found. What the catalogue does not have stays as click says it.
"""

from __future__ import annotations

import gettext
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Final

from edoc.messages import texts

if TYPE_CHECKING:
    from collections.abc import Generator

    from edoc.messages import Language

__all__ = ["speaking", "spoken_language"]

#: The language of the call that is being made; English outside of one, as in the docs.
_LANGUAGE: Final[ContextVar[Language]] = ContextVar("language", default="en")
#: The modules of click that have sentences for users; each has its own name for gettext.
_MODULES: Final = ("core", "decorators", "exceptions", "formatting", "parser", "termui", "types")


def spoken_language() -> Language:
    """Give the language of the call that is being made."""
    return _LANGUAGE.get()


@contextmanager
def speaking(language: Language) -> Generator[None]:
    """Let click, and the help, speak *language* within the block, in this thread alone."""
    _listen()
    token = _LANGUAGE.set(language)
    try:
        yield
    finally:
        _LANGUAGE.reset(token)


@cache
def _listen() -> None:
    """Put the catalogue between click and gettext, once: outside `speaking` it says what gettext says."""
    for name in _MODULES:
        module = import_module(f"click.{name}")
        for called, ours in (("_", _one), ("ngettext", _some)):
            if hasattr(module, called):
                setattr(module, called, ours)


def _one(sentence: str) -> str:
    """Stand in for `gettext.gettext`."""
    return _said(sentence) or gettext.gettext(sentence)


def _some(one: str, many: str, count: int) -> str:
    """Stand in for `gettext.ngettext`."""
    return _said(one if count == 1 else many) or gettext.ngettext(one, many, count)


def _said(sentence: str) -> str | None:
    language = _LANGUAGE.get()
    return None if language == "en" else _sentences(language).get(sentence)


@cache
def _sentences(language: Language) -> dict[str, str]:
    """Give click's sentences and what they are in *language*."""
    said = texts("click", language)
    return {sentence: said[key] for key, sentence in texts("click", "en").items()}
