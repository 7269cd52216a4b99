#!/usr/bin/env bash
# MkDocs 1.6.1: `--strict` together with `--quiet` lets a broken anchor pass.
#
# Guessed: --quiet prints less, --strict ends with 1 at any warning, and the two have nothing to do with each
# other: MkDocs describes --strict as "abort the build on any warnings".
# Seen: with --strict alone the link below is a warning and the build ends with status 1; with --quiet beside it
# the same build ends with 0 and prints nothing. Strict mode counts the records that reach the logger `mkdocs`,
# and --quiet raises the level of that very logger to ERROR, so no warning is ever counted. A job that wants a
# short log and a strict build has none.
#   strict: status 1
#   strict, quiet: status 0
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check mkdocs==1.6.1
mkdir "$work/docs"
printf 'site_name: Two pages\nvalidation:\n  anchors: warn\n' >"$work/mkdocs.yml"
printf '# Home\n\n[The clock](clock.md#gone)\n' >"$work/docs/index.md"
printf '# Clock\n' >"$work/docs/clock.md"
cd "$work"
status() { "$work/venv/bin/mkdocs" build "$@" --site-dir "$work/site" >/dev/null 2>&1 && echo 0 || echo $?; }
seen=$(printf 'strict: status %s\nstrict, quiet: status %s' "$(status --strict)" "$(status --strict --quiet)")
echo "$seen"
[ "$seen" = $'strict: status 1\nstrict, quiet: status 0' ]
