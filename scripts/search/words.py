"""Take text apart into what a reader can search for: the one definition, for the index and the search box.

The patterns and lists go into the index as data, and docs/assets/find.js applies them in the same few steps;
a test holds the two against each other. A pattern is written in what Python and JavaScript both understand.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from operator import add

# Ideographs, not their punctuation: that only separates.
HAN = "㐀-䶿一-鿿豈-\ufaff\U00020000-\U0003ffff"
RANGES = [(HAN[place], HAN[place + 2]) for place in range(0, len(HAN), 3)]
SEPARATORS = r"\s\u3000-\u303f"
# A run of Chinese, or everything between two spaces.
CHUNK = f"[{HAN}]+|[^{SEPARATORS}{HAN}]+"
# Punctuation of the sentence around a token; what is left at its edges (`#VE`, `.byte`) belongs to it.
BEFORE, BEHIND = "({[\"'`“”‘’«<,;:!?*|=…•", ")}]\"'`“”‘’»>,;:!?.*|=…({["
EDGES = "^[{}]+|[{}]+$".format(*(re.sub(r"[][]", r"\\\g<0>", edge) for edge in (BEFORE, BEHIND)))
WORD = "[0-9A-Za-z_\u00c0-\u024f]+"
# `BootOrder`, `grubx64`, `CPUs`, `GFP_KERNEL`: cut at underscores, changes of case and digits.
PART = "[A-Z\u00c0-\u00de]+s?(?![a-z\u00df-\u024f])|[A-Z\u00c0-\u00de]?[a-z\u00df-\u024f]+|[0-9]+"
# What is spelled in one way before it is searched. Other scripts stay as they are: each version of Unicode,
# so each Python and each browser, knows more of them.
KNOWN = (
    "[\0-\u058f\u1100-\u11ff\u1d00-\ua4cf\uac00-\ud7a3\uf900-\uffef"
    "\U0001d400-\U0001d7ff\U0001f100-\U0001f2ff\U00020000-\U0003ffff]+"
)
# Words that say nothing of what a text is about: not in the index, and taken out of a query.
STOP_WORDS = """
a about after an and any are aren as at be been before being but by can could couldn did didn do does
doesn doing don done for from get gets had hadn has hasn have haven having he her his how i if in into
is isn it its itself just let me my of off on onto or our out over per please shall she should shouldn
so some such than that the their them then there these they this those through to too up us very was
wasn we were what when where which while who whom whose why will with won would wouldn you your
"""
# Words about the question, not its subject: they count where they stand, and are not missed elsewhere.
SOFT_WORDS = """
actually again all also always article basics best between correct default define
definition detail details differ difference differences different example examples exactly explain
explained explanation find full give good guide happen happens help introduction keep kind know learn
look make many mean meaning means much need needed not note notes often one only other
overview people possible properly purpose question quick quickly really reason reasons right same say
see show simple simply still tell thing things trying tutorial two understand use used useful
uses using usually versus vs want way ways work working works
"""
# The same in Chinese.
STOP_RUNS = """
为什么要 为什么会 有什么用 是什么意思 什么意思 是什么 为什么 有什么 做什么 干什么 什么是 什么样 什么时候
怎么办 怎么样 怎么才能 怎样才能 如何才能 怎么 怎样 如何 为何 什么 哪个 哪些 哪里 哪儿 哪种 是不是 能不能
可不可以 有没有 是否 一个 一下 一些 这个 那个 这些 那些 它们 他们 我们 我的 你的 可以 应该 请问 为啥 的
了 吗 呢 吧 啊 我 你 它 是 在 和 与 把 被
"""
SOFT_RUNS = """
区别 不同 差别 差异 方法 教程 介绍 原理 作用 解释 含义 意思 问题 例子 示例 详解 命令 知道 理解 使用 用法
用途 机制 概念 关系 时候 情况 东西 需要 一种 一定 总是 直接 自己 原因 办法 实现 定义
"""
STOP = frozenset(STOP_WORDS.split())
# So many chunks are taken apart once only: texts of one field say the same words again and again.
KEPT = 20_000


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern, compiled when it is needed first: sets of Chinese take longer than a text does."""
    return re.compile(pattern)


def is_han(letter: str) -> bool:
    for first, last in RANGES:  # noqa: SIM110 (`any` takes three times as long, and many are asked about)
        if first <= letter <= last:
            return True
    return False


def chunks(text: str) -> list[str]:
    """The runs of Chinese and of everything else that stand between spaces in a text."""
    # What is all ASCII has no Chinese, and NFKC changes nothing of it.
    if text.isascii():
        return text.split()
    spelled = compiled(KNOWN).sub(lambda run: unicodedata.normalize("NFKC", run[0]), text)
    return compiled(CHUNK).findall(spelled)


def bare(chunk: str) -> str:
    """A chunk without the punctuation at its edges, as EDGES has it."""
    return chunk.lstrip(BEFORE).rstrip(BEHIND)


def is_plain(word: str) -> bool:
    """Whether a word is one token of one part: Latin letters, small but for the first. Most words are."""
    return word.isascii() and word.isalpha() and word[1:].islower()


@lru_cache(KEPT)
def tokens_of(chunk: str) -> tuple[tuple[str, str], ...]:
    """The tokens of a chunk, as `tokens` gives them."""
    if not chunk.isascii() and is_han(chunk[0]):
        return (("han", chunk),)
    raw = bare(chunk)
    found = [("word", word) for word in compiled(WORD).findall(raw)]
    if not found or found == [("word", raw)]:
        return tuple(found)
    small = raw.lower() if raw.isascii() else compiled(KNOWN).sub(lambda run: run[0].lower(), raw)
    return (("raw", small), *found)


def tokens(text: str) -> Iterator[tuple[str, str]]:
    """The tokens of a text in its order, each with its kind.

    `han`: a run of Chinese; `raw`: letters with punctuation among them, in small letters; `word`: a run of
    letters, digits and underscores, as it is written. The words of a `raw` token follow it.
    """
    return (token for chunk in chunks(text) for token in tokens_of(chunk))


def parts(word: str) -> list[str]:
    """The parts of a name, in small letters and of two letters at least; none if the word is of one piece."""
    found = compiled(PART).findall(word)
    if found == [word]:
        return []
    return [part.lower() for part in found if len(part) > 1]


def pairs(run: str) -> list[str]:
    """The pairs of neighbours in a run of Chinese; of a single character that one."""
    return list(map(add, run, run[1:])) or list(run)


def rules() -> dict[str, object]:
    """What the search box needs to take a query apart in the same way."""
    return {
        "known": KNOWN,
        "han": HAN,
        "chunk": CHUNK,
        "edges": EDGES,
        "word": WORD,
        "part": PART,
        "stop": STOP_WORDS.split() + STOP_RUNS.split(),
        "soft": SOFT_WORDS.split() + SOFT_RUNS.split(),
    }
