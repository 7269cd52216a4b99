"""Keep the one issue that tells which outside links are dead, by the command `gh`.

Usage: python scripts/link_issue.py body FILE    write the issue's text to FILE; nothing if there is none
       python scripts/link_issue.py keep REPORT  make REPORT, of external_links.py, the issue's text
The issue is the oldest with the label `dead-links`. `keep` creates it when a link is dead, closes it when
none is any more, and opens it again. GH_TOKEN and GH_REPO say to gh who asks and in which repository.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from links.link_report import dead_since

LABEL = "dead-links"
TITLE = "Dead links"
USAGE = 2


def gh(*arguments: str) -> str:
    """What gh prints; raises FileNotFoundError if there is none, CalledProcessError if it fails."""
    done = subprocess.run(  # noqa: S603 (no shell, and the arguments are this file's)
        ["gh", *arguments],  # noqa: S607 (gh is where the system has it)
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def find() -> dict[str, Any] | None:
    """Number, state and body of the oldest issue with the label, open or closed; None if there is none."""
    listed = gh(
        "issue", "list", "--label", LABEL, "--state", "all", "--limit", "1000", "--json", "number,state,body"
    )
    issues: list[dict[str, Any]] = sorted(json.loads(listed), key=lambda issue: issue["number"])
    if len(issues) > 1:
        others = ", ".join(f"#{issue['number']}" for issue in issues[1:])
        print(f"{len(issues)} issues have the label {LABEL}: #{issues[0]['number']} is kept, not {others}")
    return issues[0] if issues else None


def keep(report: Path) -> str:
    """Bring the issue up to date with the report; tells what was done."""
    dead = bool(dead_since(report.read_text(encoding="utf-8")))
    issue = find()
    if issue is None:
        if not dead:
            return "no link is dead, and there is no issue"
        about = "Kept by the weekly check of outside links; give it to no other issue"
        gh("label", "create", LABEL, "--force", "--color", "b60205", "--description", about)
        gh("issue", "create", "--title", TITLE, "--label", LABEL, "--body-file", str(report))
        return "created the issue"
    number, is_open = str(issue["number"]), issue["state"] == "OPEN"
    gh("issue", "edit", number, "--body-file", str(report))
    if dead == is_open:
        return f"edited issue #{number}"
    if dead:
        gh("issue", "reopen", number)
        return f"edited and reopened issue #{number}"
    gh("issue", "close", number, "--reason", "completed")
    return f"edited and closed issue #{number}: no link is dead any more"


def main(arguments: list[str]) -> int:
    if len(arguments) != 2 or arguments[0] not in ("body", "keep"):
        print("usage: link_issue.py body FILE | keep REPORT", file=sys.stderr)
        return USAGE
    command, file = arguments[0], Path(arguments[1])
    try:
        if command == "keep":
            print(keep(file))
        else:
            file.write_text((find() or {"body": ""})["body"], encoding="utf-8")
    except subprocess.CalledProcessError as error:
        print(f"gh {' '.join(error.cmd[1:3])} failed: {' '.join(error.stderr.split())}", file=sys.stderr)
        return 1
    except FileNotFoundError as error:
        missing = "gh is missing; see cli.github.com" if error.filename == "gh" else f"{file} is missing"
        print(missing, file=sys.stderr)
        return USAGE
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
