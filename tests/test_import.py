"""Importing notes: no line is lost, plain text is shown as it was, the source comes out as docs/."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from html import unescape
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html
from markdown import Markdown

import import_notes
from importing import convert as converting
from importing import write
from importing.convert import Input, convert
from importing.headings import guess_code, guess_headings
from importing.shown import EXTENSIONS, SETTINGS
from notes.page import SLUG, read_page
from yardstick import FOLDER as SOURCE
from yardstick import QUOTES, Yardstick

PROJECT = Path(__file__).parent.parent
EXPORTS = Path(__file__).parent / "exports"
EXAMPLES = ("vault", "log.txt", "workspace.md")
BULLETS = "•◦▪‣●○·–*+-"


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Run in an empty folder, and put back what the command does with signals."""
    kept = {name: signal.getsignal(name) for name in (signal.SIGTERM, signal.SIGHUP)}
    monkeypatch.chdir(tmp_path)
    yield
    for name, handler in kept.items():
        signal.signal(name, handler)


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def body_of(note: str) -> str:
    return re.sub(r"\A---\n.*?\n---\n", "", note, flags=re.DOTALL)


@cache
def renderer() -> Markdown:
    return Markdown(extensions=EXTENSIONS, extension_configs=SETTINGS)


def page_of(note: str) -> str:
    return str(renderer().reset().convert(body_of(note)))


def visible(page: str) -> str:
    """The text of a page, the marks of its lists with it, without white space."""
    text, counts = "", list[int]()
    for tag, attributes, piece in re.findall(r"<(/?\w+)([^>]*)>|([^<]+|<)", page):
        if tag in ("ol", "ul"):
            start = re.search(r'start="(\d+)"', attributes)
            counts.append(-1 if tag == "ul" else int(start[1]) if start else 1)
        elif tag in ("/ol", "/ul"):
            counts.pop()
        elif tag == "li":
            text += "•" if counts[-1] < 0 else f"{counts[-1]}."
            counts[-1] += counts[-1] >= 0
        text += unescape(piece)
    return re.sub(r"\s", "", text)


def held(shown: str, at: int, text: str) -> int:
    """How many of the characters of a text stand from a place on, others of it left out."""
    start = at
    for letter in text:
        at += shown.startswith(letter, at)
    return at - start


def told(report: str) -> set[str]:
    """The lines that a report holds between fences."""
    lines, fence = set(), ""
    for line in report.split("\n"):
        mark = re.match(r"(`{3,})(text)?$", line)
        if mark and not fence and mark[2]:
            fence = mark[1]
        elif mark and line == fence:
            fence = ""
        elif fence:
            lines.add(line)
    return lines


# What the source becomes.


