"""Pictures of the reports that `make demo` writes, as a browser shows them: python -m docs.pictures.take FOLDER."""

from __future__ import annotations

import base64
import sys
import tempfile
from pathlib import Path

from tests.report.forms.browser import Tab, browser

HERE = Path(__file__).parent
# Name, report, what stands at the top, how many pixels of it, and what is pressed before.
PICTURES = (
    ("summary", "henan.html", "body", 1450, ()),
    ("targets", "henan.html", "#targets", 900, ()),
    ("inspections", "henan.html", "#inspections", 900, ()),
    ("findings", "henan.html", "#findings", 700, ("#found tr:nth-child(2) .toggle",)),
    ("bulletin", "bulletin.html", "body", 1430, ()),
    ("section", "yongzhou.html", "#unit-0", 900, ("#unit-0", ".unit .finding summary")),
)


def take(folder: Path) -> None:
    """Take all pictures of the reports in `folder`."""
    with tempfile.TemporaryDirectory() as profile, browser(Path(profile)) as driver:
        for name, report, top, height, pressed in PICTURES:
            tab = Tab(driver, (folder / report).resolve())
            for selector in pressed:
                tab.run("document.querySelector(arguments[0]).click()", selector)
            y = tab.run("return document.querySelector(arguments[0]).getBoundingClientRect().top + scrollY", top)
            tab.run("for (const bar of document.querySelectorAll('nav.contents')) bar.style.position = 'static'")
            clip = {"x": 0, "y": max(y - 20, 0), "width": 1280, "height": height, "scale": 1}
            shot = driver.execute_cdp_cmd(
                "Page.captureScreenshot", {"format": "png", "captureBeyondViewport": True, "clip": clip}
            )
            (HERE / f"{name}.png").write_bytes(base64.b64decode(shot["data"]))


if __name__ == "__main__":
    take(Path(sys.argv[1]))
