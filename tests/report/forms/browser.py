"""A real browser: Debian's chromium with its driver, told to fetch nothing and to keep nothing."""

from __future__ import annotations

import base64
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

SWITCHES = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)
CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")


@contextmanager
def browser(profile: Path) -> Iterator[Any]:
    """A driver with an empty profile; skips loudly where there is no browser."""
    if CHROMIUM is None or DRIVER is None:
        pytest.skip(
            "PAGES NOT TESTED: no chromium with chromedriver here (Debian: apt-get install chromium chromium-driver)"
        )
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for switch in (*SWITCHES, f"--user-data-dir={profile}"):
        options.add_argument(switch)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options, Service(DRIVER))
    try:
        yield driver
    finally:
        driver.quit()


class Tab:
    """A page in the browser."""

    def __init__(self, driver: Any, file: Path, width: int = 1280) -> None:
        self.driver = driver
        metrics = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600}
        driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        driver.get(file.as_uri())

    def run(self, script: str, *arguments: Any) -> Any:
        """What a function body comes to in the page."""
        return self.driver.execute_script(script, *arguments)

    def all(self, selector: str) -> list[Any]:
        return list(self.driver.find_elements("css selector", selector))

    def one(self, selector: str) -> Any:
        return self.driver.find_element("css selector", selector)

    def column(self, place: int) -> list[str]:
        """The cells of a column of the table of findings."""
        rows = "[...document.querySelectorAll('#found > tr:not(.more)')]"
        return list(self.run(f"return {rows}.map((row) => row.cells[arguments[0]].textContent)", place))

    def complaints(self) -> list[str]:
        """What the browser had to complain of since it was last asked."""
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def pdf(self) -> bytes:
        printed = self.driver.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True, "printBackground": True})
        return base64.b64decode(printed["data"])