@pytest.fixture(scope="module")
def quotes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables of the source, and one that tells its block quotes."""
    folder = tmp_path_factory.mktemp("facts")
    for table in SOURCE.glob("*.tsv"):
        shutil.copy(table, folder)
    (folder / "block-quotes.tsv").write_text("line\n" + "".join(f"{line}\n" for line in sorted(QUOTES)))
    return folder


def differing(folder: Path) -> set[str]:
    """The notes of docs/ whose HTML differs from that of the imported ones, ids aside."""
    docs = PROJECT / "docs"
    notes = {path.relative_to(folder).as_posix() for path in folder.glob("*/*.md")}
    wanted = {
        path.relative_to(docs).as_posix() for path in docs.glob("*/*.md") if "\nsource:" in path.read_text()
    }

    def bare(path: Path) -> str:
        return re.sub(r' id="[^"]*"', "", page_of(path.read_text(encoding="utf-8")))

    return (notes ^ wanted) | {name for name in notes & wanted if bare(folder / name) != bare(docs / name)}


def test_the_source_with_its_facts_is_what_stands_in_docs(quotes: Path, tmp_path: Path) -> None:
    arguments = [str(SOURCE / "misc-ideas.txt"), "--to", "with", "--facts", str(quotes)]
    assert import_notes.main(arguments) == 0
    assert len(list((tmp_path / "with").glob("*/*.md"))) == 67
    assert differing(tmp_path / "with") == set()


def test_without_the_table_of_quotes_only_these_differ(tmp_path: Path) -> None:
    arguments = [str(SOURCE / "misc-ideas.txt"), "--to", "with", "--facts", str(SOURCE)]
    assert import_notes.main(arguments) == 0
    assert differing(tmp_path / "with") == {"kernel/process-image.md", "assembly-elf/mnemonic-and-opcode.md"}


@pytest.mark.parametrize("table", ["topics", "subheadings", "code-blocks", "links", "marks"])
def test_any_table_may_be_missing(table: str, quotes: Path, tmp_path: Path) -> None:
    shutil.copytree(quotes, tmp_path / "facts")
    (tmp_path / "facts" / f"{table}.tsv").unlink()
    arguments = [str(SOURCE / "misc-ideas.txt"), "--to", "with", "--facts", "facts"]
    assert import_notes.main(arguments) == 0
    assert len(list((tmp_path / "with").rglob("*.md"))) >= 68


def test_the_source_without_facts(facts: Yardstick) -> None:
    """When this was written 64 of 67 topics, 79 of 87 headings, 254 of 258 lines of code were right."""
    code = guess_code(facts.lines[1:])
    found = {line + 1 for line in guess_headings(facts.lines[1:], code)}
    topics = {topic.first for topic in facts.topics}
    assert len(found & topics) >= 62
    assert len(found & (topics | set(facts.subheadings))) >= 0.88 * len(found)
    lines = {line + 1 for first, (last, _) in code.items() for line in range(first, last)}
    known = {line for first, (last, _) in facts.code_blocks.items() for line in range(first, last + 1)}
    assert lines <= known
    assert len(lines) >= 250
    assert import_notes.main([str(SOURCE / "misc-ideas.txt"), "--to", "without"]) == 0
    texts = {path.name: path.read_text(encoding="utf-8") for path in sorted(Path("without").glob("*.md"))}
    report = told(texts.pop("report.md"))
    shown = "".join(visible(page_of(text)) for text in texts.values())
    lost = [line for line in facts.lines if re.sub(r"\s", "", line) not in shown and line not in report]
    assert lost == []


def test_a_note_of_the_source_names_its_lines(quotes: Path, tmp_path: Path) -> None:
    shutil.copytree(SOURCE, tmp_path / "tests" / "source")
    arguments = ["tests/source/misc-ideas.txt", "--to", "with", "--facts", str(quotes)]
    assert import_notes.main(arguments) == 0
    assert "\nsource: 158-162\n" in (tmp_path / "with/kernel/seqlock.md").read_text(encoding="utf-8")


def test_the_proof_reads_markdown_as_the_site_does() -> None:
    configuration = (PROJECT / "mkdocs.yml").read_text(encoding="utf-8")
    written = yaml.safe_load(
        configuration[configuration.index("markdown_extensions:") :].split("\nplugins:")[0]
    )
    wanted: dict[str, object] = {}
    for each in written["markdown_extensions"]:
        wanted |= each if isinstance(each, dict) else {each: None}
    # Links of headings are no text.
    assert set(wanted) == set(EXTENSIONS)
    assert {name: value for name, value in wanted.items() if value and name != "toc"} == SETTINGS


# Exports of other shapes.


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_export_becomes_what_a_person_looked_at(name: str) -> None:
    """To take a change: import the export to tests/exports/expected/<name> and read what git diff shows."""
    assert import_notes.main([str(EXPORTS / name), "--to", "out"]) == 0
    assert files_of(Path("out")) == files_of(EXPORTS / "expected" / Path(name).stem)


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_project_can_read_what_comes_out(name: str) -> None:
    assert import_notes.main([str(EXPORTS / name), "--to", "out"]) == 0
    for path in sorted(Path("out").rglob("*.md")):
        if path.name != "report.md":
            page = read_page(path, path.name)
            assert page.problems == []
            assert set(page.front) == {"title", "summary", "aliases"}
            assert SLUG.fullmatch(path.stem)
            assert [line for line in page.body if re.match(r"# ", line)][:1] == page.body[1:2]


@pytest.mark.parametrize("name", EXAMPLES)
def test_links_lead_to_files_and_headings_that_are_there(name: str) -> None:
    assert import_notes.main([str(EXPORTS / name), "--to", "out"]) == 0
    pages = {path.resolve(): page_of(path.read_text(encoding="utf-8")) for path in Path("out").rglob("*.md")}
    for path, page in pages.items():
        if path.name == "report.md":
            continue
        for element in html.document_fromstring(page).xpath("//a[@href] | //img[@src]"):
            to, _, anchor = str(element.get("href") or element.get("src")).partition("#")
            if not re.match(r"https?:", to):
                there = (path.parent / to).resolve() if to else path
                assert there.is_file()
                assert not anchor or f'id="{anchor}"' in pages[there]


def test_windows_line_ends_and_a_byte_order_mark_change_nothing() -> None:
    text = (EXPORTS / "log.txt").read_bytes()
    Path("log.txt").write_bytes(b"\xef\xbb\xbf" + text.replace(b"\n", b"\r\n"))
    assert import_notes.main(["log.txt", "--to", "out"]) == 0
    assert files_of(Path("out")) == files_of(EXPORTS / "expected" / "log")


MARKDOWN: list[tuple[str, str, str]] = [
    ("a list below a paragraph", "Knobs:\n- a\n  - b\n", "<li>a<ul>\n<li>b"),
    ("a number with a bracket", "1) a\n2) b\n", "<ol>\n<li>a"),
    ("two kinds of lists", "- a\n\n1. b\n", "</ul>\n<!-- -->\n\n<ol>"),
    ("code in a list keeps tabs", "- a\n\t```c\n\tif (x)\n\t\ty();\n\t```\n", '<span class="w">\t</span>'),
    ("a tag that begins a line", "#kvm is no heading\n", "<p>#kvm is no heading</p>"),
    ("a placeholder is no HTML", "see /proc/<pid>/maps\n", "/proc/&lt;pid&gt;/maps"),
    ("HTML that is meant", "press <kbd>q</kbd>\n", "<kbd>q</kbd>"),
    ("a script is text", "<script>alert(1)</script>\n", "&lt;script&gt;"),
    ("a highlight", "some ==bright words== here\n", "<mark>bright words</mark>"),
    ("no highlight", "if a==b && c==d\n", "a==b &amp;&amp; c==d"),
    ("braces are no attributes", "`x`{y} z\n", "<code>x</code>{y} z"),
    ("a formula", "cost $a_1 * b_2 * c$\n", "$a_1 * b_2 * c$"),
    ("an address", "see https://a.test/x_y_z.\n", '<a href="https://a.test/x_y_z">'),
    ("a formula of lines", "$$\na * b * c\n$$\n", "language-latex"),
    ("a footnote", "text[^1]\n\n[^1]: word\n", "<p>[^1]: word</p>"),
    ("a box", "<details>\n<summary>S</summary>\n\n**b**\n\n</details>\n", "<strong>b</strong>"),
    ("a box that never closes", "<div>\n\n**b**\n", "<strong>b</strong>"),
    ("a table below a paragraph", "text\n| a | b |\n|---|---|\n| 1 | 2 |\n", "<td>1</td>"),
    ("wiki links in inline code", "`[[x]]` and [[y]]\n", "<code>[[x]]</code> and y"),
    ("the content of a callout", "> [!tip]+ T *i*\n> body\n", "<strong>T <em>i</em></strong>"),
    ("a list that begins with code", "- ```c\n  int x;\n  ```\n- b\n", '<div class="language-c highlight">'),
]


@pytest.mark.parametrize(("text", "wanted"), [row[1:] for row in MARKDOWN], ids=[row[0] for row in MARKDOWN])
def test_markdown_as_obsidian_reads_it(text: str, wanted: str) -> None:
    texts, _ = convert(Input("note.md", {"note.md": text}, alone=True))
    assert wanted in page_of(texts["note.md"])


SPLITS: list[tuple[str, str, int | None, set[str]]] = [
    ("many first levels", "# A\na\n## X\nx\n# B\nb\n", None, {"a", "b"}),
    ("one first level", "# T\nt\n## A\na\n## B\nb\n", None, {"t", "a", "b"}),
    ("no first level", "## A\na\n### X\nx\n## B\nb\n", None, {"a", "b"}),
    ("nothing twice", "# T\nt\n## A\na\n", None, {"t"}),
    ("front matter says one", "---\ntags: x\n---\n# T\nt\n## A\na\n## B\nb\n", None, {"t"}),
    ("wanted otherwise", "# A\na\n## X\nx\n# B\nb\n", 2, {"a", "x", "b"}),
    ("wanted as one", "# A\na\n# B\nb\n", 0, {"file"}),
    ("text before the first", "before\n# A\na\n# B\nb\n", None, {"file", "a", "b"}),
    ("the same twice", "# A\na\n# A\nb\n", None, {"a", "a-2"}),
    ("Chinese", "# 中文\na\n# 中文 KVM\nb\n", None, {"note-1", "kvm"}),
    ("nothing below", "# A\na\n# B\n# C\nc\n", None, {"a", "c"}),
]


@pytest.mark.parametrize(
    ("text", "level", "wanted"), [row[1:] for row in SPLITS], ids=[row[0] for row in SPLITS]
)
def test_where_a_file_alone_splits(text: str, level: int | None, wanted: set[str]) -> None:
    texts, _ = convert(Input("file.md", {"file.md": text}, alone=True, level=level))
    assert set(texts) - {"report.md"} == {f"{slug}.md" for slug in wanted}


def test_a_heading_with_no_text_stands_in_the_report() -> None:
    texts, _ = convert(Input("file.md", {"file.md": "# A\na\n# B\n# C\nc\n"}, alone=True))
    assert told(texts["report.md"]) == {"# B"}


def test_a_note_that_the_site_has_is_linked_only_from_a_section() -> None:
    site = {"kernel/seqlock": ["Seqlock", "顺序锁"]}
    vault = {"kvm/a.md": "see [[顺序锁]]\n", "b.md": "see [[Seqlock|it]]\n", "seqlock.md": "mine\n"}
    del vault["seqlock.md"]
    texts, _ = convert(Input("v", vault, alone=False, site=site))
    assert "see [顺序锁](../kernel/seqlock.md)" in texts["kvm/a.md"]
    assert texts["b.md"].endswith("\nsee it\n")
    assert "docs/kernel/seqlock.md" in texts["report.md"]


def test_a_slug_is_no_longer_than_an_address_should_be() -> None:
    text = "# " + "How the guest's long words go on " * 9 + "\n\nx\n"
    texts, _ = convert(Input("f.md", {"f.md": text}, alone=True))
    assert "how-the-guests-long-words-go-on-how-the-guests-long-words-go.md" in texts


def test_a_slug_of_the_site_is_taken() -> None:
    texts, _ = convert(Input("f.md", {"f.md": "# Seqlock\n\nx\n"}, alone=True, site={"kernel/seqlock": []}))
    assert set(texts) == {"seqlock-2.md", "report.md"}


# Faults.


def made(name: str, content: bytes) -> Callable[[], list[str]]:
    def make() -> list[str]:
        Path(name).write_bytes(content)
        return [name]

    return make


def there_already() -> list[str]:
    Path("import/a").mkdir(parents=True)
    Path("import/a/mine.md").write_text("mine")
    return made("a.txt", b"text\n")()


def no_notes() -> list[str]:
    Path("folder").mkdir()
    Path("folder/a.csv").write_text("a,b\n")
    return ["folder"]


def bad_in_folder() -> list[str]:
    Path("folder").mkdir()
    Path("folder/a.md").write_text("fine\n")
    Path("folder/b.md").write_bytes(b"fine\nbad \xff\n")
    return ["folder"]


def with_table(name: str, content: str) -> Callable[[], list[str]]:
    def make() -> list[str]:
        Path("facts").mkdir()
        Path(f"facts/{name}.tsv").write_text(content)
        return [*made("a.txt", b"Title\n\ntext\n")(), "--facts", "facts"]

    return make


FAULTS: dict[str, tuple[Callable[[], list[str]], str]] = {
    "no such file": (
        lambda: ["none.md"],
        "none.md: there is no such file or folder; name the export to import",
    ),
    "empty": (made("a.md", b"\n \n"), "a.md:1: the file is empty; name one that holds notes"),
    "only a mark": (made("a.md", b"\xef\xbb\xbf"), "a.md:1: the file is empty; "),
    "Latin-1": (
        made("a.txt", b"fine\n caf\xe9\n"),
        "a.txt:2: byte 0xe9 is not UTF-8; save or export the file as UTF-8",
    ),
    "UTF-16": (made("a.txt", "text\n".encode("utf-16")), "a.txt:1: byte 0xff is not UTF-8; "),
    "UTF-16 without a mark": (
        made("a.txt", "text\n".encode("utf-16-le")),
        "a.txt:1: this looks like UTF-16; save or export the file as UTF-8",
    ),
    "is there": (there_already, "import/a: is there already; take it away, or name another with --to"),
    "no notes": (
        no_notes,
        "folder: holds no .md, .markdown, .txt file; name the folder that the notes are in",
    ),
    "one of a folder": (bad_in_folder, "folder/b.md:2: byte 0xff is not UTF-8; "),
    "no tables": (with_table("other", ""), "facts: holds none of topics.tsv, "),
    "columns": (
        with_table("links", "line\ttext\n"),
        "facts/links.tsv:1: the columns are not line, text, address; ",
    ),
    "cells": (with_table("links", "line\ttext\taddress\n1\tTitle\n"), "facts/links.tsv:2: 2 columns; "),
    "no such line": (
        with_table("links", "line\ttext\taddress\n9\tT\tu\n"),
        "facts/links.tsv:2: 9: the text has lines 1 to ",
    ),
    "no such text": (
        with_table("links", "line\ttext\taddress\n3\tT\tu\n"),
        "facts/links.tsv:2: line 3 of the text has no `T`; ",
    ),
    "no such mark": (
        with_table("marks", "line\tfrom\tto\tkind\ttext\n3\t0\t4\tcode\ttixt\n"),
        "facts/marks.tsv:2: columns 0 to 4 of line 3 are no",
    ),
}


@pytest.mark.parametrize("case", FAULTS)
def test_a_fault_is_one_line_and_writes_nothing(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    make, wanted = FAULTS[case]
    arguments = make()
    before = files_of(Path())
    assert import_notes.main(arguments) == 1
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err.count("\n") == 1
    assert output.err.startswith(wanted[: len(output.err) - 1])
    assert files_of(Path()) == before
    assert case == "is there" or not Path("import").exists()


@pytest.mark.parametrize("where", ["convert", "copy"])
def test_a_stop_leaves_nothing(
    where: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stop(*_: object) -> None:
        signal.raise_signal(signal.SIGINT)

    if where == "convert":
        monkeypatch.setattr(import_notes, "convert", stop)
    else:
        monkeypatch.setattr(shutil, "copyfile", stop)
    assert import_notes.main([str(EXPORTS / "vault")]) == 130
    assert capsys.readouterr().err == f"{EXPORTS / 'vault'}: stopped; nothing was written\n"
    assert list(Path().iterdir()) == []


def test_a_full_disk_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(_: object, target: Path) -> None:
        raise OSError(28, "No space left on device", str(target))

    monkeypatch.setattr(shutil, "copyfile", full)
    assert import_notes.main([str(EXPORTS / "vault")]) == 1
    assert "No space left on device; " in capsys.readouterr().err
    assert list(Path().iterdir()) == []


def test_a_lost_line_is_a_fault_that_writes_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The proof finds a line that a broken writer drops, by its text and not by its number."""
    whole = write.note_text

    def careless(*arguments: object) -> str:
        return re.sub("second", "", whole(*arguments))  # type: ignore[arg-type]  # as they came

    monkeypatch.setattr(converting, "note_text", careless)
    Path("a.txt").write_text("first\n\nsecond line\n")
    assert import_notes.main(["a.txt"]) == 1
    assert capsys.readouterr().err.startswith("a.txt:3: would be lost, ")
    assert [path.name for path in Path().iterdir()] == ["a.txt"]


