"""The names of fields as people type them, in both languages and both scripts.

Knows names only, not what is looked for in a field.
"""

_NAMES = {
    "title": "title ti 标题 標題 题名 題名 篇名",
    "abstract": "abstract abs 摘要",
    "author": "author au 作者",
    "subject": "subject cat 分类 分類 学科 學科",
    "keyword": "keyword kw 关键词 關鍵詞",
    "id": "id arxiv",
    "language": "lang",
    "has": "has",
    "digest": "in",
    "date": "date 日期",
    "after": "after since",
    "before": "before",
    "until": "until",
}
_FIELDS = {alias: name for name, line in _NAMES.items() for alias in line.split()}
_LONGEST = max(map(len, _FIELDS))

TYPED = {name: line.split()[0] for name, line in _NAMES.items()}
"""How each field is written when a query is printed."""

DATES = frozenset({"date", "after", "before", "until"})
"""Fields whose value is a day or a span of days."""

LANGUAGES = frozenset({"language", "has"})
"""Fields whose value is one of the two languages."""

_LANGUAGE = {
    alias: name
    for name, line in {"zh": "zh 中文 chinese", "en": "en 英文 english"}.items()
    for alias in line.split()
}


def read_field(text: str, start: int = 0) -> tuple[str, int] | None:
    """The field whose name and colon stand at `start`, and where its value begins."""
    for end in range(start + 2, min(len(text), start + _LONGEST + 1)):
        if text[end] in ":：":
            name = _FIELDS.get(text[start:end])
            return (name, end + 1) if name else None
    return None


def read_language(text: str) -> str | None:
    """`zh` or `en`, whichever is meant."""
    return _LANGUAGE.get(text.lower())


def looks_like_field(word: str) -> bool:
    """Whether `word` begins like a field, or like `arXiv:` in any case."""
    return read_field(word) is not None or word[:6].lower() in ("arxiv:", "arxiv：")


def unread_field(word: str) -> str | None:
    """Why a word such as `titel:x` is no field, as a sentence; None if it is only text.

    Words with a space after the colon, and addresses, are what people paste.
    """
    colon = min((word.find(c) for c in ":：" if c in word), default=0)
    name, value = word[:colon], word[colon + 1 :]
    if name in _FIELDS and not value:
        return f"nothing follows {name}: at once, so it is read as text"
    if not (name.isascii() and name.isalpha() and value) or value.startswith("//"):
        return None
    if name.islower() and name not in _FIELDS:
        return f"no field is called {name}, so it is read as text"
    if name.lower() in _FIELDS and not name.islower():
        return f"names of fields are in lower case, so {name}: is read as text"
    return None
