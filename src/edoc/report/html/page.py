"""What every page has: templates that escape, one style, one script, and a policy that admits nothing else.

A page is a template in ``templates/`` that fills the blocks of ``page.html``. Texts stand in the
catalogue of messages, never in a template.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache, partial
from importlib import resources
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from edoc._version import __version__
from edoc.messages import text as catalog_text
from edoc.messages.numbers import number_text
from edoc.report.terminal import visible

if TYPE_CHECKING:
    from edoc.messages import Language
    from edoc.report.renderer import Style

__all__ = ["page"]


def page(template: str, language: Language, style: Style, **values: Any) -> str:
    """Fill a template.

    Whatever is put into it is escaped, and characters that hide or turn text around are shown:
    a page says what is there.

    Args:
        template: Its name, ``validation.html``.
        language: Of the page.
        style: Its ``at`` is shown.
        values: What the template needs beside.
    """
    sheet, script = _asset("page.css"), _asset("page.js")
    policy = (
        f"default-src 'none'; style-src {_hash(sheet)}; script-src {_hash(script)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    return (
        _environment()
        .get_template(template)
        .render(
            **values,
            language=language,
            at=style.at,
            version=__version__,
            policy=policy,
            sheet=sheet,
            script=script,
            t=partial(_text, language),
            number=partial(number_text, language=language),
        )
    )


def _text(language: Language, key: str, **params: object) -> str:
    return catalog_text(key, language, **params)


@cache
def _environment() -> Environment:
    return Environment(
        loader=FunctionLoader(lambda name: _read("templates", name)),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_shown,
    )


def _shown(value: object) -> object:
    """Make what hides visible, in everything that is no markup of the page itself."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _read(folder: str, name: str) -> str:
    return (resources.files("edoc.report.html") / folder / name).read_text("utf-8")


@cache
def _asset(name: str) -> Markup:
    """Give the style or the script; both are edoc's own, and take no values."""
    return Markup(_read("static", name))  # noqa: S704 - a file of edoc, in which nothing is put


def _hash(asset: str) -> str:
    """Name an asset in the policy of the page (Content Security Policy 3, hash-source)."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(asset.encode()).digest()).decode()}'"