def test_the_command_says_what_to_do_next() -> None:
    command = [sys.executable, str(PROJECT / "scripts/import_notes.py"), str(EXPORTS / "workspace.md")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    first, second, third = done.stdout.strip().split("\n")
    assert first.startswith("import/workspace: 4 notes, 0 other files; no line of ")
    assert second.startswith("import/workspace/report.md: ")
    assert third.endswith("type: make check")
    again = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (again.returncode, again.stderr.count("\n")) == (1, 1)


# Any text at all.

PIECES = [
    *"*_`<>&#+-|\\{}[]()!~=:^$%\t \n",
    *(
        "**b**",
        "`c`",
        "__init__",
        "<pid>",
        "<div>\n",
        "</div>\n",
        "<b>",
        "<!-- x -->",
        "&lt;",
        "[a](b)",
        "[x]: y\n",
    ),
    *(
        "[[Note]]",
        "[[Note|label]]",
        "![[p.png]]",
        "==h==",
        "%%c%%",
        "%%\n",
        "#tag ",
        "\n# H\n",
        "\n## H\n",
        "\n\n",
    ),
    *(
        "    ",
        "  ",
        "- ",
        "* ",
        "1. ",
        "2) ",
        "• ",
        "> ",
        "> [!note] t\n",
        "```\n",
        "```c\n",
        "~~~\n",
        "int x;\n",
    ),
    *(
        "{: .x}",
        " { #y }",
        "---\n",
        "===\n",
        "***\n",
        "| a | b |\n|---|---|\n",
        "中文，",
        "标题\n",
        "\u3000",
        "\u200b",
    ),
    *(
        "\f",
        "\v",
        "\x02",
        "\x03",
        "\x1c",
        "\x7f",
        "\x85",
        "\u2028",
        "\xa0",
        "\ufeff",
        "😀",
        "[TOC]\n",
        "[^1]: f\n",
    ),
    *(
        "https://a.test/b_c ",
        " ^id\n",
        "\r\n",
        "\r",
        "$x_1$",
        "~~d~~",
        "- [ ] ",
        ":::\n",
        "<details>\n",
        "word ",
        "kvm ",
    ),
]
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), min_size=1, max_size=24).map("".join)
ANY = settings(
    deadline=None, derandomize=True, database=None, max_examples=600, suppress_health_check=list(HealthCheck)
)


