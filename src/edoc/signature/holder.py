"""Whose certificate is it, a person's or an organisation's? The reasons are said, and doubt stays doubt.

Circular 41/2017/TT-BTTTT, Article 6: the authorised person signs with the personal key, the records clerk with
that of the agency's seal. Public authorities write who it is into UID. The first generation of Ban Cơ yếu
Chính phủ writes no UID; there names and mail addresses are all there is.
"""

from __future__ import annotations

import re
import tomllib
from importlib import resources
from typing import TYPE_CHECKING, Final

from edoc.signature.certificate import CertificateFacts, plain
from edoc.signature.model import Role
from edoc.signature.said import Said

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["judge_holder"]

_TABLE: Final = tomllib.loads((resources.files("edoc.signature") / "holders.toml").read_text("utf-8"))
_PERSON_IDS: Final = frozenset(_TABLE["person_identifiers"])
_ORGANISATION_IDS: Final = frozenset(_TABLE["organisation_identifiers"])
_AGENCY_WORDS: Final = tuple(_TABLE["agency_words"])
_FAMILY_NAMES: Final = frozenset(_TABLE["family_names"])
_AMBIGUOUS_AS_WRITTEN: Final = frozenset(_TABLE["ambiguous_words"])
_AMBIGUOUS: Final = frozenset(plain(word) for word in _AMBIGUOUS_AS_WRITTEN)
_MIDDLE_NAMES: Final = frozenset(_TABLE["middle_names"])
_WORD: Final = re.compile(r"[^\W\d_]+")


def judge_holder(facts: CertificateFacts) -> tuple[Role, Said]:
    """Say whose certificate it is, and why that is thought."""
    if facts.is_authority:
        return Role.UNKNOWN, Said.of("certificate.holder-authority")
    for purpose in ("time_stamping", "ocsp_signing"):
        if purpose in facts.extended_key_usage:
            return Role.UNKNOWN, Said.of("certificate.holder-service", purpose=purpose)
    return _by_identifier(facts.identifiers) or _by_name(facts)


def _by_identifier(identifiers: Iterable[str]) -> tuple[Role, Said] | None:
    """A person's number makes it a person's, whatever the organisation beside it."""
    kinds = {entry.partition(":")[0].strip().upper(): entry for entry in identifiers}
    for known, role, key in (
        (_PERSON_IDS, Role.PERSONAL, "certificate.holder-person-id"),
        (_ORGANISATION_IDS, Role.ORGANISATION, "certificate.holder-organisation-id"),
    ):
        for kind, entry in kinds.items():
            if kind in known and ":" in entry:
                return role, Said.of(key, kind=kind)
    return None


def _by_name(facts: CertificateFacts) -> tuple[Role, Said]:
    name = facts.common_name
    if not name:
        return Role.UNKNOWN, Said.of("certificate.holder-nameless")
    agency, person = _agency_reason(name, facts), _person_reason(name, facts)
    if agency is not None and person is None:
        return Role.ORGANISATION, agency
    if person is not None and agency is None:
        return Role.PERSONAL, person
    return Role.UNKNOWN, Said.of("certificate.holder-unsure", name=name)


def _agency_reason(name: str, facts: CertificateFacts) -> Said | None:
    said = plain(name)
    for above in (facts.organization, *facts.units):
        if above is not None and plain(above) == said:
            return Said.of("certificate.holder-named-as-organisation", name=name)
    word = next((word for word in _AGENCY_WORDS if said == word or said.startswith(f"{word} ")), None)
    if word is None or _is_family_name(_WORD.findall(name.casefold())):
        return None
    return Said.of("certificate.holder-agency-word", name=name)


def _person_reason(name: str, facts: CertificateFacts) -> Said | None:
    words = [plain(word) for word in _WORD.findall(name)]
    if not 2 <= len(words) <= 6:
        return None
    if facts.title:
        return Said.of("certificate.holder-title", title=facts.title)
    for mail in facts.emails:
        if _is_mail_of(words, plain(mail.partition("@")[0])):
            return Said.of("certificate.holder-person-mail", mail=mail)
    if words[0] in _FAMILY_NAMES and (words[0] not in _AGENCY_WORDS or _is_family_name(_WORD.findall(name.casefold()))):
        return Said.of("certificate.holder-family-name", name=name)
    return None


def _is_family_name(words: list[str]) -> bool:
    """Whether the first of the words, which may also begin the name of an agency, is a family name here."""
    first = words[0]
    if plain(first) not in _AMBIGUOUS or first in _AMBIGUOUS_AS_WRITTEN:
        return False
    has_accents = first != plain(first)
    return has_accents or (len(words) > 1 and plain(words[1]) in _MIDDLE_NAMES)


def _is_mail_of(words: list[str], local: str) -> bool:
    """Whether a mail address is made of a name: given name and initials (``mautt`` for Trần Thị Mẫu)."""
    letters = "".join(letter for letter in local if letter.isalpha())
    initials = "".join(word[0] for word in words[:-1])
    return letters in {words[-1] + initials, initials + words[-1]}
