"""Guess what a plain text has lost: its headings and its code."""

from __future__ import annotations

import re
from unicodedata import east_asian_width

BULLETS = "•◦▪‣●○·–*+-"
ITEM = re.compile(rf"([ \t]*)(?:([{re.escape(BULLETS)}])|(0|[1-9]\d{{0,2}})\.)[ \t]+(?=\S)(.*)")
UNDERLINE = re.compile(r"(={3,}|-{3,}|~{3,})[ \t]*")
SEPARATOR = re.compile(r"[ \t]*([-=_*#~])\1{4,}[ \t]*")
DATED = re.compile(
    r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?([ ,:：]*\S.*)?"
    r"|第[一二三四五六七八九十百\d]+[章节篇回].*|【[^】]+】"
)
COMMAND = re.compile(
    r"(?:sudo|git|gcc|make|mount|umount|insmod|rmmod|modprobe|lsmod|dmesg|cat|echo|grep|ls|cd|cp|mv|rm|ps|df|du|ip|ping"
    r"|perf|trace-cmd|virsh|qemu-system-\w+|qemu-img|gdb|objdump|readelf|nm|ld|strace|ssh|scp|curl|wget|apt|apt-get|yum"
    r"|dnf|rpm|pip|pip3|python3?|docker|systemctl|journalctl|sysctl|taskset|numactl|chmod|chown|export|tar|find|awk|sed"
    r"|bcdedit|wsl|ethtool|tcpdump|iptables|lspci|lsblk|lscpu|crash|b4|bpftrace)"
    r"(?:[ \t]+(?:-[-\w]|[./~$<\w\"'|{]).*)?"
)
PROMPT = re.compile(rf"[ \t]*(?:\$ \S.*|# (?:{COMMAND.pattern}))")
C_LINE = re.compile(
    r"\s*(?:#\s*(?:include|define|undef|if|ifdef|ifndef|else|elif|endif|pragma)\b.*|/\*.*|\*(?:\s.*|/.*)?|//.*|.*\*/"
    r"|[}{\])]+[;,]?|.*\\|(?:case\b.*|default|\w+):|[^。]*[{;]\s*(?:(?://|/\*).*)?|return\b.*;|(?:if|for|while|switch|else|do)\b[^。]*[){]?|.*\{[^}]*\},?"
    r"|[A-Z][A-Z0-9_]+(?:\s*=\s*\S+)?,|.*[\w)*],|(?:static|struct|enum|union|int|void|unsigned|const)\b[^.。]*)"
)
C_SIGN = re.compile(r"[{}();=*]|->|#\s*\w|//|\\$")
LOG = re.compile(r"\s*(?:\[\s*\d+\.\d+\]|<\d>\[|Call Trace:|RIP: |R[A-D]X: ).*")
TRACE = re.compile(
    r"[ \t]*(?:case \w+:|[A-Za-z_]\w*(?:(?:->|\.)\w+)*(?:\([^ ]*\))?|\w+\+0x\w+/0x\w+.*|[-=]+>\s*\w+.*)[ \t]*(?://.*)?"
)
ART = re.compile(r"[ \t]*[-=+|][-=+|].*|.*[─│┌┐└┘├┤┬┴┼═║╔╗╚╝].*|.* \| .*|[^。]*\S(?: *\t| {3})\s*\S.*")
ASSEMBLY = re.compile(
    r"\s*(?:(?:mov|push|pop|call|jmp|j[a-z]{1,2}|lea|add|sub|xor|cmp|test|ret|nop)[bwlq]?(?:\s+[%$(\w].*)?)"
)
# How the titles of web pages end, which a text keeps in the place of links.
PAGE = re.compile(r".{6,}(?: [-–—|❚·] |—— |_.*(?:CSDN|博客))\S?.*")
CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")


