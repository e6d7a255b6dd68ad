#!/usr/bin/env bash
# pypinyin 0.55.0: everyday terms of machine learning get a reading that nobody uses.
#
# Behaviour: where a word is in no list of phrases, each character gets its most frequent
# reading, whatever stands beside it, so 微调 (fine-tuning, wei tiao) is read wei diao. It
# is not that the other readings are unknown: with heteronym=True both are there. Expected
# of words as usual as these: the reading of their sense. Who looks a typed word up by
# lazy_pinyin finds none of them.
# Output seen, beside what is said:
#   微调 weidiao weitiao, 似然 shiran siran, 重采样 zhongcaiyang
#   chongcaiyang, 重构 zhonggou chonggou, 步长 buzhang buchang, 长尾 zhangwei changwei
# Fails if any of that changes. Needs Python 3.11 and the package index.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 -m venv "$work/env"
"$work/env/bin/pip" install -q --disable-pip-version-check pypinyin==0.55.0
"$work/env/bin/python" - <<'PYTHON' | tee "$work/found"
from itertools import product

from pypinyin import Style, lazy_pinyin, pinyin

for word, said in (
    ("微调", "weitiao"),
    ("似然", "siran"),
    ("重采样", "chongcaiyang"),
    ("重构", "chonggou"),
    ("步长", "buchang"),
    ("长尾", "changwei"),
):
    every = pinyin(word, style=Style.NORMAL, heteronym=True)
    known = said in map("".join, product(*every))
    print(word, "".join(lazy_pinyin(word)), said, "known" if known else "unknown")
PYTHON

diff "$work/found" - <<'SEEN'
微调 weidiao weitiao known
似然 shiran siran known
重采样 zhongcaiyang chongcaiyang known
重构 zhonggou chonggou known
步长 buzhang buchang known
长尾 zhangwei changwei known
SEEN
