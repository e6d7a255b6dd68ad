"""HTML in a text → the text that it shows.

Only what HTML alone can mean is taken for HTML: `a < b`, `<unk>` and `AT&T` stay. Which
tags that are, and why, stands with their names. Nothing here knows what a text is of.
"""

import re
from collections.abc import Callable

_SURE = (
    "br hr sub sup em strong span div li ul ol blockquote center tbody thead "
    "strike wbr nobr"
)
"""No mathematics, no variable and no token is written so: taken out, closed or not."""
_PAIRED = (
    "a b i u p tt code pre small big font h1 h2 h3 h4 h5 h6 table tr td th dl dt dd "
    "details summary section article figure math mi mn mo mrow msub msup mfrac msqrt "
    "mtext mover munder msubsup semantics annotation italic bold monospace scp sc "
    "sec inline-formula disp-formula tex-math ext-link xref styled-content "
    "named-content kbd samp var dfn abbr"
)
"""Taken out where both ends stand, or one with attributes: alone, `<i>` is an index,
`<p>` a mean, `<code>` a token. `s`, `q`, `del`, `mark` and `mask` are tokens of
language models, or of genetics, even in pairs, and stay.
"""
_BROKEN = (
    "br hr div p li ul ol blockquote center h1 h2 h3 h4 h5 h6 table tbody thead tr td "
    "th dl dt dd details summary section article figure pre title sec"
)
"""Between words, what these leave behind is a space."""
_BREAKS = frozenset(_BROKEN.split())
_SURELY = frozenset(_SURE.split())
_ANY = "|".join(sorted((_SURE + " " + _PAIRED).split(), key=len, reverse=True))
_TAG = re.compile(
    rf"<(?P<end>/?)(?P<name>(?:jats|mml):[a-z-]{{1,30}}|{_ANY}|img)"
    r"(?P<rest>(?:\s+[\w:-]{1,40}\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*'|[^\s\"'<>=]+)){0,50})"
    r"\s*/?>",
    re.IGNORECASE,
)
# up to the next beginning: a thousand that never end are looked at once each
_COMMENT = re.compile(r"<!--(?:(?!<!--).)*?-->", re.DOTALL)
_VERBATIM = re.compile(r"<!\[CDATA\[((?:(?!<!\[CDATA\[).)*?)\]\]>", re.DOTALL)
_RAW = re.compile(
    r"<(script|style)\b[^<>]{0,2000}>(?:(?!<\1).)*?</\1\s*>", re.DOTALL | re.IGNORECASE
)
_POWER = re.compile(
    r"(?<=[\w)\]])<sup\b[^<>]{0,200}>\s*(?=[-+−]?\d)(?!\d+(?:st|nd|rd|th)\b)",
    re.IGNORECASE,
)
# of mathematics, what would be another number without its line or its height
_LEAF = r"\s*<(?:mml:)?m[ino]\b[^<>]{0,200}>\s*([^<>]{0,100}?)\s*</(?:mml:)?m[ino]>\s*"
_OVER = re.compile(rf"<((?:mml:)?mfrac)\b[^<>]{{0,200}}>{_LEAF}{_LEAF}</\1>")
_RAISED = re.compile(rf"<((?:mml:)?msup)\b[^<>]{{0,200}}>{_LEAF}{_LEAF}</\1>")
_NOTE = re.compile(r"<sup\b[^<>]{0,200}>[^<>]{0,100}</sup\s*>", re.IGNORECASE)
_AMPERSANDS = re.compile(r"&(?:(?:amp|#38|#x26);)+", re.IGNORECASE)
# without their semicolon only those that nothing else is spelt like: `&copy=1` is none
_ENTITY = re.compile(
    r"&(?:#(?:\d{1,7}|[xX][0-9a-fA-F]{1,6});|#\d{2,5}(?![\d;])"
    r"|#[xX][0-9a-fA-F]{2,6}(?![0-9a-fA-F;])|[A-Za-z][A-Za-z0-9]{1,31};"
    r"|(?:amp|lt|gt|quot|nbsp)(?![A-Za-z;=])"
    r"|(?:[A-Za-z](?:acute|grave|circ|tilde|uml|cedil|ring|slash)|AElig|aelig|szlig)"
    r"(?![;=]))"
)
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"), "") | {0xA0: " "}
_ROUNDS = 4
"""Escaped once by each program it went through: more than three were never seen."""


def plain(text: str) -> str:
    """What a text shows where HTML is read, on one line if it held any."""
    if "&" not in text and "<" not in text:
        return text
    found = text
    for _round in range(_ROUNDS):
        before = found
        if "&" in found:
            found = _ENTITY.sub(_character, _AMPERSANDS.sub("&", found))
        if "<" in found:
            found = _untagged(found)
        if found == before:
            break
    return text if found == text else " ".join(found.split())


def without_notes(text: str) -> str:
    """A list of names without the raised marks that stand for affiliations."""
    return _NOTE.sub("", text) if "<" in text else text


def _untagged(text: str) -> str:
    if "<!" in text:
        text = _VERBATIM.sub(r"\1", _COMMENT.sub(" ", text))
    if "mfrac" in text or "msup" in text:
        text = _OVER.sub(r"\2/\3", _RAISED.sub(r"\2^\3", text))
    if "</s" in text.lower():
        text = _RAW.sub(" ", text)
        text = _POWER.sub("^", text)
    tags = [(tag["name"].lower(), bool(tag["end"])) for tag in _TAG.finditer(text)]
    ends = {name for name, end in tags if end}
    whole = ends.intersection(name for name, end in tags if not end)
    return _TAG.sub(_shown(whole), text)


def _shown(paired: set[str]) -> Callable[[re.Match[str]], str]:
    """What a tag leaves behind, in a text where these tags have both ends."""

    def shown(tag: re.Match[str]) -> str:
        name = tag["name"].lower()
        cut = name == "p" and not tag["end"] and tag.start() == 0  # `<p>We show…`
        if not (name in _SURELY or name in paired or ":" in name or tag["rest"] or cut):
            return tag[0]
        return " " if name.rpartition(":")[2] in _BREAKS else ""

    return shown


def _character(entity: re.Match[str]) -> str:
    import html.entities  # noqa: PLC0415 - few texts need its two thousand names

    text = entity[0]
    whole = text if text.endswith(";") else f"{text};"
    if whole[1] != "#" and whole[1:] not in html.entities.html5:
        return text  # rather than what its first letters are the name of
    shown = html.unescape(whole)
    return text if shown == whole else shown.translate(_INVISIBLE)
