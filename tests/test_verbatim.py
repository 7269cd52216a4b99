"""The one law: the author's text stands on the built pages, character for character."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from verbatim import differences, expected_lines, lines_of, note_of
from yardstick import BrokenTableError, Topic, Yardstick, read_table


def page_of(site: Path, topic: Topic) -> str:
    return (site / topic.key / "index.html").read_text(encoding="utf-8")


def topic_of(facts: Yardstick, key: str) -> Topic:
    return next(topic for topic in facts.topics if topic.key == key)


def test_every_page_is_verbatim(site: Path, facts: Yardstick) -> None:
    faults = {
        topic.key: found
        for topic in facts.topics
        if (found := differences(page_of(site, topic), topic, facts))
    }
    assert not faults


def test_every_line_of_the_source_stands_once_and_in_order(site: Path, facts: Yardstick) -> None:
    shown = [
        line.text
        for topic in sorted(facts.topics, key=lambda topic: topic.first)
        for line in lines_of(note_of(page_of(site, topic)))
    ]
    # Blank lines count only inside code, where the pages must show them too.
    assert [text for text in shown if text.strip()] == [text for text in facts.lines if text.strip()]


def test_a_data_note_is_on_the_pages_of_topics_and_nowhere_else(site: Path, facts: Yardstick) -> None:
    marked = {
        str(path.parent.relative_to(site))
        for path in site.rglob("*.html")
        if re.search(r"<[^>]*\sdata-note[\s=>]", path.read_text(encoding="utf-8"))
    }
    assert marked == {topic.key for topic in facts.topics}


def test_the_tables_cover_the_whole_source(facts: Yardstick) -> None:
    covered = [line for topic in facts.topics for line in range(topic.first, topic.last + 1)]
    assert len(covered) == len(set(covered))
    assert set(covered) >= {n for n, text in enumerate(facts.lines) if text.strip()}
    assert (len(facts.lines) - 1, len(facts.topics), len(facts.subheadings)) == (1040, 67, 17)
    assert (len(facts.code_blocks), len(facts.links), len(facts.marks)) == (34, 55, 239)
    for mark in facts.marks:
        assert facts.lines[mark.line][mark.start : mark.end] == mark.text
    blocks = {line.kind for topic in facts.topics for line in expected_lines(topic, facts)}
    assert {"h1", "h2", "p", "ul", "ol", "quote", "code c", "code bash", "code text"} == blocks


# Each changes a page as an editor, an extension or a theme might, and must be caught.
MUTATIONS = {
    "a dropped line": ("kernel/lockup", r"<p><span[^>]*>这边文章也不错</span>:</p>", ""),
    "a dropped list item": ("boot/install-kernel-rpm", r"<li>\"i\": install.</li>", ""),
    "a dropped code line": ("kernel/clocksource", r"[^\n]*max_idle_ns[^\n]*\n", ""),
    "a dropped blank line in code": ("kernel/wait-queue", r"\n\n", "\n"),
    "a dropped code block": (
        "kernel/list-head",
        r'(?s)<div class="[^"]*highlight">.*?</div>',
        "",
    ),
    "a swapped character": ("assembly-elf/self-modifying-code", "forbit", "forbid"),
    "two swapped characters": ("assembly-elf/section-and-segment", "srttab", "strtab"),
    "a full-width comma": ("kernel/seqlock", "一视同仁</span>,", "一视同仁，</span>"),
    "a full-width full stop": ("kvm/hyper-v", "的产品。</span>", "的产品</span>."),
    "curly quotes": ("kernel/watchdog", '"timing out"', "“timing out”"),
    "a straight quote": ("kernel/list-head", "Don’t", "Don't"),
    "a space between scripts": ("kernel/kthreadd", ">号进程", ">号 进程"),
    "a no-break space made plain": ("networking/send", "A call to\u00a0", "A call to "),
    "a trailing space lost in code": (
        "boot/grubby-default-kernel",
        r'(kernel"</span>)<span class="w"> </span>',
        r"\1",
    ),
    "a tab turned to spaces": ("kernel/wait-queue", "\t", "        "),
    "an added word": ("kernel/ftruncate", "requested length", "requested byte length"),
    "an added paragraph": ("kernel/ftruncate", r"</p>\s*</div>", "</p><p>See also.</p></div>"),
    "an added picture": ("kernel/ftruncate", "requested length", 'requested <img alt="x"> length'),
    "text outside of a paragraph": ("kernel/ftruncate", r"</p>\s*</div>", "</p>more</div>"),
    "an unmarked addition": ("kernel/ftruncate", " data-added", ""),
    "a lost address": ("kernel/seqlock", r'<a href="[^"]*wowotech[^"]*">', "<a>"),
    "a changed address": ("kernel/seqlock", "http://www.wowotech", "https://www.wowotech"),
    "a lost link": ("kernel/zero-copy", r'(?s)<a href="https://www.zhihu.*?>(.*?)</a>', r"\1"),
    "a lost mark": ("kernel/list-head", "<strong>internal link</strong>", "internal link"),
    "a mark of another kind": (
        "kernel/list-head",
        "<strong>internal link</strong>",
        "<em>internal link</em>",
    ),
    "a moved mark": (
        "kernel/list-head",
        "<strong>internal link</strong> ",
        "<strong>internal link </strong>",
    ),
    "an added mark": ("kernel/kthreadd", "kthreadd thread", "<em>kthreadd</em> thread"),
    "a lost quote": ("kernel/process-image", "</?blockquote>", ""),
    "a flattened list": (
        "networking/send",
        r"(?s)<ul>\s*(<li>if.*?)</ul>\s*</li>",
        r"</li>\1",
    ),
    "bullets for numbers": ("networking/send", r"(</?)ol>", r"\1ul>"),
    "a list that starts elsewhere": ("networking/send", "<ol>", '<ol start="2">'),
    "a sub-heading of another level": ("networking/socket", r"h2", "h3"),
    "a lost heading": ("kernel/watchdog", r"(?s)<h1.*?</h1>", ""),
    "the navigation's title for the heading": (
        "kernel/unkillable-process",
        "Why sometimes a process cannot be killed",
        "Why a process cannot be killed",
    ),
    "another language of a fence": ("kernel/wait-queue", "language-c ", "language-cpp "),
    "a language mark that is more than one": (
        "kernel/kthreadd",
        '<span lang="zh-Hans">号',
        '<span lang="zh-Hans" class="x">号',
    ),
    "two notes on a page": ("kernel/ftruncate", "<main ", "<main data-note "),
    "no note on a page": ("kernel/ftruncate", "data-note ", ""),
    "other source lines": ("kernel/ftruncate", '"5-7"', '"5-8"'),
}


def inside_the_note(page: str) -> str:
    """The part of a built page from its <main> on, which a mutation is to change."""
    return page[page.index("<main ") :]


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_a_changed_page_is_caught(site: Path, facts: Yardstick, mutation: str) -> None:
    key, pattern, replacement = MUTATIONS[mutation]
    topic = topic_of(facts, key)
    page = page_of(site, topic)
    main = inside_the_note(page)
    changed = re.sub(pattern, replacement, main)
    assert changed != main, "the mutation changes nothing, so it proves nothing"
    assert differences(page.replace(main, changed), topic, facts)


def test_a_broken_table_is_one_clear_line(tmp_path: Path) -> None:
    table = tmp_path / "links.tsv"
    table.write_text("line\ttext\taddress\n3\tone column too few\n", encoding="utf-8")
    with pytest.raises(BrokenTableError, match=r"links\.tsv:2: 2 columns; separate 3 by single tabs"):
        read_table(table, ("line", "text", "address"))
    with pytest.raises(BrokenTableError, match=r"links\.tsv:1: the columns are"):
        read_table(table, ("line", "text"))
