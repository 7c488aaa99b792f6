"""What the identifiers share: a text with a meaning, that pydantic models accept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema

__all__ = ["IdentifierText"]


class IdentifierText(str):
    """A `str` with properties; the text is kept as it was given.

    pydantic is asked for nothing until a model with such a field is built.
    """

    __slots__ = ()

    def __repr__(self) -> str:
        """Show the type with the text: ``AgencyCode('G22')``."""
        return f"{type(self).__name__}({str.__repr__(self)})"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: type[Any], handler: GetCoreSchemaHandler) -> CoreSchema:
        """Take an instance as it is, and any other text through the constructor."""
        from pydantic_core import core_schema  # noqa: PLC0415 - only models need it

        return core_schema.union_schema(
            [
                core_schema.is_instance_schema(cls),
                core_schema.no_info_after_validator_function(cls._of, core_schema.str_schema()),
            ],
            mode="left_to_right",
            serialization=core_schema.to_string_ser_schema(),
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Describe it as a string."""
        return {"type": "string"}

    @classmethod
    def _of(cls, text: str) -> Self:
        return cls(text)
