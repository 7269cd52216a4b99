"""Turn an export of notes into notes of this project, in a folder to review, without losing a line.

Usage: python scripts/import_notes.py FILE [--to FOLDER] [--facts FOLDER] [--split LEVEL]
FILE is a plain text, a Markdown file, or a folder of them such as an Obsidian vault. The notes and report.md
go to import/<name of FILE>, or to the folder that --to names. --facts names a folder of tables as in
tests/source; --split begins a note at each heading of that level or above, 0 makes one note a file. Prints
what to do next; a fault is one line and exits with 1, and nothing is written then.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from pathlib import Path

from building.progress import progress
from building.whole import take_signals
from importing.convert import Input, LostError, convert
from importing.facts import FactError, read_facts
from notes.page import DOCS, SECTIONS, SOURCE, read_page

# A text in UTF-16 has a NUL in every second place where it is ASCII; one in so many is no accident.
UTF_16 = 8
SUFFIXES = (".md", ".markdown", ".txt")


class FaultError(Exception):
    """What is wrong with the input or the place for the output, in one line, and how to mend it."""


def read_text(path: Path) -> str:
    """The text of a file, without a byte order mark and with Unix line ends if it has those of an old Mac.

    Raises FaultError with the line that is no text.
    """
    raw = path.read_bytes().removeprefix(b"\xef\xbb\xbf")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        fault = f"{path}:{line}: byte 0x{raw[error.start]:02x} is not UTF-8; save or export the file as UTF-8"
        raise FaultError(fault) from None
    if text.count("\0") > len(text) / UTF_16:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise FaultError(f"{path}:{line}: this looks like UTF-16; save or export the file as UTF-8")
    return text if "\n" in text else text.replace("\r", "\n")


def read_input(path: Path) -> Input:
    """All that a file or folder holds; raises FaultError if there is nothing to import."""
    if path.is_file():
        text = read_text(path)
        if not text.strip():
            raise FaultError(f"{path}:1: the file is empty; name one that holds notes")
        near = {file.name: file for file in sorted(path.parent.iterdir()) if file.is_file() and file != path}
        return Input(path.name, {path.name: text}, alone=True, files=near)
    if not path.is_dir():
        raise FaultError(f"{path}: there is no such file or folder; name the export to import")
    texts: dict[str, str] = {}
    files: dict[str, Path] = {}
    hidden: list[str] = []
    for folder, inner, names in os.walk(path):
        # Hidden folders hold settings and what was thrown away.
        hidden += [f"{shown(Path(folder) / name, path)}/" for name in inner if name.startswith(".")]
        inner[:] = sorted(name for name in inner if not name.startswith("."))
        for file in (Path(folder) / name for name in sorted(names)):
            name = shown(file, path)
            if file.name.startswith(".") or not file.is_file():
                hidden.append(name)
            elif file.suffix.lower() in SUFFIXES:
                texts[name] = read_text(file)
            else:
                files[name] = file
    if not texts:
        raise FaultError(
            f"{path}: holds no {', '.join(SUFFIXES)} file; name the folder that the notes are in"
        )
    return Input(path.resolve().name, dict(sorted(texts.items())), alone=False, files=files, hidden=hidden)


def shown(path: Path, folder: Path) -> str:
    """The path of a file in a folder, whatever bytes its name has."""
    return os.fsencode(path.relative_to(folder).as_posix()).decode("utf-8", "replace")


def read_site(docs: Path) -> dict[str, list[str]]:
    """The notes that the site has, `section/slug`, each with its title and aliases."""
    found = {}
    for path in sorted(path for section in SECTIONS for path in (docs / section).glob("*.md")):
        front = read_page(path, str(path)).data()
        aliases = front.get("aliases")
        names = [front.get("title"), *(aliases if isinstance(aliases, list) else [])]
        if path.name != "index.md":
            found[f"{path.parent.name}/{path.stem}"] = [str(name) for name in names if name]
    return found


def write(folder: Path, texts: dict[str, str], copies: dict[str, Path]) -> None:
    """Write all files beside the folder's place, then move them there; on a fault nothing is left."""
    made = [parent for parent in folder.parents if not parent.exists()]
    work = folder.with_name(f".{folder.name}-import")
    shutil.rmtree(work, ignore_errors=True)
    try:
        for name in [*texts, *copies]:
            (work / name).parent.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            (work / name).write_bytes(text.encode("utf-8"))
        for name, source in copies.items():
            shutil.copyfile(source, work / name)
        work.rename(folder)
    except BaseException:
        shutil.rmtree(work, ignore_errors=True)
        for parent in made:
            if parent.is_dir() and not any(parent.iterdir()):
                parent.rmdir()
        raise


def run(path: Path, to: Path | None, facts: Path | None, level: int | None) -> list[str]:
    """Import a file or folder; the lines to print. Raises FaultError, FactError, LostError, OSError."""
    given = read_input(path)
    folder = to or Path("import") / (path.resolve().stem if given.alone else path.resolve().name)
    if os.path.lexists(folder):
        raise FaultError(f"{folder}: is there already; take it away, or name another with --to")
    given.level, given.site = level, read_site(DOCS)
    given.export = SOURCE.read_bytes().decode("utf-8") if SOURCE.is_file() else None
    if facts:
        if not given.alone:
            raise FaultError(f"{path}: --facts tells about one text, not a folder; name the text")
        given.facts = read_facts(facts, next(iter(given.texts.values())).replace("\r\n", "\n").split("\n"))
    texts, copies = convert(given)
    write(folder, texts, copies)
    report = texts["report.md"]
    guesses, left = report.count("\n- ") - len(texts) + 1, report.count("\n### ")
    return [
        f"{folder}: {len(texts) - 1} notes, {len(copies)} other files; no line of {path} is lost",
        f"{folder / 'report.md'}: {guesses} guesses, {left} kinds of lines that no note shows; read it first",
        "Then move each note to docs/<section>/, add it to .pages, fill its front matter, type: make check",
    ]


def told(error: Exception, file: Path) -> str:
    """What went wrong and how to mend it."""
    if isinstance(error, LostError):
        return f"{error}: would be lost, which is a fault of this program; nothing was written"
    if isinstance(error, RecursionError):
        return f"{file}: lists or quotes nest hundreds of levels deep; make them flatter"
    if isinstance(error, OSError):
        return f"{error.filename or file}: {error.strerror}; mend that and try again; nothing was written"
    return str(error)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("file", metavar="FILE", type=Path)
    parser.add_argument("--to", metavar="FOLDER", type=Path)
    parser.add_argument("--facts", metavar="FOLDER", type=Path)
    parser.add_argument("--split", metavar="LEVEL", type=int, choices=range(7))
    wanted = parser.parse_args(arguments)
    take_signals()
    try:
        with progress(f"importing {wanted.file}"):
            said = run(wanted.file, wanted.to, wanted.facts, wanted.split)
    except KeyboardInterrupt:
        print(f"{wanted.file}: stopped; nothing was written", file=sys.stderr)
        return 130
    except (FaultError, FactError, LostError, RecursionError, OSError) as error:
        print(told(error, wanted.file), file=sys.stderr)
        return 1
    print("\n".join(said))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
