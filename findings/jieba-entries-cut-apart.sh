#!/usr/bin/env bash
# jieba 0.42.1: many entries of its own dictionary are never cut as one word.
#
# Behaviour: cut(word, HMM=False) of a word that is an entry, with nothing around it,
# gives it in pieces wherever the pieces together are more probable than the entry: for
# 重放 (replay), 自举 (bootstrap) and 后端 (back end) each character alone. Expected: that
# an entry comes back whole, and that to look a word up in the dictionary tells whether a
# text can yield it. So a term that was added with a low frequency may as well not exist,
# and a program that asks the dictionary for a word that no text yields finds nothing.
# Output seen:
#   重放 -> 重/放; 自举 -> 自/举; 后端 -> 后/端
#   8397 of 337394 entries of two Han characters and more come back in pieces
# Fails if any of that changes. Needs Python 3.11 and the package index; takes a minute.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 -m venv "$work/env"
"$work/env/bin/pip" install -q --disable-pip-version-check setuptools==80.9.0 jieba==0.42.1
"$work/env/bin/python" -W ignore - <<'PYTHON' | tee "$work/found"
import logging
import re
import tempfile

import jieba

jieba.setLogLevel(logging.WARNING)
cutter = jieba.Tokenizer()
cutter.tmp_dir = tempfile.mkdtemp()
terms = ["重放", "自举", "后端"]
cutter.initialize()
assert all(cutter.FREQ[term] for term in terms)
print("; ".join(f"{t} -> {'/'.join(cutter.cut(t, HMM=False))}" for t in terms))
han = re.compile("[\u4e00-\u9fd5]{2,}")
entries = [word for word, freq in cutter.FREQ.items() if freq and han.fullmatch(word)]
apart = sum(list(cutter.cut(word, HMM=False)) != [word] for word in entries)
print(apart, "of", len(entries), "entries of two Han characters and more come back in pieces")
PYTHON

diff "$work/found" - <<'SEEN'
重放 -> 重/放; 自举 -> 自/举; 后端 -> 后/端
8397 of 337394 entries of two Han characters and more come back in pieces
SEEN
