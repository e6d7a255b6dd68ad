#!/usr/bin/env bash
# PyStemmer 2.2.0.3 and 3.0.0: Stemmer.version() does not tell which stems come.
#
# Behaviour: it returns 2.0.1 in both, and their English stemmers differ. Whoever keeps
# it beside an index, to see when the stems have changed, sees nothing: what was indexed
# by one release is not found by the other. Expected: another version, or the same stems.
# 3.1.0 tells its own version, and changes other stems again.
# Output seen, of each release the version and three stems:
#   2.2.0.3 2.0.1 ad univers intern
#   3.0.0 2.0.1 add universiti intern
#   3.1.0 3.1.0 add universiti internal
# Fails if any of that changes. Needs Python 3.11 and the package index.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 -m venv "$work/env"
for release in 2.2.0.3 3.0.0 3.1.0; do
    "$work/env/bin/pip" install -q --disable-pip-version-check "PyStemmer==$release"
    "$work/env/bin/python" -c '
import sys, Stemmer
words = ["adding", "university", "internal"]
print(sys.argv[1], Stemmer.version(), *Stemmer.Stemmer("english").stemWords(words))
' "$release"
done | tee "$work/found"

diff "$work/found" - <<'SEEN'
2.2.0.3 2.0.1 ad univers intern
3.0.0 2.0.1 add universiti intern
3.1.0 3.1.0 add universiti internal
SEEN
