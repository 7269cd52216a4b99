"""Lay out the map: a place for each note, near those that it hangs together with, no title over another.

igraph lays out the graph; what it does not know is that a node is as wide as its title.
"""

from __future__ import annotations

import itertools
import random
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import igraph

# In units of the picture, for titles of 12: how wide letters and ideographs are at most, how high a line.
SMALL, CAPITAL, HAN, LINE = 6.6, 8.8, 12.2, 14
# Room for the sign before the title, around a node, and at the edges.
SIGN, AIR, EDGE = 16, 7, 6
# Of more notes a picture shows nothing: those with the most relations are drawn.
MOST = 150
# How strongly a relation draws two notes together; how strongly the group that they are in does.
RELATED, GROUPED = 1.0, 0.35


@dataclass
class Node:
    """A note on the map: its name, its title in lines, and its box; `x` and `y` are the box's middle."""

    name: str
    lines: list[str]
    width: float
    height: float
    x: float = 0.0
    y: float = 0.0

    @property
    def left(self) -> int:
        return round(self.x - self.width / 2)

    @property
    def top(self) -> int:
        return round(self.y - self.height / 2)


@dataclass(frozen=True)
class Picture:
    """A drawn map, `width` by `height` units; `edges` are pairs of nodes."""

    width: int
    height: int
    nodes: list[Node]
    edges: list[tuple[Node, Node]]


def is_wide(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) in "WF"


def width_of(text: str) -> float:
    """How wide a text of one line is, rather too much than too little."""
    return sum(HAN if is_wide(letter) else CAPITAL if letter.isupper() else SMALL for letter in text)


def wrapped(title: str, room: float) -> list[str]:
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
    room: float,
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
    height = area * 1.9 / width
    igraph.set_random_number_generator(random.Random(1))  # noqa: S311 (a picture is no secret)
    graph = igraph.Graph(len(nodes), edges + together)
    weights = [RELATED] * len(edges) + [GROUPED] * len(together)
    spots = graph.layout_fruchterman_reingold(weights=weights, niter=3000, start_temp=len(nodes) ** 0.5)
    spots.fit_into((EDGE, EDGE, width - EDGE, height - EDGE), keep_aspect_ratio=False)
    for node, (x, y) in zip(nodes, spots, strict=True):
        node.x, node.y = x, y
    push_apart(nodes, width)
    top = min(node.y - node.height / 2 for node in nodes) - EDGE
    for node in nodes:
        node.x, node.y = round(node.x), round(node.y - top)
    bottom = max(node.y + node.height / 2 for node in nodes) + EDGE
    return Picture(width, round(bottom), nodes, [(nodes[a], nodes[b]) for a, b in edges])


def push_apart(nodes: list[Node], width: int) -> None:
    """Move nodes, as little as may be, until no box is over another and none leaves the picture at a side."""
    for _ in range(2000):
        moved = False
        for number, one in enumerate(nodes):
            for other in nodes[number + 1 :]:
                over_x = (one.width + other.width) / 2 + AIR - abs(one.x - other.x)
                over_y = (one.height + other.height) / 2 + AIR - abs(one.y - other.y)
                if over_x <= 0 or over_y <= 0:
                    continue
                moved = True
                # Down is cheap: the picture may be as high as it needs, and its width is given.
                if over_y <= over_x * 1.5:
                    step = (over_y / 2 + 0.1) * (1 if one.y <= other.y else -1)
                    one.y, other.y = one.y - step, other.y + step
                else:
                    step = (over_x / 2 + 0.1) * (1 if one.x <= other.x else -1)
                    one.x, other.x = one.x - step, other.x + step
        for node in nodes:
            inside = min(max(node.x, EDGE + node.width / 2), width - EDGE - node.width / 2)
            moved = moved or inside != node.x
            node.x = inside
        if not moved:
            return