def taken(name: str, text: str) -> dict[str, str]:
    """What comes of a text, all of it files that can be written."""
    text = text.encode("utf-8", "replace").decode("utf-8")
    texts, _ = convert(Input(name, {name: text}, alone=True))
    for note in texts:
        texts[note].encode("utf-8")
    return texts


@ANY
@given(TEXTS)
def test_of_any_markdown_no_word_is_lost_and_it_comes_out_the_same_again(text: str) -> None:
    texts = taken("export.md", text)
    assert taken("export.md", text) == texts
    report = texts.pop("report.md")
    lines, shown = told(report), "".join(page_of(note) + body_of(note) for note in texts.values())
    shown = re.sub(r"\W", "", shown).casefold()
    for line in text.replace("\r\n", "\n").split("\n"):
        for word in re.findall(r"[^\W\d_]{2,}", line):
            assert line in lines or word.casefold() in shown or f"`{word}`" in report


@ANY
@given(TEXTS)
def test_any_plain_text_is_shown_character_for_character(text: str) -> None:
    texts = taken("export.txt", text)
    report = told(texts.pop("report.md"))
    pages = (re.sub(r'<h1 id="export">export</h1>', "", page_of(note)) for note in texts.values())
    shown, at = "".join(map(visible, pages)), 0
    for line in text.encode("utf-8", "replace").decode("utf-8").replace("\r\n", "\n").split("\n"):
        spellings = [re.sub(r"\s", "", line)]
        if re.match(rf"\s*[{re.escape(BULLETS)}]", line):
            spellings.append("•" + spellings[0][1:])
        found = next((spelling for spelling in spellings if shown.startswith(spelling, at)), None)
        # A control character cannot be shown: then the report has the line, and the note what is left.
        assert found is not None or line in report
        at += max(held(shown, at, spelling) for spelling in spellings) if found is None else len(found)
    assert at == len(shown)


