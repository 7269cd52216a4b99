"""Parts of pages that are the same on many of them: made once for all that they depend on."""

from __future__ import annotations

from collections.abc import Callable


class Fragments:
    """`same` in every template: `{% call same("foot", home) %}…{% endcall %}`; made anew for each build."""

    def __init__(self) -> None:
        self.made: dict[tuple[object, ...], str] = {}

    def __call__(self, *key: object, caller: Callable[[], str]) -> str:
        """What the caller made for this key, be it on another page; `key` names all that it depends on."""
        if key not in self.made:
            self.made[key] = caller()
        return self.made[key]
