"""Texts for people inside results: a stable key, its values, and the sentence in one language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from pydantic import Field

from edoc.edxml.model import Model
from edoc.messages import text

if TYPE_CHECKING:
    from edoc.messages import Language

__all__ = ["Said", "in_language"]

M = TypeVar("M", bound=Model)


class Said(Model):
    """One sentence: machines keep the key, people read the message.

    Args:
        key: Key in the message catalogue (``signature.digest-differs``); stable.
        params: The values of its placeholders.
        message: The sentence, in English unless `in_language` was asked for another.
    """

    key: str
    params: dict[str, str] = Field(default_factory=dict)
    message: str = ""

    @classmethod
    def of(cls, key: str, /, **params: object) -> Self:
        """Say the sentence *key* in English.

        Raises:
            KeyError: No such key, or a placeholder without a value: a fault of edoc itself.
        """
        values = {name: str(value) for name, value in params.items()}
        return cls(key=key, params=values, message=text(key, "en", **values))

    def describe(self, language: Language = "en") -> str:
        """Give the sentence in ``vi`` or ``en``."""
        return text(self.key, language, **self.params)

    def spoken(self, language: Language) -> dict[str, str]:
        """Give the fields that depend on the language."""
        return {"message": self.describe(language)}

    def __hash__(self) -> int:
        """Hash what identifies it."""
        return hash((self.key, tuple(sorted(self.params.items()))))


def in_language(model: M, language: Language) -> M:
    """Give a copy of *model* with every sentence in it in *language*.

    Args:
        model: Any result of this layer.
        language: ``vi`` or ``en``.
    """
    changes: dict[str, Any] = {}
    for name in type(model).model_fields:
        value = getattr(model, name)
        changed = _in_language(value, language)
        if changed is not value:
            changes[name] = changed
    spoken = getattr(model, "spoken", None)  # a sentence, and whatever else cites or says something
    if spoken is not None:
        changes |= spoken(language)
    return model.model_copy(update=changes)


def _in_language(value: object, language: Language) -> object:
    if isinstance(value, Model):
        return in_language(value, language)
    if isinstance(value, tuple):
        return tuple(_in_language(item, language) for item in cast("tuple[object, ...]", value))
    return value
