"""Every Chinese character is marked as Chinese, everything else as English, and no character is lost."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from lxml import html
from markdown import markdown
from markupsafe import escape as html_escape

from conftest import ROOT
from notes import shown
from notes.languages import RUN, mark
from yardstick import Yardstick

# Written out once more, not taken from the extension that is under test.
CHINESE = re.compile(
    r"[\u2e80-\u2fdf\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"
)

# HTML before and after; 〔 and 〕 in what comes after stand for the span's two tags.
CASES = {
    "a word": ("<p>内核</p>", "<p>〔内核〕</p>"),
    "a word in English": ("<p>a 内核 b</p>", "<p>a 〔内核〕 b</p>"),
    "no Chinese": ("<p>kernel “x” … — · é</p>", "<p>kernel “x” … — · é</p>"),
    "full-width marks": ("<p>是，foo（见下）。</p>", "<p>〔是，〕foo〔（见下）。〕</p>"),
    "half-width marks": ("<p>是,否;“引”</p>", "<p>〔是〕,〔否〕;“〔引〕”</p>"),
    "a mark alone": ("<p><code>a</code>、b</p>", "<p><code>a</code>〔、〕b</p>"),
    "an ideographic space": ("<p>a　b</p>", "<p>a〔　〕b</p>"),
    "rare ideographs": ("<p>㐀 𠀀 〇 豈 ⺀</p>", "<p>〔㐀〕 〔𠀀〕 〔〇〕 〔豈〕 〔⺀〕</p>"),
    "a run over a tag": ("<p>内<em>核</em></p>", "<p>〔内〕<em>〔核〕</em></p>"),
    "lines": ("<p>内\n核</p>", "<p>〔内〕\n〔核〕</p>"),
    "code": (
        "<pre><code>/* 时钟 */ &lt;a&gt;</code></pre>",
        "<pre><code>/* 〔时钟〕 */ &lt;a&gt;</code></pre>",
    ),
    "an attribute": ('<img alt="内核">', '<img alt="内核">'),
    "an attribute with a tag's end": ('<a title="a > 内">核</a>', '<a title="a > 内">〔核〕</a>'),
    "an attribute in single quotes": ("<a title='\"> 内'>核</a>", "<a title='\"> 内'>〔核〕</a>"),
    "a comment": ("<!-- 内 <p> 核 -->内", "<!-- 内 <p> 核 -->〔内〕"),
    "a script": ('<script>a < "内"</script>内', '<script>a < "内"</script>〔内〕'),
    "a smaller-than": ("<p>a < 内 && 核 > b</p>", "<p>a < 〔内〕 && 〔核〕 > b</p>"),
    "marked already": ('<span lang="zh-Hans">内核</span>', '<span lang="zh-Hans">内核</span>'),
    "marked further up": ('<p lang="zh-Hans"><b>内</b>核</p>', '<p lang="zh-Hans"><b>内</b>核</p>'),
    "behind a marked one": (
        '<p lang="zh-Hans">内<br>核<img src="x"></p><p>核</p>',
        '<p lang="zh-Hans">内<br>核<img src="x"></p><p>〔核〕</p>',
    ),
    "English in a marked one": (
        '<p lang="zh-Hans">内<i lang="en">a 核</i>内</p>',
        '<p lang="zh-Hans">内<i lang="en">a 〔核〕</i>内</p>',
    ),
    "marked in capitals": ("<P LANG=zh-Hans>内</P>核", "<P LANG=zh-Hans>内</P>〔核〕"),
    "what only looks like a mark": (
        """<p data-lang="zh-Hans" title=' lang="zh-Hans"'>内</p>""",
        """<p data-lang="zh-Hans" title=' lang="zh-Hans"'>〔内〕</p>""",
    ),
    "an end without a beginning": ("</p>内</b>核", "</p>〔内〕</b>〔核〕"),
    "nothing": ("", ""),
}


@pytest.mark.parametrize("case", CASES)
def test_runs_of_chinese_are_marked_and_nothing_else_changes(case: str) -> None:
    before, after = CASES[case]
    after = after.replace("〔", '<span lang="zh-Hans">').replace("〕", "</span>")
    assert mark(before) == after
    assert mark(after) == after


def test_code_raw_html_and_headings_are_marked_by_the_extension() -> None:
    text = '# 内核\n\n`代码` <b title="题">粗</b>\n\n    缩进\n\n<div>块</div>\n'
    page = markdown(text, extensions=["notes.languages"])
    marked = re.findall(r'<span lang="zh-Hans">(.*?)</span>', page)
    assert marked == ["内核", "代码", "粗", "缩进", "块"]
    assert 'title="题"' in page


def test_templates_and_search_know_the_same_chinese_as_the_extension() -> None:
    ends = re.findall(r"(.)-(.)", RUN)
    around = {chr(ord(end) + step) for pair in ends for end in pair for step in (-1, 0, 1)}
    text = "a".join(sorted(around | set("かカ한é“”·。，"))) + "a <b> & c"
    assert len(around) > 20
    assert shown.marked(text) == mark(html_escape(text))
    script = (ROOT / "docs/assets/search.js").read_text(encoding="utf-8")
    found = re.search(r"const chinese = /\((\[.+\]\+)\)/u", script)
    assert found
    letters = re.sub(r"\\u\{?([0-9a-f]+)\}?", lambda code: chr(int(code[1], 16)), found[1])
    assert letters == RUN


def test_no_character_of_a_page_is_in_the_wrong_language(site: Path) -> None:
    count: Counter[tuple[str, str]] = Counter()
    for path in site.rglob("*.html"):
        page = html.document_fromstring(path.read_text(encoding="utf-8"))
        for language, text in texts(page.xpath("//body")[0]):
            chinese = len(CHINESE.findall(text))
            count[language, "Chinese"] += chinese
            count[language, "other"] += len(text) - chinese
        hidden = [v for e in page.iter() for k, v in e.attrib.items() if k != "content" and CHINESE.search(v)]
        assert not hidden, path
    assert set(+count) == {("zh-Hans", "Chinese"), ("en", "other")}


def test_no_character_of_a_note_is_in_the_wrong_language(site: Path, facts: Yardstick) -> None:
    count: Counter[tuple[str, str]] = Counter()
    for topic in facts.topics:
        page = html.document_fromstring((site / topic.key / "index.html").read_text(encoding="utf-8"))
        for language, text in texts(page.xpath("//*[@data-note]")[0]):
            chinese = len(CHINESE.findall(text))
            count[language, "Chinese"] += chinese
            count[language, "other"] += len(text) - chinese
    # The summaries come on top of what the author wrote.
    assert count["zh-Hans", "Chinese"] > sum(len(CHINESE.findall(line)) for line in facts.lines) > 1000
    assert set(+count) == {("zh-Hans", "Chinese"), ("en", "other")}


def texts(root: html.HtmlElement) -> list[tuple[str, str]]:
    """All text of an element with its language, that of the nearest `lang` around it."""
    found = []
    for text in root.xpath(".//text()"):
        before = text.getparent()
        around = before.getparent() if text.is_tail else before
        languages = [element.get("lang") for element in (around, *around.iterancestors())]
        found.append((next(filter(None, languages), ""), str(text)))
    return found
