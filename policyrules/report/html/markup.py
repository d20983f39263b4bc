"""Elements of a page. Whatever is not `Html` is text: it is escaped and made inert, in content and attributes."""

from __future__ import annotations

import json
from collections.abc import Iterable
from html import escape
from typing import Any

from policyrules.diagnostics.width import inert

VOID = frozenset({"meta", "input", "br"})
_UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


class Html(str):
    """Text that is markup, because this module made it."""

    __slots__ = ()


Content = str | Html | Iterable[str | Html | None] | None


def text(content: Content) -> Html:
    """Content as markup.

    >>> text("<b>")
    '&lt;b&gt;'
    """
    if content is None:
        return Html("")
    if isinstance(content, Html):
        return content
    if isinstance(content, str):
        return Html(escape(inert(content)))
    return Html("".join(map(text, content)))


def el(tag: str, *content: Content, **attributes: str | int | bool | None) -> Html:
    """An element. Attributes are written `class_`, `aria_label`; None and False leave one out, True gives it no value.

    >>> el("a", "1 < 2", href="#x", hidden=True)
    '<a href="#x" hidden>1 &lt; 2</a>'
    """
    written = "".join(_attribute(name, value) for name, value in attributes.items())
    inside = "".join(map(text, content))
    return Html(f"<{tag}{written}>" if tag in VOID else f"<{tag}{written}>{inside}</{tag}>")


def _attribute(name: str, value: str | int | bool | None) -> str:
    if value is None or value is False:
        return ""
    name = name.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{escape(inert(str(value)))}"'


def join(between: str, items: Iterable[str | Html]) -> Html:
    """The items with a text between them."""
    return Html(escape(between).join(map(text, items)))


def data(value: Any, id: str) -> Html:
    """JSON that scripts can read and that cannot end its element. Its texts are inert."""
    written = json.dumps(_inert(value), ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for character, safe in _UNSAFE.items():
        written = written.replace(character, safe)
    return Html(f'<script type="application/json" id="{escape(id)}">{written}</script>')


def _inert(value: Any) -> Any:
    if isinstance(value, str):
        return inert(value)
    if isinstance(value, dict):
        return {key: _inert(item) for key, item in value.items()}
    return [_inert(item) for item in value] if isinstance(value, list | tuple) else value


def anchored(level: int, title: str, id: str) -> Html:
    """A heading that can be linked to."""
    return el(f"h{level}", title, id=id)


def bullets(items: Iterable[str | Html], class_: str | None = None) -> Html:
    """A list."""
    return el("ul", (el("li", item) for item in items), class_=class_)


class Column:
    """A column of a table: its heading and whether it holds numbers."""

    __slots__ = ("number", "title")

    def __init__(self, title: str, number: bool = False) -> None:
        """Name it."""
        self.title, self.number = title, number


def table(caption: str, columns: list[Column], rows: Iterable[Iterable[Content]], sortable: bool = True) -> Html:
    """A table with a caption. The first cell of a row heads it. Sorting is done by the page's script where it runs."""
    head = el("tr", (el("th", c.title, scope="col", class_="n" if c.number else None) for c in columns))
    body = (el("tr", _cells(columns, row)) for row in rows)
    made = el("table", el("caption", caption), el("thead", head), el("tbody", body), data_sort=sortable)
    return el("div", made, class_="scroll", tabindex=0, role="region", aria_label=caption)


def _cells(columns: list[Column], row: Iterable[Content]) -> Iterable[Html]:
    for place, (column, cell) in enumerate(zip(columns, row, strict=True)):
        if place == 0:
            yield el("th", cell, scope="row")
        else:
            yield el("td", cell, class_="n" if column.number else None)
