"""Let MkDocs read the addresses in a note as a browser does. An extension of Python-Markdown.

MkDocs ends with a traceback at an address that Python cannot take apart, `http://[::1x/`, and finds no anchor
that is percent-encoded or has a text directive, `#:~:text=clock`. So such an address is shown to it without
these, and afterwards put back as it was written.
"""

from __future__ import annotations

from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

from markdown import Extension, Markdown
from markdown.treeprocessors import Treeprocessor

ATTRIBUTES = {"a": "href", "img": "src"}


def why_unreadable(address: str) -> str:
    """Why an address cannot be taken apart, "" if it can."""
    try:
        _ = urlsplit(address).port
    except ValueError as error:
        return str(error)
    return ""


def readable(address: str) -> str:
    """An address with its anchor alone for a fragment, not encoded; "" if it cannot be taken apart."""
    if why_unreadable(address):
        return ""
    before, mark, fragment = address.partition("#")
    anchor = unquote(fragment.partition(":~:")[0])
    return before + mark * bool(anchor) + anchor


class Change(Treeprocessor):
    """Sets the addresses of a page to what MkDocs can read; `changed` keeps each as it was written."""

    def run(self, root: Element) -> None:
        self.changed: list[tuple[Element, str]] = []
        for element in root.iter():
            address = element.get(ATTRIBUTES.get(element.tag, ""))
            if address and address != readable(address):
                self.changed.append((element, address))
                element.set(ATTRIBUTES[element.tag], readable(address))


class PutBack(Treeprocessor):
    """Puts the changed addresses back, with the path that MkDocs gave them."""

    def __init__(self, md: Markdown, change: Change) -> None:
        super().__init__(md)
        self.change = change

    def run(self, root: Element) -> None:  # noqa: ARG002 (Python-Markdown's argument)
        for element, written in self.change.changed:
            name, address = ATTRIBUTES[element.tag], written
            if not why_unreadable(address):
                _, mark, fragment = address.partition("#")
                address = (element.get(name) or "").partition("#")[0] + mark + fragment
            element.set(name, address)


class ReadableLinksExtension(Extension):
    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (Python-Markdown's name)
        change = Change(md)
        # MkDocs adds its `relpath` later and with the same priority, so it runs between the two.
        md.treeprocessors.register(change, "readable_links", 0)
        md.treeprocessors.register(PutBack(md, change), "written_links", -1)


def makeExtension(**options: object) -> ReadableLinksExtension:  # noqa: N802 (Python-Markdown's name)
    """The extension for a list of extensions; it has no options."""
    return ReadableLinksExtension(**options)
