"""What the scripts compute is the same on every processor and with every Python: exact, or rounded."""

from __future__ import annotations

import ast
import hashlib
import re
import unicodedata
from collections.abc import Iterator

import pytest

from conftest import ROOT
from search import words

# What IEEE 754 says to the last digit, or gives whole numbers; of the rest of `math` each libm has its own.
EXACT = {"ceil", "fabs", "floor", "fsum", "gcd", "inf", "isqrt", "prod", "sqrt", "trunc"}
# What depends on the tables that a Python or a machine comes with, or on chance.
UNICODE = "unicodedata"
MODULES = (UNICODE, "random", "locale", "platform", "cmath")
# What is used all the same, and why the bytes are the same.
USED = {
    ("scripts/around/relations.py", "math.log"): "rounded to whole thousandths",
    ("scripts/search/tables.py", "**"): "of decimal numbers, and rounded to whole bytes",
    ("scripts/checks/characters.py", UNICODE): "for what a check says; no page shows it",
    ("scripts/importing/headings.py", UNICODE): "an import is reviewed by its writer",
    ("scripts/notes/new_notes.py", UNICODE): "a slug is offered to a writer and then kept",
    ("scripts/search/words.py", UNICODE): "for words.KNOWN alone, see below",
}
# What every Python makes of all that the search spells in one way.
SPELLED = "89f824d88f231ba847438f9a294ca71b6128034dfb793dac9771df9f23797f7f"


def inexact(code: str) -> Iterator[str]:
    """What of a script's code may give other bytes elsewhere."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            named = [f"{node.value.id}.{node.attr}"]
        elif isinstance(node, ast.Import | ast.ImportFrom):
            module = getattr(node, "module", None)
            named = [f"{module}.{name.name}" if module else f"{name.name}." for name in node.names]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            named = [f"builtins.{node.func.id}"]
        else:
            named = []
        for module, _, name in (name.rpartition(".") for name in named):
            if module in MODULES or (module == "builtins" and name in ("hash", "pow")):
                yield module if module in MODULES else name
            elif module == "math" and name and name not in EXACT:
                yield f"math.{name}"
        if isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Pow):
            numbers = [child.value for child in ast.iter_child_nodes(node) if isinstance(child, ast.Constant)]
            if [type(number) for number in numbers] != [int, int]:
                yield "**"


def test_the_scripts_use_nothing_that_is_another_elsewhere_but_what_is_told_here() -> None:
    found = {
        (path.relative_to(ROOT).as_posix(), what)
        for path in (ROOT / "scripts").rglob("*.py")
        for what in inexact(path.read_text(encoding="utf-8"))
    }
    assert found == USED.keys()


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("import math\nmath.hypot(x, y)", ["math.hypot"]),
        ("from math import exp, sqrt", ["math.exp"]),
        ("import unicodedata", ["unicodedata"]),
        ("from unicodedata import category, name", ["unicodedata", "unicodedata"]),
        ("import random", ["random"]),
        ("size = rows ** 0.5", ["**"]),
        ("size **= power", ["**"]),
        ("hash(name)", ["hash"]),
        ("size ** 2", ["**"]),
        ("math.sqrt(x * x + y * y) + math.fsum(xs) + 10**9", []),
    ],
)
def test_what_is_another_elsewhere_is_found(code: str, found: list[str]) -> None:
    assert list(inexact(code)) == found


def test_a_newer_unicode_spells_no_word_of_the_search_another_way() -> None:
    """All letters that a query or a text may have; a Python with another Unicode gives the same sum."""
    known = re.findall(words.KNOWN, "".join(chr(n) for n in range(0x110000) if not 0xD800 <= n < 0xE000))
    spelled = [unicodedata.normalize("NFKC", letter) + letter.lower() for run in known for letter in run]
    assert hashlib.sha256("\n".join(spelled).encode()).hexdigest() == SPELLED