CODE = ["\tif (x)\n", "  y;\t\n", "\n", "``\n", "~~~~\n", "&lt;\n", "# z\n", " \n", "{: .x}\n"]


@ANY
@given(st.lists(st.sampled_from(CODE), min_size=1).map("".join), st.sampled_from(["", "    ", "\t", "> "]))
def test_code_is_kept_with_all_its_space(code: str, prefix: str) -> None:
    lines = ["````c", *code[:-1].split("\n"), "````"]
    before = "- before" if prefix.isspace() else "before"
    texts = taken("export.md", f"{before}\n\n" + "".join(f"{prefix}{line}\n" for line in lines))
    page = html.document_fromstring(page_of(texts["export.md"]))
    shown = "".join("".join(pre.itertext()) for pre in page.iter("pre"))
    report = told(texts["report.md"])
    assert (
        shown.strip("\n") == code.strip("\n")
        or {f"{prefix}{line}" for line in lines if line.strip()} <= report
    )
    if not prefix:
        assert f"before\n\n```c\n{code}```\n" in texts["export.md"]
        assert shown.strip("\n") == code.strip("\n")


@ANY
@given(TEXTS.filter(lambda text: "\n" not in text and "\r" not in text and "\0" not in text))
def test_any_title_is_front_matter_that_can_be_read(title: str) -> None:
    texts = taken("export.md", f"# {title}\n\ntext\n")
    for name, note in texts.items():
        if name != "report.md":
            front = yaml.safe_load(note.split("\n---\n")[0])
            assert isinstance(front["title"], str)
            assert front["title"] or not title.strip()


