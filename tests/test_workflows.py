"""The workflows and forms below .github: what the tools say of them, and what the tools do not see."""

from __future__ import annotations

import itertools
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from conftest import ROOT
from link_issue import LABEL

GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
FORMS = sorted(path for path in (GITHUB / "ISSUE_TEMPLATE").glob("*.yml") if path.name != "config.yml")
YAML = [ROOT / "mkdocs.yml", ROOT / ".yamllint.yml", *GITHUB.rglob("*.yml"), *(ROOT / "docs").rglob(".pages")]
# What a job may write, and no other job may write anything.
WRITES = {
    "ci.yml": {"deploy": {"pages", "id-token"}},
    "weekly.yml": {"links": {"issues"}},
}
RESULTS = ("success", "failure", "cancelled", "skipped")


def run(name: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a tool of the environment that the tests run in."""
    tool = Path(sys.executable).with_name(name)
    if not tool.is_file():
        pytest.fail(f"{tool} is not there; type: make .venv/tests", pytrace=False)
    command = [str(tool), *map(str, arguments)]
    environment = os.environ | {"NO_COLOR": "1"}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)


ZIZMOR = ("zizmor", "--persona=auditor", "--offline", "--no-progress", "--strict-collection")
SCHEMA = ("check-jsonschema", "--builtin-schema")
YAMLLINT = ("yamllint", "--strict", "--config-file", ROOT / ".yamllint.yml")
CHECKS: dict[str, tuple[str | Path, ...]] = {
    "zizmor": (*ZIZMOR, GITHUB),
    "the schema of workflows": (*SCHEMA, "vendor.github-workflows", *WORKFLOWS),
    "the schema of dependabot.yml": (*SCHEMA, "vendor.dependabot", GITHUB / "dependabot.yml"),
    "the schema of issue forms": (*SCHEMA, "vendor.github-issue-forms", *FORMS),
    "the schema of their config": (
        *SCHEMA,
        "vendor.github-issue-config",
        GITHUB / "ISSUE_TEMPLATE/config.yml",
    ),
    "yamllint": (*YAMLLINT, *YAML),
}


@pytest.mark.parametrize("name", CHECKS)
def test_no_tool_finds_a_fault(name: str) -> None:
    tool, *arguments = CHECKS[name]
    done = run(str(tool), *arguments)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_tools_are_given_every_file() -> None:
    assert [path.name for path in WORKFLOWS] == ["ci.yml", "weekly.yml"]
    assert {path.stem for path in FORMS} == {"wrong-fact", "dead-link", "missing-topic"}
    assert len([path for path in YAML if path.name == ".pages"]) == 6
    done = run(*map(str, ZIZMOR), GITHUB)
    for path in (*WORKFLOWS, GITHUB / "dependabot.yml"):
        assert f"completed {path}" in done.stderr


GOOD = """\
name: Good
on: push
permissions: {}
concurrency:
  group: good
  cancel-in-progress: false
jobs:
  build:
    name: Build
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    permissions:
      contents: read
    outputs:
      address: ${{ steps.pages.outputs.base_url }}
    steps:
      - uses: actions/checkout@1111111111111111111111111111111111111111 # v7.0.1
        with:
          fetch-depth: 0
          persist-credentials: false
      - id: pages
        uses: actions/configure-pages@2222222222222222222222222222222222222222 # v5.0.0
      - env:
          ADDRESS: ${{ steps.pages.outputs.base_url }}
        run: SITE_URL="$ADDRESS/" make --silent build links
      - run: .ci/run && .venv/bin/python scripts/check_links.py site
  gate:
    name: Everything passed
    needs: [build]
    if: always()
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    permissions: {}
    steps:
      - env:
          BUILD: ${{ needs.build.result }}
        run: test "$BUILD" = success
      - uses: actions/deploy-pages@3333333333333333333333333333333333333333 # v5.0.0
"""
DEPENDABOT = """\
version: 2
updates:
  - package-ecosystem: pip
    directory: /
    schedule:
      interval: weekly
    cooldown:
      default-days: 7
"""
FORM = """\
name: A form
description: What it is for.
body:
  - type: input
    id: note
    attributes:
      label: Which note?
"""
# What a tool must find: its command, the file and its text, what is changed in it, a word of what it says.
SEEDED: dict[str, tuple[tuple[str | Path, ...], str, str, str, str, str]] = {
    "an action by its tag": (ZIZMOR, "a.yml", GOOD, "@" + 40 * "1", "@v7", "unpinned-uses"),
    "a title in a shell line": (
        ZIZMOR,
        "a.yml",
        GOOD,
        '"$ADDRESS/"',
        '"${{ github.event.issue.title }}"',
        "template-injection",
    ),
    "updates without a cooldown": (
        ZIZMOR,
        "dependabot.yml",
        DEPENDABOT,
        "    cooldown:\n      default-days: 7\n",
        "",
        "dependabot-cooldown",
    ),
    "a misspelt key of a step": (
        (*SCHEMA, "vendor.github-workflows"),
        "a.yml",
        GOOD,
        "        with:",
        "        wih:",
        "wih",
    ),
    "an interval that there is not": (
        (*SCHEMA, "vendor.dependabot"),
        "dependabot.yml",
        DEPENDABOT,
        "weekly",
        "montly",
        "montly",
    ),
    "a field of no known type": (
        (*SCHEMA, "vendor.github-issue-forms"),
        "form.yml",
        FORM,
        "type: input",
        "type: imput",
        "imput",
    ),
    "a config with an unknown key": (
        (*SCHEMA, "vendor.github-issue-config"),
        "config.yml",
        "blank_issues_enabled: true\n",
        "blank",
        "blanc",
        "blanc_issues_enabled",
    ),
    "a key twice": (YAMLLINT, "a.yml", FORM, "name: A form\n", "name: A\nname: B\n", "duplication"),
    "a line out of its column": (YAMLLINT, "a.yml", FORM, "      label", "       label", "wrong indentation"),
}


@pytest.mark.parametrize("case", SEEDED)
def test_each_tool_finds_a_seeded_fault(tmp_path: Path, case: str) -> None:
    (tool, *arguments), name, text, good, bad, word = SEEDED[case]
    folder = tmp_path / ".github" / ("workflows" if text == GOOD else "")
    folder.mkdir(parents=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    done = run(str(tool), *arguments, path)
    assert word not in done.stdout + done.stderr
    path.write_text(text.replace(good, bad), encoding="utf-8")
    done = run(str(tool), *arguments, path)
    assert done.returncode != 0
    assert word in done.stdout + done.stderr


def makefile_targets() -> set[str]:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"(?m)^([\w./-]+):(?!=)", makefile))


def workflow_faults(text: str, targets: set[str]) -> list[str]:
    """What is wrong with a workflow that no tool sees; `targets` are those of the Makefile."""
    workflow = yaml.safe_load(text)
    jobs: dict[str, dict[str, Any]] = workflow["jobs"]
    faults = list(pin_faults(text))
    if workflow.get("permissions") != {}:
        faults.append("permissions on top are not empty; write `permissions: {}`, and what a job needs there")
    concurrency = workflow.get("concurrency") or {}
    if not concurrency:
        faults.append("no concurrency; name a group")
    if "actions/deploy-pages@" in text and concurrency.get("cancel-in-progress") is True:
        faults.append("a newer run would end a deploy that is under way; let it wait")
    for name, job in jobs.items():
        faults += [f"{name}: {fault}" for fault in job_faults(job, jobs, targets)]
    return faults


def pin_faults(text: str) -> Iterator[str]:
    for line in text.splitlines():
        used = re.search(r"\buses:\s*(.*)", line)
        if used and not re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", used[1]):
            yield f"`{used[1]}` is no pin; write name@commit # vX.Y.Z"


def job_faults(job: dict[str, Any], jobs: dict[str, Any], targets: set[str]) -> Iterator[str]:
    if "timeout-minutes" not in job:
        yield "no timeout-minutes; say when it has hung"
    if not isinstance(job.get("permissions"), dict):
        yield "no permissions; write what it needs, or {}"
    if "latest" in str(job.get("runs-on")):
        yield f"runs-on {job['runs-on']} changes by itself; name a version"
    yield from reference_faults(job, jobs)
    shell = "\n".join(step["run"] for step in job["steps"] if "run" in step)
    yield from command_faults(shell, targets)
    checkouts = [step.get("with", {}) for step in job["steps"] if "actions/checkout@" in step.get("uses", "")]
    if any(options.get("persist-credentials") is not False for options in checkouts):
        yield "a checkout leaves its credentials; write `persist-credentials: false`"
    if re.search(r"\bmake\b|\.ci/\w+", shell) and not any(
        options.get("fetch-depth") == 0 for options in checkouts
    ):
        yield "it builds without the whole history, so pages have no dates; write `fetch-depth: 0`"


def reference_faults(job: dict[str, Any], jobs: dict[str, Any]) -> Iterator[str]:
    """Jobs and steps that are named and are not there, or are not done when they are asked."""
    needs = [job["needs"]] if isinstance(job.get("needs"), str) else job.get("needs", [])
    for name in needs:
        if name not in jobs:
            yield f"needs `{name}`, which is no job here"
    for expression in expressions(job):
        for name in re.findall(r"\bneeds\.([\w-]+)", expression):
            if name not in needs:
                yield f"`needs.{name}` is not among its needs"
    before: set[str] = set()
    for step in job["steps"]:
        yield from step_faults(step, before)
        before.add(step.get("id", ""))
    yield from step_faults({key: value for key, value in job.items() if key != "steps"}, before)


def step_faults(node: object, known: set[str]) -> Iterator[str]:
    for expression in expressions(node):
        for name in re.findall(r"\bsteps\.([\w-]+)", expression):
            if name not in known:
                yield f"`steps.{name}` is no step before it"


def expressions(node: object, key: object = "") -> Iterator[str]:
    """Every expression in a part of a workflow: what stands in ${{ }}, and the whole of an `if`."""
    if isinstance(node, dict):
        for name, value in node.items():
            yield from expressions(value, name)
    elif isinstance(node, list):
        for value in node:
            yield from expressions(value)
    elif isinstance(node, str):
        yield from [node] if key == "if" else re.findall(r"\$\{\{(.*?)\}\}", node, re.DOTALL)


def command_faults(shell: str, targets: set[str]) -> Iterator[str]:
    for arguments in re.findall(r"\bmake\b([^\n;&|]*)", shell):
        for word in arguments.split():
            if not word.startswith("-") and "=" not in word and word not in targets:
                yield f"`make {word}`: the Makefile has no such target"
    for path in re.findall(r"(?:scripts|\.ci)/[\w./-]+", shell):
        if not (ROOT / path).is_file():
            yield f"{path}: there is no such file"


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_no_workflow_has_a_fault_that_the_tools_do_not_see(path: Path) -> None:
    assert workflow_faults(path.read_text(encoding="utf-8"), makefile_targets()) == []


@pytest.mark.parametrize("needs", ["[build]", "build"])
def test_a_good_workflow_has_no_fault(needs: str) -> None:
    assert workflow_faults(GOOD.replace("needs: [build]", f"needs: {needs}"), {"build", "links"}) == []


# What is changed in the good workflow, and the one line that must be said of it.
FAULTS = {
    "an action by its tag": ("@" + 40 * "1", "@v7", "`actions/checkout@v7 # v7.0.1` is no pin"),
    "a commit that is too short": (
        "@" + 40 * "1",
        "@1111111",
        "`actions/checkout@1111111 # v7.0.1` is no pin",
    ),
    "a pin without its version": (40 * "2" + " # v5.0.0", 40 * "2", f"`actions/configure-pages@{40 * '2'}`"),
    "a version of one number": (40 * "2" + " # v5.0.0", 40 * "2" + " # v5", "is no pin"),
    "rights for every job": ("permissions: {}\nconc", "permissions: read-all\nconc", "permissions on top"),
    "rights by default": ("permissions: {}\nconc", "conc", "permissions on top"),
    "no concurrency": (
        "concurrency:\n  group: good\n  cancel-in-progress: false\n",
        "",
        "no concurrency; name a group",
    ),
    "a deploy that is ended": ("progress: false", "progress: true", "a newer run would end a deploy"),
    "a job that may hang": (
        "    timeout-minutes: 5\n    permissions: {}",
        "    permissions: {}",
        "gate: no timeout",
    ),
    "a job without rights": (
        "    timeout-minutes: 5\n    permissions: {}",
        "    timeout-minutes: 5",
        "gate: no permissions",
    ),
    "a machine that changes": (
        "runs-on: ubuntu-24.04\n    timeout-minutes: 5\n    permissions:\n",
        "runs-on: ubuntu-latest\n    timeout-minutes: 5\n    permissions:\n",
        "build: runs-on ubuntu-latest",
    ),
    "a misspelt job in a list": (
        "needs: [build]",
        "needs: [build, buidl]",
        "gate: needs `buidl`, which is no",
    ),
    "a misspelt job in an expression": ("needs.build.", "needs.buidl.", "gate: `needs.buidl` is not among"),
    "a job that it does not wait for": ("    needs: [build]\n", "", "gate: `needs.build` is not among"),
    "a job in an if": ("if: always()", "if: needs.test.result", "gate: `needs.test` is not among"),
    "a misspelt step": ("S: ${{ steps.pages.", "S: ${{ steps.page.", "build: `steps.page` is no step"),
    "a step of its own": (
        "- id: pages\n",
        "- id: pages\n        if: steps.pages.id\n",
        "build: `steps.pages` is no",
    ),
    "a misspelt step in an output": (
        "address: ${{ steps.pages",
        "address: ${{ steps.p",
        "build: `steps.p` is no",
    ),
    "a target that there is not": ("build links", "build linx", "build: `make linx`: the Makefile has no"),
    "a script that there is not": (
        "check_links.py",
        "check_link.py",
        "build: scripts/check_link.py: there is no",
    ),
    "credentials that stay": (
        "persist-credentials: false",
        "persist-credentials: true",
        "build: a checkout leaves",
    ),
    "credentials by default": ("          persist-credentials: false\n", "", "build: a checkout leaves"),
    "no history": ("          fetch-depth: 0\n", "", "build: it builds without the whole history"),
    "a short history": ("fetch-depth: 0", "fetch-depth: 1", "build: it builds without the whole history"),
}


@pytest.mark.parametrize("case", FAULTS)
def test_a_seeded_fault_is_found(case: str) -> None:
    good, bad, line = FAULTS[case]
    assert GOOD.count(good) == 1, "the change must be one, or it proves something else"
    faults = workflow_faults(GOOD.replace(good, bad), {"build", "links"})
    assert len(faults) == 1, faults
    assert line in faults[0]


def pins(text: str) -> set[tuple[str, str]]:
    """Every action that a workflow uses, and its pin with the version."""
    return set(re.findall(r"\buses:\s*([\w./-]+)@(.*)", text))


def test_the_same_action_has_the_same_pin_everywhere() -> None:
    found = set().union(*(pins(path.read_text(encoding="utf-8")) for path in WORKFLOWS))
    names = [name for name, _ in found]
    assert len(names) >= 6
    assert len(names) == len(set(names)), sorted(found)


def test_two_pins_of_one_action_are_seen() -> None:
    two = GOOD.replace("configure-pages", "checkout")
    assert len(pins(two)) == len(pins(GOOD)) == 3
    assert len({name for name, _ in pins(two)}) == 2


def jobs_of(name: str) -> dict[str, Any]:
    jobs = yaml.safe_load((GITHUB / "workflows" / name).read_text(encoding="utf-8"))["jobs"]
    return dict(jobs)


@pytest.mark.parametrize("name", WRITES)
def test_no_job_may_write_more_than_it_must(name: str) -> None:
    writes = {
        job: {what for what, right in entry["permissions"].items() if right == "write"}
        for job, entry in jobs_of(name).items()
    }
    assert {job: rights for job, rights in writes.items() if rights} == WRITES[name]


def test_the_gate_needs_every_job_before_the_deploy_and_the_deploy_needs_the_gate() -> None:
    jobs = jobs_of("ci.yml")
    assert jobs["gate"]["if"] == "always()"
    assert set(jobs["gate"]["needs"]) == jobs.keys() - {"gate", "deploy"}
    assert jobs["deploy"]["needs"] == ["gate"]
    assert jobs["deploy"]["if"] == "github.event_name == 'push' && github.ref == 'refs/heads/main'"
    assert "continue-on-error" not in str(jobs)


@pytest.mark.parametrize("results", list(itertools.product(RESULTS, repeat=3)), ids="-".join)
def test_the_gate_fails_unless_every_job_succeeded(results: tuple[str, ...]) -> None:
    gate = jobs_of("ci.yml")["gate"]
    (step,) = gate["steps"]
    by_name = dict(zip(gate["needs"], results, strict=True))
    told = {
        variable: by_name[re.fullmatch(r"\$\{\{ needs\.(\w+)\.result \}\}", value)[1]]  # type: ignore[index]
        for variable, value in step["env"].items()
    }
    command = ["bash", "-e", "-c", step["run"]]
    done = subprocess.run(command, env=os.environ | told)
    assert (done.returncode == 0) == (set(results) == {"success"})


@pytest.mark.parametrize("image", ["", "debian:bookworm-slim"])
@pytest.mark.parametrize(
    ("status", "printed", "told", "good"),
    [
        (0, "a b\nabc", "abc", True),
        (0, "a b\nabd", "abc", False),
        (1, "a b\nabc", "abc", False),
        (0, "", "", False),
    ],
)
def test_a_build_of_other_bytes_elsewhere_fails(
    tmp_path: Path, image: str, status: int, printed: str, told: str, good: bool
) -> None:
    job = jobs_of("ci.yml")["same"]
    elsewhere = {
        key: {entry.get(key) for entry in job["strategy"]["matrix"]["include"]}
        for key in ("runner", "python")
    }
    assert elsewhere == {"runner": {"ubuntu-24.04", "ubuntu-24.04-arm"}, "python": {"3.11", "3.14", None}}
    step = job["steps"][-1]
    assert step["shell"] == "bash"
    (tmp_path / ".ci").mkdir()
    for fake in (tmp_path / ".ci/hash", tmp_path / "docker"):
        fake.write_text(f"#!/bin/sh\nprintf '{printed}\n'\nexit {status}\n", encoding="utf-8")
        fake.chmod(0o755)
    variables = {"HASH": told, "IMAGE": image, "SETUP": "true", "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
    done = subprocess.run(command, cwd=tmp_path, env=os.environ | variables, capture_output=True, text=True)
    assert (done.returncode == 0) == good, done.stderr
    assert done.stdout == f"{printed}\n"


@pytest.mark.parametrize(
    ("told", "address"),
    [
        ("https://a.github.io/kernel-notes", "https://a.github.io/kernel-notes/"),
        ("https://notes.test/", "https://notes.test/"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000/"),
    ],
)
def test_the_sites_address_ends_in_one_slash(tmp_path: Path, told: str, address: str) -> None:
    step = next(step for step in jobs_of("ci.yml")["build"]["steps"] if "BASE_URL" in step.get("env", {}))
    assert "steps.pages.outputs.base_url" in step["env"]["BASE_URL"]
    fake = tmp_path / "make"
    fake.write_text('#!/bin/sh\necho "$* for $SITE_URL"\n', encoding="utf-8")
    fake.chmod(0o755)
    environment = os.environ | {"BASE_URL": told, "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    command = ["bash", "-e", "-c", step["run"]]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert done.stdout == f"check build links for {address}\n"


@pytest.mark.parametrize(("status", "goes_on"), [(0, True), (1, True), (2, False), (3, False), (137, False)])
def test_dead_links_do_not_end_the_weekly_job_but_a_crash_does(
    tmp_path: Path, status: int, goes_on: bool
) -> None:
    (step,) = [step for step in jobs_of("weekly.yml")["links"]["steps"] if "--report" in step.get("run", "")]
    fake = tmp_path / ".venv" / "bin" / "python"
    fake.parent.mkdir(parents=True)
    fake.write_text(f"#!/bin/sh\nexit {status}\n", encoding="utf-8")
    fake.chmod(0o755)
    command = ["bash", "-e", "-c", step["run"]]
    done = subprocess.run(command, cwd=tmp_path)
    assert (done.returncode == 0) == goes_on


def test_no_form_gives_the_label_of_the_issue_that_is_kept() -> None:
    labels = [label for path in FORMS for label in yaml.safe_load(path.read_text(encoding="utf-8"))["labels"]]
    assert labels
    assert LABEL not in labels


def test_what_the_canary_finds_becomes_warnings_and_a_summary_and_its_crash_a_failure(tmp_path: Path) -> None:
    (step,) = [step for step in jobs_of("weekly.yml")["canary"]["steps"] if "run" in step]
    assert step["shell"] == "bash"
    fake = tmp_path / "make"
    summary = tmp_path / "summary"
    environment = os.environ | {
        "PATH": f"{tmp_path}:{os.environ['PATH']}",
        "GITHUB_STEP_SUMMARY": str(summary),
    }
    # The options that a step has which names bash as its shell.
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
    printed = "differs: a.html: only in MkDocs\nknown: b.xml: c: d\nnotes: 66 of 67 have the same text\n"
    for status in (0, 1):
        fake.write_text(f"#!/bin/sh\nprintf '%s' '{printed}'\nexit {status}\n", encoding="utf-8")
        fake.chmod(0o755)
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
        assert done.returncode == status
        if not status:
            assert done.stdout == f"{printed}::warning title=Canary::a.html: only in MkDocs\n"
            assert summary.read_text(encoding="utf-8") == printed


def test_what_is_old_or_gone_becomes_warnings_and_a_summary(tmp_path: Path) -> None:
    job = jobs_of("weekly.yml")["age"]
    assert job["continue-on-error"] is True
    fetch, tell = [step for step in job["steps"] if "name" in step]
    assert "debian:sid" in fetch["run"]
    assert "--no-install-recommends linux-source" in fetch["run"]
    assert tell["shell"] == "bash"
    fake = tmp_path / ".venv/bin/python"
    fake.parent.mkdir(parents=True)
    fake.write_text('#!/bin/sh\necho "docs/a.md:3: $1 $2; check"\necho 88 names\n', encoding="utf-8")
    fake.chmod(0o755)
    (tmp_path / "kernel").mkdir()
    (tmp_path / "kernel/linux-source-9.9.tar.xz").touch()
    environment = os.environ | {"GITHUB_STEP_SUMMARY": str(tmp_path / "summary")}
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", tell["run"]]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
    found = [
        "docs/a.md:3: scripts/old_remarks.py ; check",
        "docs/a.md:3: scripts/gone_symbols.py kernel/linux-source-9.9.tar.xz; check",
    ]
    printed = f"{found[0]}\n88 names\n{found[1]}\n88 names\n"
    assert done.stdout == printed + "".join(f"::warning title=To check again::{line}\n" for line in found)
    assert (tmp_path / "summary").read_text(encoding="utf-8") == printed
    assert done.returncode == 0


def test_dependabot_looks_where_the_requirements_are() -> None:
    updates = yaml.safe_load((GITHUB / "dependabot.yml").read_text(encoding="utf-8"))["updates"]
    (python,) = [update for update in updates if update["package-ecosystem"] == "pip"]
    tracked = {path.parent for path in (ROOT, ROOT / "tests") for path in path.glob("requirements.in")}
    assert {ROOT / folder.strip("/") for folder in python["directories"]} == tracked
