"""Compare what edoc reads with what the national SDK reads in the same package."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edoc import DocumentPackage, StatusMessage

#: Names of the SDK that are no snake_case of edoc's.
_NAMES = {
    "from": "sender",
    "to": "recipients",
    "bussiness": "business",
    "bussiness_doc_type": "business_doc_type",
    "bussiness_doc_reason": "business_doc_reason",
    "bussiness_document_info": "business_document_info",
    "response_for_task": "task_codes",
    "replacement_info_lists": "replacement_info",
    "receiver_lists": "receivers",
    "organ_id_list": "organ_ids",
    "name": "attachment_name",
    "x509data": "x509_data",
    "x509certificate": "x509_certificate",
    "x509subject_name": "x509_subject_name",
}
#: What the SDK says of itself, not of the package.
_OF_THE_SDK = {
    "joined",
    "document_id_generated_by_sdk",
    "encoded_length",
    "zip_entry_name",
    "unzipped_by_sdk",
    "format",
}


def _snake(name: str) -> str:
    snake = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()
    return _NAMES.get(snake, snake)


def _of_sdk(value: Any) -> Any:
    if isinstance(value, dict):
        if set(value) == {"organId"} and isinstance(value["organId"], list):
            return value["organId"]  # OrganIdList
        named = {_snake(key): _of_sdk(item) for key, item in value.items()}
        return {key: item for key, item in named.items() if key not in _OF_THE_SDK}
    if isinstance(value, list):
        items = [_of_sdk(item) for item in value]
        if items and all(isinstance(item, list) or item is None for item in items):
            return [one for item in items if item for one in item]  # lists of lists are joined
        return items
    return value


def sdk_view(dump: dict[str, Any]) -> dict[str, Any]:
    """Bring the dump of the SDK into the shape of ``edoc/show/1``."""
    if dump["kind"] == "status":
        return {
            "header": _of_sdk(dump["messageHeader"]) or {},
            "trace_header_list": _of_sdk(dump["traceHeaderList"]),
            "signature": _of_sdk(dump["signature"]),
        }
    header = dump["header"]
    body = dump["body"] or {}
    return {
        "header": _of_sdk(header["messageHeader"]) or {},
        "trace_header_list": _of_sdk(header["traceHeaderList"]),
        "signature": _of_sdk(header["signature"]),
        "manifest": _of_sdk(body.get("manifest")),
        "attachments": _of_sdk(dump["attachments"]) or [],
    }


def edoc_view(package: DocumentPackage | StatusMessage) -> dict[str, Any]:
    """Bring what edoc reads into the SDK's spelling of dates and identifiers."""
    shown = package.to_json_dict()
    for attachment in shown["attachments"]:
        attachment["content_id"] = None if attachment["content_id"] is None else "cid:" + attachment["content_id"]
    return {key: _spelt(shown[key]) for key in ("header", "trace_header_list", "signature", "manifest", "attachments")}


def _spelt(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _spelt(item) for key, item in value.items() if key not in {"encoding", "format"}}
    if isinstance(value, list):
        return [_spelt(item) for item in value]
    if isinstance(value, str):
        date = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)(?:T(\d\d:\d\d:\d\d)\+07:00)?", value)
        if date:
            year, month, day, time = date.groups()
            return f"{year}/{month}/{day}" + (f" {time}" if time else "")
    return value


def differences(sdk: Any, ours: Any, path: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Yield every place where the two differ: path, the SDK's value, edoc's value."""
    if isinstance(sdk, dict) and isinstance(ours, dict):
        for key in sorted(set(sdk) | set(ours)):
            yield from differences(sdk.get(key), ours.get(key), f"{path}.{key}" if path else key)
    elif isinstance(sdk, list) and isinstance(ours, list) and len(sdk) == len(ours):
        for number, (one, other) in enumerate(zip(sdk, ours, strict=True)):
            yield from differences(one, other, f"{path}[{number}]")
    elif sdk != ours and not (sdk in (None, [], {}) and ours in (None, [], {})):
        yield path, sdk, ours
