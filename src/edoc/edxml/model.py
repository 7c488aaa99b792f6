"""The base of all models: frozen, closed, and speaking edoc's exceptions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from pydantic import BaseModel, ConfigDict, ValidationError

from edoc.errors import FieldError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Model", "usage_error"]


class Model(BaseModel):
    """A frozen model whose constructor raises `edoc.FieldError`.

    Changing one means making another: ``model.model_copy(update={"subject": "..."})``, which
    checks the new values as the constructor does.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        populate_by_name=True,
        defer_build=True,
        # everything is always printed, absent values as null: the JSON Schemas say so
        json_schema_serialization_defaults_required=True,
    )

    def __init__(self, /, **data: Any) -> None:
        """Check *data* and keep it.

        Raises:
            FieldError: A field is unknown or cannot hold its value.
        """
        try:
            self.__pydantic_validator__.validate_python(data, self_instance=self)
        except ValidationError as error:
            raise usage_error(type(self).__name__, error) from None

    # Tells pydantic-core that nested models need not go through this constructor: it adds
    # nothing to what the validator does but the translation of the exception.
    __init__.__pydantic_base_init__ = True  # type: ignore[attr-defined]  # pydantic-core reads it of a function

    if not TYPE_CHECKING:  # pragma: no branch - type checkers know already that the models are frozen

        def __setattr__(self, name: str, value: object) -> None:
            """Refuse, in edoc's own words.

            Raises:
                FieldError: The models are frozen.
            """
            try:
                super().__setattr__(name, value)
            except ValidationError:
                raise self._frozen(name) from None

        def __delattr__(self, name: str) -> None:
            """Refuse, in edoc's own words.

            Raises:
                FieldError: The models are frozen.
            """
            try:
                super().__delattr__(name)
            except ValidationError:
                raise self._frozen(name) from None

        def _frozen(self, name: str) -> FieldError:
            what = type(self).__name__
            return FieldError(f"{what}.{name}: models are frozen; make another with model_copy(update={{...}})")

    @classmethod
    def model_validate(cls, obj: Any, **options: Any) -> Self:
        """Make a model of *obj*; see `pydantic.BaseModel.model_validate`.

        Raises:
            FieldError: A field is unknown or cannot hold its value.
        """
        try:
            return super().model_validate(obj, **options)
        except ValidationError as error:
            raise usage_error(cls.__name__, error) from None

    @classmethod
    def model_validate_json(cls, json_data: str | bytes | bytearray, **options: Any) -> Self:
        """Make a model of JSON; see `pydantic.BaseModel.model_validate_json`.

        Raises:
            FieldError: It is no JSON, or a field is unknown or cannot hold its value.
        """
        try:
            return super().model_validate_json(json_data, **options)
        except ValidationError as error:
            raise usage_error(cls.__name__, error) from None

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Give a copy with the fields in *update* replaced and checked.

        Raises:
            FieldError: A field is unknown or cannot hold its value.
        """
        if not update:
            return super().model_copy(deep=deep)
        values = {name: getattr(self, name) for name in type(self).model_fields} | dict(update)
        checked = type(self).model_validate(values)
        return super().model_copy(update={name: getattr(checked, name) for name in update}, deep=deep)


def usage_error(what: str, error: ValidationError) -> FieldError:
    """Say in one line which field of *what* cannot hold its value, and why."""
    problems: list[str] = []
    for item in error.errors(include_url=False, include_context=False):
        place = ".".join(str(part) for part in item["loc"] if not _is_branch(part))
        problem = f"{what}.{place}: {item['msg']}" if place else f"{what}: {item['msg']}"
        if problem not in problems:
            problems.append(problem)
    return FieldError("; ".join(problems))


def _is_branch(part: int | str) -> bool:
    """Say whether *part* names an alternative of a union rather than a field."""
    return isinstance(part, str) and ("[" in part or "(" in part or part in _BRANCHES)


_BRANCHES = frozenset({"date", "datetime", "int", "bool", "str", "none"})
