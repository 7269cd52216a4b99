"""Take comments and indentation out of the scripts and the style sheet of a built site: much of what a reader
would load."""

from __future__ import annotations

import re
from pathlib import Path


def slim(script: str) -> str:
    """A script without lines that are comments and without indentation.

    Only for our own scripts: no text of theirs goes over several lines.
    """
    lines = (line.strip() for line in script.splitlines())
    return "".join(f"{line}\n" for line in lines if not re.match("//|$", line))


def slim_style(style: str) -> str:
    """A style sheet without comments and indentation."""
    lines = (line.strip() for line in re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL).splitlines())
    return "".join(f"{line}\n" for line in lines if line)


def write(site: Path) -> None:
    """Slim what lies in the assets of a built site, but not what is the theme's, which lies deeper."""
    for path in (site / "assets").glob("*.css"):
        path.write_text(slim_style(path.read_text(encoding="utf-8")), encoding="utf-8")
    for path in (site / "assets").glob("*.js"):
        path.write_text(slim(path.read_text(encoding="utf-8")), encoding="utf-8")