def test_a_list_with_stars_is_no_code_and_a_comment_is() -> None:
    text = "Title\n\nText above.\n\n* struct foo *bar is a pointer\n    - deeper\n* one\n\nBelow.\n"
    assert "- struct foo \\*bar is a pointer\n    - deeper" in taken("a.txt", text)["title.md"]
    text = "Title\n\nText above.\n\n * struct foo *bar\n * holds a pointer;\n */\nint x;\n"
    assert "```c\n * struct foo *bar\n" in taken("a.txt", text)["title.md"]


def test_a_file_of_a_vault_that_begins_with_its_own_name_has_it_once() -> None:
    text = "# KVM MMU\n\nText.\n\n# More\n\nText.\n"
    texts, _ = convert(Input("vault", {"KVM MMU.md": text}, alone=False))
    assert texts["kvm-mmu.md"].endswith("---\n\n# KVM MMU\n\nText.\n\n## More\n\nText.\n")


@pytest.mark.parametrize(
    ("data", "shown"),
    [(b"one\0two\n", None), (b"one\rtwo\r", ["one", "two"]), (b"# A\n\n%%x%%\n", None)],
    ids=["NUL", "old line ends", "no text"],
)
def test_odd_texts_are_taken_and_no_line_is_lost(
    data: bytes, shown: list[str] | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.md").write_bytes(data)
    assert import_notes.main(["a.md"]) == 0
    report = Path("import/a/report.md").read_bytes()
    note = Path("import/a/a.md")
    for line in data.replace(b"\r", b"\n").split():
        assert line in report or line in note.read_bytes()
    assert shown is None or note.read_text().endswith("\n".join(shown) + "\n")
