"""Write docs/assets/social.png, the picture that is shown with a link to the site, from scripts/social.svg.

Usage: python scripts/social_picture.py
Chromium draws it, without a network. The letters are those of the fonts that are installed, so the picture is
kept in the project and not drawn at every build.
"""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import sync_playwright

from browser import ARGUMENTS, find_browser
from building.whole import in_one_line, write_whole

SOURCE = Path("scripts/social.svg")
PICTURE = Path("docs/assets/social.png")
SIZE = {"width": 1200, "height": 630}


def main() -> None:
    with in_one_line(PICTURE), sync_playwright() as playwright:
        path = find_browser(playwright.chromium.executable_path)
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        page = browser.new_page(viewport=SIZE)  # type: ignore[arg-type]
        page.goto(SOURCE.resolve().as_uri())
        write_whole(PICTURE, page.screenshot())
        browser.close()


if __name__ == "__main__":
    main()
