"""How much of everything a package may hold before it is refused.

A limit protects the reader's memory and time, not the standard's rules: every package seen in
circulation passes the defaults with a wide margin.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

from edoc.errors import UsageError

__all__ = ["DEFAULT_LIMITS", "Limits"]

_KIB = 1024
_MIB = 1024 * _KIB
_GIB = 1024 * _MIB


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What `edoc.read` accepts at most; exceeding one raises `edoc.LimitExceededError`.

    Args:
        package_bytes: Size of the whole file, in bytes.
            The axis carries tens of megabytes; scans of large dossiers reach hundreds.
        header_bytes: Everything but the base64 runs, in bytes.
            700 recipients take 300 KB.
        tree_bytes: The largest input that may be parsed whole when the base64 cannot be cut
            out (a comment inside it, a long text elsewhere), in bytes: a tree takes memory in
            proportion, the normal way of reading does not.
        depth: Nesting of elements. The standard needs 11.
        elements: Elements, comments and processing instructions together.
            700 recipients take 7 000.
        attributes: Attributes of one element. The standard needs 4.
        text: Length of one text in the header, in characters.
            The longest that the standard gives a length for is 500.
        attachments: Number of attachments.
        decoded_bytes: Size of one attachment, decoded and unzipped, in bytes.
        zip_ratio: Unzipped bytes per zipped byte, judged once an attachment is larger than a
            mebibyte. Office files reach about 60, deflate itself 1032.
        findings_per_rule: Findings of one rule that a report lists; the others are counted.
            A package with 700 recipients may well have one fault in each.

    Example:
        >>> from edoc import Limits
        >>> Limits(attachments=10).attachments
        10
    """

    package_bytes: int = 2 * _GIB
    header_bytes: int = 16 * _MIB
    tree_bytes: int = 256 * _MIB
    depth: int = 100
    elements: int = 100_000
    attributes: int = 256
    text: int = _MIB
    attachments: int = 1_000
    decoded_bytes: int = 2 * _GIB
    zip_ratio: int = 200
    findings_per_rule: int = 1_000

    def __post_init__(self) -> None:
        """Refuse limits that would refuse everything by mistake.

        Raises:
            UsageError: A limit is not a positive whole number.
        """
        for field in fields(self):
            value = getattr(self, field.name)
            if not isinstance(value, int) or isinstance(value, bool) or value < 1:
                message = f"Limits.{field.name} must be a positive whole number, not {value!r}"
                raise UsageError(message)


DEFAULT_LIMITS = Limits()
