"""What a build keeps for the next one: the bytes of the site are the same with it and without it."""

from __future__ import annotations

import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from building.cache import FOLDER, Cache, sum_of
from conftest import HANGS, ROOT, copy_project, mkdocs, shell
from tiny import EXTRA, tiny_project, write

CLOCK, TIMER = "docs/kernel/clock.md", "docs/kernel/timer.md"


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A project of two notes that can be built."""
    return tiny_project(tmp_path / "tiny")


def build(project: Path, *options: str, cache: str = "1", **variables: str) -> dict[str, bytes]:
    """The files of the site by name, built with the cache or without one."""
    site = project.parent / "site"
    done = mkdocs(
        "build", "--site-dir", str(site), *options, folder=project, CI="", NOTES_CACHE=cache, **variables
    )
    assert done.returncode == 0, done.stderr
    return {str(path.relative_to(site)): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def hold(project: Path) -> None:
    """Hold a build with the cache, which has to be kept, against one without."""
    before = written(project)
    kept = build(project)
    assert written(project) > before
    plain = build(project, cache="0")
    assert kept.keys() == plain.keys()
    assert [name for name in plain if kept[name] != plain[name]] == []


def database(project: Path) -> Path:
    return project / FOLDER / "build.db"


def written(project: Path) -> int:
    """When the cache was written last, in nanoseconds; 0 if there is none."""
    return database(project).stat().st_mtime_ns if database(project).exists() else 0


def poison(project: Path, name: str, old: bytes, new: bytes, honest: bool) -> None:
    """Put other words into the HTML that is kept of a page, with the right sum or with the old one."""
    with sqlite3.connect(database(project)) as connection:
        key, data, old_sum = connection.execute(
            "SELECT key, data, sum FROM kept WHERE kind = 'page' AND name = ?", (name,)
        ).fetchone()
        assert len(old) == len(new)
        assert old in data
        data = data.replace(old, new)
        right = sum_of("page", name, key, data) if honest else old_sum
        connection.execute(
            "UPDATE kept SET data = ?, sum = ? WHERE kind = 'page' AND name = ?", (data, right, name)
        )
    connection.close()


def put(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def add(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def new_note(project: Path) -> None:
    write(project / "docs/kernel/alarm.md", EXTRA)
    put(project / "docs/kernel/.pages", "      - timer.md\n", "      - timer.md\n      - alarm.md\n")


def removed_note(project: Path) -> None:
    (project / "docs/kernel/alarm.md").unlink()
    put(project / "docs/kernel/.pages", "      - alarm.md\n", "")


def other_order(project: Path) -> None:
    put(project / "docs/kernel/.pages", "      - clock.md\n", "")
    put(project / "docs/kernel/.pages", "      - timer.md\n", "      - timer.md\n      - clock.md\n")


def linked_heading(project: Path) -> None:
    add(project / TIMER, "\n## Ticks\n\nA tick.\n")
    add(project / CLOCK, "\nSee [ticks](timer.md#ticks).\n")


def lost_heading(project: Path) -> None:
    put(project / CLOCK, "(timer.md#ticks)", "(timer.md)")
    put(project / TIMER, "## Ticks", "## Tocks")


# Each is an edit of the project; those that belong together stay in their order.
EDITS: list[list[Callable[[Path], None]]] = [
    [lambda project: add(project / CLOCK, "\nA seqcount of a clocksource.\n")],
    [lambda project: add(project / TIMER, "\n时钟 `clock_gettime` and 定时器, a clocksources.\n")],
    [lambda project: put(project / CLOCK, "Text.", "Words, and more words: hrtimer_start().")],
    [linked_heading, lost_heading],
    [lambda project: put(project / CLOCK, "title: Clock", "title: Clocks")],
    [lambda project: put(project / TIMER, "en: What it holds.", "en: What a timer is.")],
    [new_note, removed_note],
    [other_order],
    [lambda project: put(project / "docs/kernel/index.md", "en: Notes.", "en: Of time.")],
    [lambda project: add(project / "overrides/partials/footer.html", "<!-- other -->")],
    [lambda project: put(project / "mkdocs.yml", "site_name: Kernel", "site_name: Other")],
    [lambda project: add(project / "docs/index.md", "\nMore of the home page.\n")],
]


def shuffled(chance: random.Random) -> Iterator[Callable[[Path], None]]:
    """All edits in an order by chance."""
    left = [list(edits) for edits in EDITS]
    while left:
        edits = chance.choice(left)
        yield edits.pop(0)
        left = [edits for edits in left if edits]


@pytest.mark.parametrize("seed", [1, 2])
def test_after_any_edit_the_bytes_are_those_of_a_build_without_a_cache(tiny: Path, seed: int) -> None:
    hold(tiny)
    for edit in shuffled(random.Random(seed)):
        edit(tiny)
        hold(tiny)


def names_of_tables(project: Path) -> None:
    """Names that the tables know, in notes that had none of them: lists, related notes, the map change."""
    add(
        project / "docs/boot/grubby-default-kernel.md",
        "\n`seqcount_t`, `kvm_get_msr()`, 原子上下文.\n",
    )
    add(project / "docs/kernel/seqlock.md", "\n[A link](../boot/bootloader.md) and `ioapic_service`.\n")


def other_table(project: Path) -> None:
    put(project / "docs/glossary.md", "zh: [对齐, 内存对齐]", "zh: [对齐]")


def lost_words(project: Path) -> None:
    """A note of which little is left: words that no other note has are gone."""
    path = project / "docs/kernel/zero-copy.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.index("\n# ")] + "\n# Zero copy\n\nLittle is left.\n", encoding="utf-8")


def test_after_edits_of_the_real_notes_the_bytes_are_those_of_a_build_without_a_cache(tmp_path: Path) -> None:
    project = tmp_path / "notes"
    project.mkdir()
    copy_project(project)
    # Addresses that are lost are only warned of.
    for edit in (lambda _: None, names_of_tables, other_table, lost_words):
        edit(project)
        hold(project)


def test_a_page_comes_from_the_cache_if_that_is_whole(tiny: Path) -> None:
    build(tiny)
    poison(tiny, "kernel/clock.md", b"What it holds.", b"What is kept..", honest=True)
    add(tiny / TIMER, "\nMore.\n")
    site = build(tiny)
    assert b"What is kept.." in site["kernel/clock/index.html"]
    assert b"More." in site["kernel/timer/index.html"]
    poison(tiny, "kernel/clock.md", b"What is kept..", b"What is false.", honest=False)
    assert b"What it holds." in build(tiny)["kernel/clock/index.html"]


def test_nothing_is_kept_for_another_version(tiny: Path) -> None:
    build(tiny)
    poison(tiny, "kernel/clock.md", b"What it holds.", b"What is kept..", honest=True)
    add(tiny / "scripts/notes/shown.py", "# another version\n")
    assert b"What it holds." in build(tiny)["kernel/clock/index.html"]


def test_a_damaged_file_is_begun_anew(tiny: Path) -> None:
    plain = build(tiny, cache="0")
    assert build(tiny) == plain
    whole = database(tiny).read_bytes()
    for length in (0, 100, 40_000):
        assert len(whole) > length
        for damaged in (whole[:length], b"no database" * length):
            database(tiny).write_bytes(damaged)
            before = written(tiny)
            assert build(tiny) == plain
            assert written(tiny) > before


def test_a_cache_that_cannot_be_written_is_done_without(tiny: Path) -> None:
    (tiny / FOLDER).write_text("no folder", encoding="utf-8")
    assert build(tiny) == build(tiny, cache="0")


def test_a_folder_whose_name_cannot_be_read_is_none_the_worse(tiny: Path) -> None:
    place = tiny.with_name("第二")
    tiny.rename(place)
    # No UTF-8 where a program does not ask for it.
    variables = {"LC_ALL": "POSIX", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    plain = build(place, cache="0", **variables)
    assert build(place, **variables) == build(place, **variables) == plain
    assert written(place)


def start(project: Path, site: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(project.parent / site)]
    variables = shell() | {"NO_MKDOCS_2_WARNING": "1", "CI": "", "NOTES_CACHE": "1"}
    return subprocess.Popen(command, cwd=project, env=variables)


def test_of_a_build_that_is_killed_nothing_is_kept(tiny: Path) -> None:
    build(tiny)
    put(tiny / CLOCK, "Text.", "Other words.")
    process, journal = start(tiny, "killed"), database(tiny).with_name("build.db-journal")
    while process.poll() is None and not journal.exists():
        time.sleep(0.001)
    process.send_signal(signal.SIGKILL)
    assert process.wait(HANGS) == -signal.SIGKILL
    hold(tiny)


def test_of_a_build_during_which_a_file_was_changed_nothing_is_kept(tiny: Path) -> None:
    # As an editor would, in the midst of the build.
    write(
        tiny / "scripts" / "saves.py",
        "from pathlib import Path\n"
        "def on_env(env, config, files):\n"
        f"    note = Path('{CLOCK}')\n"
        "    note.write_text(note.read_text(encoding='utf-8') + ' ', encoding='utf-8')\n",
    )
    put(tiny / "mkdocs.yml", "  - scripts/hooks.py\n", "  - scripts/hooks.py\n  - scripts/saves.py\n")
    build(tiny)
    with sqlite3.connect(database(tiny)) as connection:
        assert connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
    connection.close()


def test_two_builds_at_once_give_the_same_bytes(tiny: Path) -> None:
    processes = [start(tiny, site) for site in ("one", "other")]
    assert [process.wait(HANGS) for process in processes] == [0, 0]
    names = {path.relative_to(tiny.parent / "one") for path in (tiny.parent / "one").rglob("*")}
    for name in names:
        one, other = tiny.parent / "one" / name, tiny.parent / "other" / name
        assert one.is_dir() or one.read_bytes() == other.read_bytes()
    hold(tiny)


def test_who_finds_the_cache_in_use_keeps_nothing(tmp_path: Path) -> None:
    one = Cache(tmp_path / "cache" / "build.db", b"state")
    one.put("page", "a.md", b"key", "html")
    other = Cache(tmp_path / "cache" / "build.db", b"state")
    assert (one.keeps, other.keeps) == (True, False)
    other.put("page", "a.md", b"key", "other")
    one.write()
    again = Cache(tmp_path / "cache" / "build.db", b"state")
    assert again.get("page", "a.md", b"key") == "html"
    assert again.get("page", "a.md", b"another key") is None
    again.close()
    assert Cache(tmp_path / "cache" / "build.db", b"another state").last("page", "a.md") is None


def test_a_warning_is_told_again(tiny: Path) -> None:
    write(
        tiny / "scripts" / "warns.py",
        "import logging\n"
        "from markdown import Extension, preprocessors\n"
        "class Warns(preprocessors.Preprocessor):\n"
        "    def run(self, lines):\n"
        "        if 'Odd.' in lines: logging.getLogger('mkdocs.odd').warning('an odd line')\n"
        "        return lines\n"
        "class Odd(Extension):\n"
        "    def extendMarkdown(self, md):\n"
        "        md.preprocessors.register(Warns(md), 'odd', 1)\n"
        "def makeExtension(**options):\n"
        "    return Odd(**options)\n",
    )
    put(tiny / "mkdocs.yml", "  - attr_list\n", "  - attr_list\n  - warns\n")
    add(tiny / CLOCK, "\nOdd.\n")
    for _ in range(2):
        variables = {"CI": "", "NOTES_CACHE": "1", "PYTHONPATH": "scripts"}
        done = mkdocs("build", "--strict", "--site-dir", str(tiny.parent / "site"), folder=tiny, **variables)
        assert "an odd line" in done.stderr
        assert done.returncode == 1


def test_a_problem_of_the_check_is_told_again(tiny: Path) -> None:
    build(tiny)
    put(tiny / CLOCK, "Text.", "[Text](nowhere.md).")
    for _ in range(2):
        variables = {"CI": "", "NOTES_CACHE": "1"}
        done = mkdocs("build", "--strict", "--site-dir", str(tiny.parent / "site"), folder=tiny, **variables)
        assert "docs/kernel/clock.md:13:8: `nowhere.md`: there is no docs/kernel/nowhere.md" in done.stderr
        assert done.returncode == 1


def test_an_anchor_that_is_lost_is_told_with_the_page_that_links_to_it(tiny: Path) -> None:
    linked_heading(tiny)
    build(tiny)
    put(tiny / TIMER, "## Ticks", "## Tocks")
    done = mkdocs("build", "--site-dir", str(tiny.parent / "site"), folder=tiny, CI="", NOTES_CACHE="1")
    assert "docs/kernel/timer.md has no anchor `ticks`" in done.stderr


@pytest.mark.parametrize("variables", [{"CI": "true", "NOTES_CACHE": "1"}, {"CI": "", "NOTES_CACHE": "0"}])
def test_ci_keeps_nothing(tiny: Path, variables: dict[str, str]) -> None:
    done = mkdocs("build", "--site-dir", str(tiny.parent / "site"), folder=tiny, **variables)
    assert done.returncode == 0, done.stderr
    assert not (tiny / FOLDER).exists()


def test_make_clean_takes_it_away(tmp_path: Path) -> None:
    shutil.copy(ROOT / "Makefile", tmp_path)
    (tmp_path / FOLDER).mkdir()
    make = shutil.which("make") or "make"
    subprocess.run([make, "clean"], cwd=tmp_path, env=shell(), check=True, capture_output=True)
    assert not (tmp_path / FOLDER).exists()
