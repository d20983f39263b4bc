"""A figure of the plotting library as SVG that a strict page can hold.

The page forbids inline styles, so each declaration of a `style` attribute becomes the attribute of the same name. Ids
are made the picture's own, and text takes the page's font. The same figure gives the same bytes: the library's clock
and random ids are switched off.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from typing import TYPE_CHECKING, Any

from policyrules.diagnostics.width import inert
from policyrules.report.html.markup import Html

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SETTINGS: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "policyrules",
    "text.parse_math": False,
    "font.family": ["DejaVu Sans"],
    "font.size": 12,
    "hatch.linewidth": 1.0,
    "axes.unicode_minus": False,
}
_TAG = re.compile(r"<[^>]*>")
_STYLE = re.compile(r' style="([^"]*)"')
_IDS = re.compile(r'( id="| xlink:href="#|url\(#)')
_FONT = re.compile(r"font: (?:[a-z]+ )*([0-9.]+)px [^;]*")
_PROLOGUE = re.compile(r"^.*?<svg ", re.DOTALL)
_INSIDE = re.compile(r"<metadata>.*?</metadata>|<style type=\"text/css\">.*?</style>", re.DOTALL)


@contextmanager
def drawing() -> Iterator[None]:
    """Settings under which figures are drawn: plain text, no mathematics, nothing from the user's own settings."""
    import matplotlib

    with warnings.catch_warnings(), matplotlib.rc_context():
        # Text is measured with a font that lacks Chinese; the browser sets it, in its own font.
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(SETTINGS)
        yield


def markup(figure: Figure, key: str, title: str, description: str) -> Html:
    """The figure as an element `svg` that says what it shows. `key` tells its ids from those of other pictures."""
    file = io.StringIO()
    figure.savefig(file, format="svg", metadata={"Date": None, "Creator": None})
    drawn = _INSIDE.sub("", _PROLOGUE.sub("<svg ", file.getvalue(), count=1))
    drawn = _TAG.sub(lambda tag: _IDS.sub(lambda found: f"{found[1]}{key}-", _STYLE.sub(_attributes, tag[0])), drawn)
    head, _, rest = drawn.partition(">")
    head = re.sub(r' (?:width|height|version|xmlns[:a-z]*)="[^"]*"', "", head)
    told = f"<title>{escape(inert(title))}</title><desc>{escape(inert(description))}</desc>"
    strokes = 'role="img" stroke-linejoin="round" stroke-linecap="butt"'
    return Html(f"{head} {strokes}>{told}{rest.strip()}")


def _attributes(found: re.Match[str]) -> str:
    style = _FONT.sub(r"font-size: \1px", found[1])
    pairs = (declaration.split(":", 1) for declaration in style.split(";") if ":" in declaration)
    return "".join(f' {name.strip()}="{value.strip()}"' for name, value in pairs)
