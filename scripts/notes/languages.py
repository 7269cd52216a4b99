"""Mark the Chinese in the HTML of a page, so that browsers take Chinese glyphs and readers' voices change.

The site's rule: every Chinese character lies in an element with lang="zh-Hans", everything else is English.
An extension of Python-Markdown that works on its finished HTML, so that code is marked too.
"""

from __future__ import annotations

import re

from markdown import Extension, Markdown
from markdown.postprocessors import Postprocessor

CHINESE = "zh-Hans"
# Ideographs with their radicals, numerals and iteration mark, CJK punctuation, full-width forms.
RUN = "[\u2e80-\u2fdf\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]+"
TOKEN = re.compile(
    r"<!--.*?-->"
    # Elements whose content is no HTML.
    r"|(?i:<(?P<raw>script|style|textarea|title)\b.*?</(?P=raw)\s*>)"
    r"|<(?P<end>/?)(?P<name>[a-zA-Z][^\s/>]*)(?P<attributes>[^\"'>]*(?:(?:\"[^\"]*\"|'[^']*')[^\"'>]*)*)>"
    # It has no capitals: to ask for both cases of so many characters takes long.
    rf"|(?P<run>{RUN})",
    re.DOTALL,
)
ATTRIBUTE = re.compile(r"([^\s=/\"']+)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"']+))?")


def mark(html: str) -> str:
    """A piece of HTML with every run of Chinese characters in a `<span lang="zh-Hans">`.

    A run that is Chinese already by the nearest `lang` around it stays as it is; so does what is not text.
    """
    # The elements that are open, each with its name and the language of its text.
    elements = [("", "")]

    def marked(token: re.Match[str]) -> str:
        language = elements[-1][1]
        if token["run"] and language != CHINESE:
            return f'<span lang="{CHINESE}">{token[0]}</span>'
        if token["name"]:
            name = token["name"].lower()
            if not token["end"]:
                elements.append((name, own_language(token["attributes"]) or language))
            elif name in (element for element, _ in elements):
                # What was left open inside ends with it, elements without an end tag among them.
                while elements.pop()[0] != name:
                    pass
        return token[0]

    return TOKEN.sub(marked, html)


def own_language(attributes: str) -> str:
    """The value of `lang` among the attributes of a tag, "" if it has none."""
    found = (match for match in ATTRIBUTE.finditer(attributes) if match[1].lower() == "lang")
    return next((str(match[2] or "").strip("\"'") for match in found), "")


class LanguagesPostprocessor(Postprocessor):
    def run(self, text: str) -> str:
        return mark(text)


class LanguagesExtension(Extension):
    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (Python-Markdown's name)
        # After all others: those that put code and raw HTML back are postprocessors as well.
        md.postprocessors.register(LanguagesPostprocessor(md), "languages", -1000)


def makeExtension(**options: object) -> LanguagesExtension:  # noqa: N802 (Python-Markdown's name)
    """The extension for a list of extensions; it has no options."""
    return LanguagesExtension(**options)
