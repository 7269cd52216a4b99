"""Lay out the map: a place for each note, near those that it hangs together with, no title over another.

A picture is the same bytes on every processor and with every Python: what is computed in fractions takes only
+, -, *, / and square roots, which IEEE 754 rounds everywhere alike; places are whole units.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

# For titles of 12 units: how wide letters and ideographs are at most, in tenths of a unit; a line's height.
SMALL, CAPITAL, HAN, LINE = 66, 88, 122, 14
# Room for the sign before the title, around a node, and at the edges.
SIGN, AIR, EDGE = 16, 7, 6
# Nodes stand in rows as high as this; two rows are a line.
ROW = 7
# How many times as large as its titles a picture is, about: lines need room, too.
SPREAD = 1.9
# Of more notes a picture shows nothing: those with the most relations are drawn.
MOST = 150
# How far apart notes should be: related ones, neighbours in a group, and any two at most.
RELATED, GROUPED, FAR = 2, 3, 14
# How often all pairs are moved, and by how much less each time.
ROUNDS, CALMER = 12, 0.5


@dataclass
class Node:
    """A note on the map: its name, its title in lines, and its box."""

    name: str
    lines: list[str]
    width: int
    height: int
    left: int = 0
    top: int = 0

    @property
    def x(self) -> float:
        return self.left + self.width / 2

    @property
    def y(self) -> float:
        return self.top + self.height / 2


@dataclass(frozen=True)
class Picture:
    """A drawn map, `width` by `height` units; `edges` are pairs of nodes."""

    width: int
    height: int
    nodes: list[Node]
    edges: list[tuple[Node, Node]]


def is_wide(letter: str) -> bool:
    """Whether a letter is as wide as an ideograph; not by unicodedata, of which each Python has another."""
    return letter >= "\u2e80"


def width_of(text: str) -> int:
    """How wide a text of one line is, rather too much than too little."""
    tenths = [
        HAN if is_wide(letter) else CAPITAL if "A" <= letter <= "Z" or letter > "~" else SMALL
        for letter in text
    ]
    return -(-sum(tenths) // 10)


def wrapped(title: str, room: int) -> list[str]:
    """A title in lines that are no wider than `room`, if its words allow; Chinese may break anywhere."""
    pieces: list[str] = []
    for word in title.split(" "):
        pieces.append("")
        for letter in word:
            if pieces[-1] and is_wide(letter):
                pieces.append("\0" + letter)
            else:
                pieces[-1] += letter
    lines = [""]
    for piece in pieces:
        longer = (f"{lines[-1]} {piece}" if not piece.startswith("\0") else lines[-1] + piece[1:]).strip()
        if lines[-1] and width_of(longer) > room:
            lines.append(piece.lstrip("\0"))
        else:
            lines[-1] = longer
    return lines


def draw(
    titles: dict[str, str],
    groups: Iterable[list[str]],
    pairs: Iterable[tuple[str, str]],
    width: int,
    room: int,
) -> Picture:
    """The map of the notes, whose titles are given by name, `width` units wide and as high as it needs.

    `groups` are lists of names that belong together in any case, `pairs` the relations; a line of a title is
    `room` units wide at most. The same input gives the same picture.
    """
    related = [pair for pair in pairs if set(pair) <= set(titles)]
    degree = Counter(name for pair in related for name in pair)
    shown = list(titles)
    if len(shown) > MOST:
        most = set(sorted(titles, key=lambda name: -degree[name])[:MOST])
        shown = [name for name in titles if name in most]
    place = {name: number for number, name in enumerate(shown)}
    edges = [(place[one], place[other]) for one, other in related if one in place and other in place]
    together = [
        (place[one], place[other])
        for group in groups
        for one, other in itertools.pairwise(group)
        if one in place and other in place
    ]
    nodes = []
    for name in shown:
        lines = wrapped(titles[name], room)
        nodes.append(Node(name, lines, SIGN + max(map(width_of, lines)), LINE * len(lines)))
    if not nodes:
        return Picture(width, 0, [], [])
    area = sum((node.width + 2 * AIR) * (node.height + 2 * AIR) for node in nodes)
    height = round(area * SPREAD / width)
    along, across = spots(len(nodes), tuple(edges), tuple(together))
    x, y = (along, across) if width > height else (across, along)
    put(nodes, fitted(x, EDGE, width - EDGE), fitted(y, EDGE, height - EDGE), width)
    top = min(node.top for node in nodes) - EDGE
    for node in nodes:
        node.top -= top
    bottom = max(node.top + node.height for node in nodes) + EDGE
    return Picture(width, bottom, nodes, [(nodes[a], nodes[b]) for a, b in edges])


@lru_cache(maxsize=1)  # all pictures of a build have the same graph
def spots(
    count: int, edges: Sequence[tuple[int, int]], together: Sequence[tuple[int, int]]
) -> tuple[list[float], list[float]]:
    """Where the nodes of a graph stand, as points, along its longest extent and across that.

    Every pair is moved towards the distance that it should have, by less from round to round: stress
    minimized by gradient descent (Zheng, Pawar, Goodman: Graph Drawing by Stochastic Gradient Descent).
    """
    far = distances(count, edges, together)
    pairs = [(one, other, far[one][other]) for one, other in itertools.combinations(range(count), 2)]
    # Any order of the pairs will do that mixes them well, and any beginning with no two in one place.
    mixed = [pairs[number] for number in sorted(range(len(pairs)), key=lambda number: number * 40503 % 65537)]
    xs = [number * 37 % 101 / 10 for number in range(count)]
    ys = [number * 61 % 103 / 10 for number in range(count)]
    rate = float(FAR * FAR)
    for _ in range(ROUNDS):
        # How much of the way to its distance each of a pair is moved, by that distance.
        parts = [min(1.0, rate * (1 / (length * length))) / 2 for length in range(1, FAR + 1)]
        for one, other, length in mixed:
            left, right, top, bottom = xs[one], xs[other], ys[one], ys[other]
            x, y = left - right, top - bottom
            part = parts[length - 1] * (1 - length / (math.sqrt(x * x + y * y) or 1))
            x, y = x * part, y * part
            xs[one], xs[other], ys[one], ys[other] = left - x, right + x, top - y, bottom + y
        rate *= CALMER
    return turned(xs, ys)


def distances(
    count: int, edges: Iterable[tuple[int, int]], together: Iterable[tuple[int, int]]
) -> list[list[int]]:
    """How far apart each two nodes should be: as long as the shortest way between them, FAR at most."""
    steps: list[dict[int, int]] = [{} for _ in range(count)]
    for pairs, length in ((together, GROUPED), (edges, RELATED)):
        for one, other in pairs:
            if one != other:
                steps[one][other] = steps[other][one] = length
    found = []
    for start in range(count):
        far = [FAR] * count
        far[start] = 0
        reached: list[list[int]] = [[] for _ in range(FAR + max(RELATED, GROUPED))]
        reached[0].append(start)
        for length, nodes in enumerate(reached):
            for node in nodes:
                for other, step in steps[node].items():
                    if length + step < far[other]:
                        far[other] = length + step
                        reached[length + step].append(other)
        found.append(far)
    return found


def turned(xs: list[float], ys: list[float]) -> tuple[list[float], list[float]]:
    """The points turned so that they extend most along the first axis, by the eigenvector of covariance."""
    middle_x, middle_y = math.fsum(xs) / len(xs), math.fsum(ys) / len(ys)
    points = [(x - middle_x, y - middle_y) for x, y in zip(xs, ys, strict=True)]
    half = math.fsum(x * x - y * y for x, y in points) / 2
    both = math.fsum(x * y for x, y in points)
    right, down = half + math.sqrt(half * half + both * both), both
    length = math.sqrt(right * right + down * down) or 1.0
    right, down = right / length, down / length
    return [x * right + y * down for x, y in points], [y * right - x * down for x, y in points]


def fitted(values: list[float], low: int, high: int) -> list[int]:
    """The values between two bounds, half as they are, half by rank: so the crowd in the middle thins."""
    least, most = min(values), max(values)
    ranks = [0] * len(values)
    for rank, number in enumerate(sorted(range(len(values)), key=lambda number: values[number])):
        ranks[number] = rank
    extent, last = most - least or 1.0, max(1, len(values) - 1)
    return [
        round(low + (high - low) * ((value - least) / extent + rank / last) / 2)
        for value, rank in zip(values, ranks, strict=True)
    ]


def put(nodes: list[Node], xs: list[int], ys: list[int], width: int) -> None:
    """Give each node, from the top down, the free place that is nearest to where its middle should be."""
    # For each row a bit a unit of what is taken, the air behind each box included.
    taken: Counter[int] = Counter()
    wide = width - 2 * EDGE + AIR
    for node, x, y in sorted(zip(nodes, xs, ys, strict=True), key=lambda entry: entry[2]):
        across, rows = node.width + AIR, (node.height + AIR) // ROW
        left = max(0, min(x - node.width // 2 - EDGE, wide - across))
        top = (y - node.height // 2) // ROW
        best: tuple[int, int, int] | None = None
        for steps in itertools.count():
            # To stand in its row counts twice: rows are what one sees.
            down = 2 * ROW * steps
            if best and best[0] <= down * down:
                break
            for row in (top + steps, top - steps):
                free = (1 << max(wide, across)) - 1
                for other in range(row, row + rows):
                    free &= ~taken[other]
                for start in near(beginnings(free, across), left):
                    place = ((start - left) * (start - left) + down * down, row, start)
                    best = min(best or place, place)
        _, row, start = best or (0, top, left)
        for other in range(row, row + rows):
            taken[other] |= ((1 << across) - 1) << start
        node.left, node.top = EDGE + start, row * ROW


def beginnings(free: int, length: int) -> int:
    """The bits at which so many bits in a row are set."""
    have = 1
    while have < length:
        step = min(have, length - have)
        free &= free >> step
        have += step
    return free


def near(bits: int, place: int) -> list[int]:
    """The nearest bit that is set at a place or above it, and the nearest below it, if there are any."""
    above, below = bits >> place, bits & ((1 << place) - 1)
    found = [place + (above & -above).bit_length() - 1] if above else []
    return [*found, below.bit_length() - 1] if below else found
