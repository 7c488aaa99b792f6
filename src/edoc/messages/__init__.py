"""Texts for people, in Vietnamese and English: data files that a lawyer can edit."""

from edoc.messages.catalog import (
    LANGUAGES,
    Language,
    dated,
    error_of,
    filled,
    has_text,
    refusal,
    template,
    text,
    texts,
    wrong_usage,
)

__all__ = [
    "LANGUAGES",
    "Language",
    "dated",
    "error_of",
    "filled",
    "has_text",
    "refusal",
    "template",
    "text",
    "texts",
    "wrong_usage",
]
