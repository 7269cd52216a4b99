#!/usr/bin/env bash
# watchdog 7.1.0 on Linux: `on_any_event` is called when a file is read, but only by one of its two observers.
#
# Guessed: an observer tells of changes, and PollingObserver and Observer (inotify) differ in how soon.
# Seen: for a file that another process only reads, PollingObserver tells nothing and Observer tells twice, of the
# opening and of a closing without a write. A handler with `on_any_event` that builds something of the files it
# watches, by reading them, so starts itself again and again as soon as the slower observer is replaced by the
# faster one. `schedule(..., event_filter=[...])` with the four classes of changes keeps the reads out.
#   polling:
#   inotify: closed_no_write opened
#   inotify, filtered:
set -euo pipefail
[ "$(uname)" = Linux ] || { echo "inotify is Linux's; run this there" >&2; exit 1; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check watchdog==7.1.0
cat >"$work/try.py" <<'PYTHON'
import pathlib
import subprocess
import sys
import tempfile
import time

from watchdog.events import (
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.polling import PollingObserver

CHANGES = [FileCreatedEvent, FileDeletedEvent, FileModifiedEvent, FileMovedEvent]


def told(observer, **options):
    seen = set()
    handler = FileSystemEventHandler()
    handler.on_any_event = lambda event: None if event.is_directory else seen.add(event.event_type)
    with tempfile.TemporaryDirectory() as folder:
        note = pathlib.Path(folder, "note.md")
        note.write_text("# Clock\n")
        time.sleep(0.5)
        observer.schedule(handler, folder, **options)
        observer.start()
        time.sleep(1)
        subprocess.run([sys.executable, "-c", "import sys; open(sys.argv[1]).read()", str(note)], check=True)
        time.sleep(2)
        observer.stop()
        observer.join()
    return " ".join(sorted(seen))


print(f"polling: {told(PollingObserver(timeout=0.2))}".rstrip())
print(f"inotify: {told(Observer())}".rstrip())
print(f"inotify, filtered: {told(Observer(), event_filter=CHANGES)}".rstrip())
PYTHON
seen=$("$work/venv/bin/python" "$work/try.py")
echo "$seen"
[ "$seen" = $'polling:\ninotify: closed_no_write opened\ninotify, filtered:' ]