def width(text: str) -> int:
    """How many columns a text takes; a Chinese character takes two."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def language_of(lines: list[str]) -> str:
    """The language that lines of a text are in, `text` for code of none that is known, "" for prose."""
    held = [line for line in lines if line.strip(" \t")]

    def share(pattern: re.Pattern[str]) -> float:
        return sum(bool(pattern.fullmatch(line)) for line in held) / max(1, len(held))

    prose = sum(bool(CHINESE.search(line)) for line in held) / max(1, len(held))
    if not held:
        return ""
    # Stars may begin the lines of a comment of C: then they are indented, or some lines have none.
    starred = re.match(r"[ \t]*\*[ \t/]", held[0])
    if ITEM.fullmatch(held[0]) and (not starred or (held[0][0] == "*" and all(map(ITEM.fullmatch, held)))):
        return ""
    if share(LOG) >= 0.5:
        return "text"
    if PROMPT.fullmatch(held[0]) or held[0].startswith("#!/"):
        return "bash"
    shell = [line.strip(" \t") for line in held]
    if all(COMMAND.fullmatch(line) and not re.search(r"\S[.。:：,，]$", line) for line in shell):
        return "bash" if any(re.search(r"[-/|<>=$.~]", line) for line in shell) else ""
    signs = sum(bool(C_SIGN.search(line)) for line in held)
    if share(C_LINE) >= 0.7 and signs * 2 >= len(held) and prose <= 0.5 and width(max(held, key=width)) < 160:
        enough = len(held) > 1 or re.search(r"[;{}]\s*$|^#\s*(include|define)", held[0])
        # One line may be a sentence that ends with a semicolon, but not one that is a declaration or a call.
        spoken = len(held) == 1 and re.search(
            r"[a-z]{2,} [a-z]{2,} [a-z]{2,}", re.sub(r"\(.*\);", "", held[0])
        )
        return "c" if enough and not spoken else ""
    if len(held) > 1 and share(ASSEMBLY) >= 0.8:
        return "asm"
    if len(held) > 1 and share(ART) >= 0.8 and not any(ITEM.fullmatch(line) for line in held):
        return "text"
    steps = any("_" in line or "(" in line for line in held) and len(held) > 1
    return "text" if steps and share(TRACE) == 1 else ""


def chunks(lines: list[str]) -> list[tuple[int, int]]:
    """Where lines stand together between blank ones, or between others that are indented as code is."""
    found: list[tuple[int, int]] = []
    for number, line in enumerate(lines):
        if not line.strip(" \t\f\r"):
            continue
        if found and found[-1][1] == number and not begins_code(lines, found[-1][0], number):
            found[-1] = found[-1][0], number + 1
        else:
            found.append((number, number + 1))
    return found


def begins_code(lines: list[str], first: int, number: int) -> bool:
    """Whether something begins here that is no part of the lines before: code, text after a list."""
    before, line = lines[number - 1], lines[number]
    if SEPARATOR.fullmatch(before) and number - first != 2:
        return True
    if SEPARATOR.fullmatch(line) and number - first > 1:
        return True
    if any(ITEM.fullmatch(lines[n]) for n in range(first, number)):
        return not line.startswith((" ", "\t")) and not ITEM.fullmatch(line)
    if before.rstrip(" \t")[-1:] not in (":", "：") or language_of(lines[first:number]):
        return False
    end = next((n for n in range(number, len(lines)) if not lines[n].strip(" \t")), len(lines))
    return re.match(r" {4}|\t", line) is not None or language_of(lines[number:end]) != ""


def guess_code(lines: list[str]) -> dict[int, tuple[int, str]]:
    """The code of a text: first line to last line and language, lines from 0, the last not included."""
    found: list[tuple[int, int, str]] = []
    pieces = chunks(lines)
    at = 0
    while at < len(pieces):
        first, last = pieces[at]
        fence = re.fullmatch(r" {0,3}(`{3,}|~{3,})[ \t]*([\w+#.-]*)[^`]*", lines[first])
        ends = range(first + 1, len(lines))
        end = next((n for n in ends if fence and lines[n].strip(" \t") == fence[1]), None)
        if end:
            found.append((first, end + 1, "```" + (fence[2] if fence else "")))
            rest = [piece for piece in pieces[at + 1 :] if piece[0] > end]
            pieces[at + 1 :] = ([(end + 1, last)] if end + 1 < last else []) + rest
            at += 1
            continue
        held = lines[first:last]
        language = language_of(held)
        deep = all(re.match(r" {4}|\t", line) for line in held)
        if (
            not language
            and deep
            and not ITEM.fullmatch(held[0])
            and re.search(r"[\]\[{}();=<>$|/_%]", "".join(held))
        ):
            language = "text"
        if language:
            stop = at
            while (
                unbalanced("\n".join(lines[first : pieces[stop][1]]))
                and stop + 1 < len(pieces)
                and stop < at + 60
            ):
                stop += 1
            if not unbalanced("\n".join(lines[first : pieces[stop][1]])):
                at, last = stop, pieces[stop][1]
            # Two pieces with nothing but blank lines between are one.
            if (
                found
                and found[-1][2] == language
                and not "".join(lines[found[-1][1] : first]).strip(" \t\f\r")
            ):
                first = found.pop()[0]
            found.append((first, last, language))
        at += 1
    return {first: (last, language) for first, last, language in found}


def unbalanced(text: str) -> bool:
    """Whether a comment or a brace of C is open at the end of a text."""
    bare = re.sub(r"/\*.*?\*/|//[^\n]*|\"[^\"\n]*\"|'.'", "", text, flags=re.DOTALL)
    return "/*" in bare or bare.count("{") > bare.count("}")


def guess_headings(lines: list[str], code: dict[int, tuple[int, str]]) -> dict[int, tuple[int, int]]:
    """The headings of a text: line from 0 to its level, and how many lines below are only marks.

    Lines that are underlined, dated, or stand below a rule are headings; where a text has none, short lines
    that stand alone and do not end as sentences do.
    """
    inside = {n for first, (last, _) in code.items() for n in range(first, last)}
    underlined: dict[int, tuple[int, int]] = {}
    strong: dict[int, tuple[int, int]] = {}
    below_rule = False
    for first, last in chunks(lines):
        if first in inside:
            continue
        if last - first > 1 and UNDERLINE.fullmatch(lines[first + 1]) and may_be_title(lines[first]):
            underlined[first] = (1 if lines[first + 1][0] == "=" else 2, 1)
        elif (below_rule and may_be_title(lines[first])) or DATED.fullmatch(lines[first].strip(" \t")):
            strong[first] = (1, 0)
        below_rule = last - first == 1 and SEPARATOR.fullmatch(lines[first]) is not None
    if underlined or len(strong) > 1:
        return underlined or strong
    found: dict[int, tuple[int, int]] = {}
    run: list[int] = []
    for first, last in [*chunks(lines), (len(lines), len(lines))]:
        if last - first == 1 and first not in inside and weight(lines[first]):
            run.append(first)
            continue
        if run and first < len(lines):
            # Of lines one after the other, the last has text below; those before are links that lost their
            # address, but for the first line of all, the title of the whole.
            best = max(run, key=lambda line: (weight(lines[line]), line))
            found |= dict.fromkeys(
                {best, *(run[:1] if not found and not any(lines[: run[0]]) else [])}, (1, 0)
            )
        run = []
    return found


def may_be_title(line: str) -> bool:
    return (
        width(line) <= 80 and not ITEM.fullmatch(line) and not re.search(r"[。.,，;；]$", line.strip(" \t"))
    )


def weight(line: str) -> int:
    """How much a line that stands alone looks like a heading, 0 for not at all."""
    text = line.strip(" \t")
    ends = re.search(r"[。.,，;；:：、!！…]$", text) and not re.fullmatch(
        r"[^.]*\betc\.", text, re.IGNORECASE
    )
    if ends or line[:1] in " \t" or width(text) > 80 or not re.search(r"\w", text):
        return 0
    if ITEM.fullmatch(line) or PAGE.fullmatch(text) or re.search(r"https?://|[。；]|[a-z)]\. [A-Z]", text):
        return 0
    _, _, rest = text.partition(": ")
    if rest and (COMMAND.fullmatch(rest) or re.search(r"[<$]", rest)):
        return 0
    # A word that begins small is a name if it looks like one; otherwise the line is the rest of a sentence.
    first = text.split()[0]
    if re.match(r"[a-z]", first) and not re.search(r"[_(>.]", first) and not re.search(r"[A-Z]", text):
        return 0
    return 1 if rest or "：" in text or text[-1] in "?？" else 2
