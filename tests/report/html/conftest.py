"""A browser for the tests of the page: Debian's Chromium, without a window."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--window-size=1280,1000",
)


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    """Chromium with an empty profile; skipped where it is missing, but not in CI."""
    program, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if program is None or driver is None:
        assert os.environ.get("CI") != "true", "CI needs the packages chromium and chromium-driver"
        pytest.skip("the packages chromium and chromium-driver are not there")
    options = webdriver.ChromeOptions()
    options.binary_location = program
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('chromium')}"):
        options.add_argument(flag)
    started = webdriver.Chrome(options=options, service=Service(driver))
    yield started
    started.quit()


@pytest.fixture
def opened(browser: webdriver.Chrome, tmp_path: Path) -> Iterator[Opened]:
    """Open pages in the browser; at the end its console must be empty."""
    yield Opened(browser, tmp_path)
    assert browser.get_log("browser") == []  # type: ignore[no-untyped-call]  # selenium gives it no types


class Opened:
    """Pages that are written to a file and opened from there, as people do."""

    def __init__(self, browser: webdriver.Chrome, folder: Path) -> None:
        self.browser = browser
        self.folder = folder

    def __call__(self, page: str, width: int = 1280, height: int = 1000, **media: str) -> webdriver.Chrome:
        path = self.folder / "page.html"
        path.write_text(page, "utf-8")
        features = [{"name": name.replace("_", "-"), "value": value} for name, value in media.items()]
        self.command("Emulation.setEmulatedMedia", features=features, media="")
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.command("Emulation.setDeviceMetricsOverride", **metrics)
        self.browser.get(path.as_uri())
        return self.browser

    def command(self, name: str, **values: object) -> dict[str, object]:
        """Tell the browser something that WebDriver has no word for."""
        return dict(self.browser.execute_cdp_cmd(name, values) or {})
