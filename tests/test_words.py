"""Text is taken apart for the index in Python and for a query in JavaScript: both must find the same."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from conftest import Tab
from search.words import pairs, parts, tokens
from yardstick import Yardstick

# Letters, punctuation, Chinese, what NFKC changes, other scripts, what is longer in small letters, and what
# only newer versions of Unicode have.
CHARACTERS = (
    "abzAZ019 _-./:#()[]{}<>*&%$@!?^~|\\\"'`,;=+\t\n“”…ßéÖİſﬁ½Ⅳ"
    "内核时钟源的，。、：；（）「」《》！？～ｋＡ１＿＃𠀀豈かㄅ한Ж🙂"
    "\u1c89\ua7cb\U00010d50\U0001ccd6\U0001e030"
)
ALPHABET = [*CHARACTERS, "->", "\u00a0", "\u3000", "\u200b"]


def generated(number: int) -> list[str]:
    chance = random.Random("words")
    return ["".join(chance.choices(ALPHABET, k=chance.randint(1, 30))) for _ in range(number)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("#VE,", ["raw #ve", "word VE"]),
        (".byte 0x90", ["raw .byte", "word byte", "word 0x90"]),
        ("ops->get_msr()", ["raw ops->get_msr", "word ops", "word get_msr"]),
        ("(2^n-1)", ["raw 2^n-1", "word 2", "word n", "word 1"]),
        ("scheduler_tick()。", ["word scheduler_tick"]),
        ("clocksource注册", ["word clocksource", "han 注册"]),
        ("ＥＰＴ，违规", ["word EPT", "han 违规"]),
        ("... --- ()", []),
    ],
)
def test_text_is_taken_apart_into_tokens(text: str, found: list[str]) -> None:
    assert [f"{kind} {token}" for kind, token in tokens(text)] == found


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("kvm_get_msr", ["kvm", "get", "msr"]),
        ("BootXXXX", ["boot", "xxxx"]),
        ("grubx64", ["grubx", "64"]),
        ("CPUs", []),
        ("FALLOC_FL_PUNCH_HOLE", ["falloc", "fl", "punch", "hole"]),
        ("seqlock", []),
    ],
)
def test_a_name_is_taken_apart_into_parts(word: str, found: list[str]) -> None:
    assert parts(word) == found


def test_chinese_is_taken_apart_into_pairs() -> None:
    assert pairs("时钟源") == ["时钟", "钟源"]
    assert pairs("锁") == ["锁"]
    assert pairs("𠀀锁") == ["𠀀锁"]


def test_python_and_the_browser_take_text_apart_alike(
    open_tab: Callable[..., Tab], home: str, facts: Yardstick
) -> None:
    texts = [*map(str, facts.lines), *generated(20_000)]
    page = open_tab().page
    page.goto(home)
    page.keyboard.press("/")
    page.wait_for_function("() => typeof finder !== 'undefined'")
    take = """async texts => {
      const inside = { word: finder.parts, han: finder.pairs, raw: () => [] };
      await finder.ready();
      const all = text => finder.tokens(text).map(([kind, token]) => [kind, token, inside[kind](token)]);
      return texts.map(all);
    }"""
    browser = page.evaluate(take, texts)
    for text, found in zip(texts, browser, strict=True):
        expected = [
            [kind, token, parts(token) if kind == "word" else pairs(token) if kind == "han" else []]
            for kind, token in tokens(text)
        ]
        assert found == expected, text
