"""The codes of arXiv's subjects, as they stand in listings: cs.LG, math.GT.

Knows no names of subjects, and nothing of queries.
"""

from functools import cache

_CODES = {
    "astro-ph": "CO EP GA HE IM SR",
    "cond-mat": "dis-nn mes-hall mtrl-sci other quant-gas soft stat-mech str-el "
    "supr-con",
    "cs": "AI AR CC CE CG CL CR CV CY DB DC DL DM DS ET FL GL GR GT HC IR IT LG LO MA "
    "MM MS NA NE NI OH OS PF PL RO SC SD SE SI SY",
    "econ": "EM GN TH",
    "eess": "AS IV SP SY",
    "math": "AC AG AP AT CA CO CT CV DG DS FA GM GN GR GT HO IT KT LO MG MP NA NT OA "
    "OC PR QA RA RT SG SP ST",
    "nlin": "AO CD CG PS SI",
    "physics": "acc-ph ao-ph app-ph atm-clus atom-ph bio-ph chem-ph class-ph comp-ph "
    "data-an ed-ph flu-dyn gen-ph geo-ph hist-ph ins-det med-ph optics plasm-ph pop-ph "
    "soc-ph space-ph",
    "q-bio": "BM CB GN MN NC OT PE QM SC TO",
    "q-fin": "CP EC GN MF PM PR RM ST TR",
    "stat": "AP CO ME ML OT TH",
}
"""Of archives that have classes; one without, such as hep-th, may be a word."""

_LONGEST = 200
_BETWEEN = ",;，；、"
_AROUND = _BETWEEN + ".。"


@cache
def _codes() -> dict[str, str]:
    every = (f"{archive}.{c}" for archive, line in _CODES.items() for c in line.split())
    return {code.lower(): code for code in every}


def read_subjects(word: str) -> tuple[str, ...]:
    """The codes that a word is made of, give or take commas; none if of anything else.

    `cs.LG`, or `cs.LG,cs.AI`, in any case.
    """
    if "." not in word or len(word) > _LONGEST:
        return ()
    text = word.rstrip(_AROUND).lower()
    for mark in _BETWEEN:
        text = text.replace(mark, " ")
    found = [_codes().get(code, "") for code in text.split()]
    return tuple(found) if all(found) else ()
