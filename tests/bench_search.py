"""Print what the search costs and finds with 1, 10 and 100 times the notes: `make bench-search`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from statistics import mean, median

from playwright.sync_api import sync_playwright

from browser import ARGUMENTS, find_browser
from conftest import BASE, mkdocs
from recall import ask_all, first_query, place, read_queries, shares, work
from scale import scaled
from site_server import serve


def main() -> int:
    queries = read_queries()
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        done = mkdocs(
            "build", "--strict", "--site-dir", str(folder / "site"), SITE_URL=f"http://127.0.0.1:1{BASE}"
        )
        if done.returncode:
            print(done.stderr, file=sys.stderr)
            return 1
        chromium = playwright.chromium.launch(
            executable_path=find_browser(playwright.chromium.executable_path), args=ARGUMENTS
        )
        for times in (1, 10, 100):
            scale = scaled(folder / "site", times, folder / f"times-{times}")
            with serve(scale.site, BASE) as home:
                context = chromium.new_context(viewport={"width": 1280, "height": 800})
                page = context.new_page()
                answers = ask_all(page, home, queries)
                again = work(page, home, queries)
                cold = [first_query(page, home, query) for query in queries[:: len(queries) // 40]]
                context.close()
            found = shares((query, place(query, pages)) for query, pages in answers)
            print(
                f"\n{scale.notes} notes: {scale.number} files, {scale.size:,} bytes in {scale.seconds:.1f} s"
            )
            print(f"first query: {mean(cold):,.0f} bytes (gzip -9) on average, {max(cold):,} at most")
            print(f"answer again: {median(again):,.0f} calls and look-ups median, {again[-1]:,} at most")
            for kind, share in found.items():
                print(
                    f"{kind:16}{share.number:4} queries, first {share.first:.3f}, of three {share.third:.3f}"
                )
        chromium.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
