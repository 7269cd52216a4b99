"""Pages whose Markdown, and whose HTML, is made once for the same text."""

from __future__ import annotations

from typing import cast

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import BuildError
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents

from building.cache import FOLDER, Cache, digest

# What is kept of a page's Markdown: HTML, table of contents, title, anchors, and links to anchors by file.
Kept = tuple[str, TableOfContents, str | None, set[str], dict[str, dict[str, str]]]
# The template that shows the HTML that was kept of a page.
TEMPLATE = "kept.html"


class KeptPage(Page):
    """A page of MkDocs that a cache keeps; `key` stands for what its HTML is made of, once that is known."""

    key, count = b"", 0
    cache = Cache()

    def read_source(self, config: MkDocsConfig) -> None:
        """Take the text and the front matter that the check has read."""
        read = config.extra["read"][self.file.src_uri]
        # MkDocs begins a page at its first line that is not empty.
        self.markdown, self.meta = read.text.lstrip("\n"), read.data()
        read.body.clear()
        read.found.clear()

    def render(self, config: MkDocsConfig, files: Files) -> None:
        cache: Cache = config.extra["cache"]
        name, key = self.file.src_uri, digest(self.markdown or "") if cache.keeps else b""
        if kept := cache.get("markdown", name, key):
            self.content, self.toc, self._title_from_render, self.present_anchor_ids, links = cast(
                "Kept", kept
            )
            found = {files.get_file_from_path(target): anchors for target, anchors in links.items()}
            self.links_to_anchors = {file: anchors for file, anchors in found.items() if file}
            return
        count = cache.warnings.count
        super().render(config, files)
        if count == cache.warnings.count:
            links = {file.src_uri: anchors for file, anchors in (self.links_to_anchors or {}).items()}
            title = self._title_from_render
            cache.put("markdown", name, key, (self.content, self.toc, title, self.present_anchor_ids, links))

    def look_up(self, cache: Cache, key: bytes) -> None:
        """Take the HTML from the cache, if it was kept with this key."""
        self.cache, self.key = cache, key
        if cache.has("page", self.file.src_uri, key):
            self.meta["template"] = TEMPLATE

    @property
    def is_kept(self) -> bool:
        """Whether the HTML comes from the cache."""
        return self.meta.get("template") == TEMPLATE

    @property
    def kept(self) -> object:
        """The HTML that was kept; raises BuildError if it cannot be read any more."""
        html = self.cache.get("page", self.file.src_uri, self.key)
        if html is None:
            raise BuildError(
                f"{FOLDER}: what was there a moment ago cannot be read; take it away, build again"
            )
        return html

    def begin(self) -> None:
        """Begin to make the HTML."""
        self.count = self.cache.warnings.count

    def keep(self, html: str) -> None:
        """Keep the HTML, unless something was warned of since it was begun."""
        if self.key and self.count == self.cache.warnings.count:
            self.cache.put("page", self.file.src_uri, self.key, html)
