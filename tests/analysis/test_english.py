"""Which words of English are one term, and which are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.analysis.english import (
    american,
    is_stemmed,
    singular_acronym,
    stem,
)

SAME = """
planning plan
planned plans
learning learned
learnt learns
models modelling
modeller modeler
optimisation optimization
regularisation regularization
organisation organization
summarising summarize
linearised linearized
analyse analyzes
analyses analysis
behaviour behavior
colour colors
neighbourhood neighborhood
centred centered
defence defense
catalogues catalog
ageing aging
labelled labeling
manoeuvre maneuvering
leukaemia leukemia
LLMs LLM
CPUs CPU
vertices vertex
matrices matrix
criteria criterion
equilibria equilibrium
curricula curriculum
hypotheses hypothesis
indices index
policies policy
queues queueing
classification classify
verified verification
tokenizer tokens
built building
advertised advertisement
embedding embeds
high-dimensional dimensions
"""
APART = """
policy police
object objective
subject subjective
universe university
universal university
organ organization
organic organization
import importance
general generalization
general generate
generic general
local localization
normal normalization
regular regularization
visual visualization
critic critical
conversion conversation
conformal conformation
format formation
effect effective
response responsible
operator operation
number numerous
numerical numerous
several severe
relative relativity
past paste
arm army
author authority
news new
mean meaning
does doe
bayes bay
under underlying
care careful
use us
embed ember
adverse adversarial
station stationary
LLM LLMa
IOS IO
"""


ENGLISH = """
precise
noise
otherwise
clockwise
surprise
exercise
expertise
advertise
advise
arise
rise
promise
raise
concise
demise
basis
four
hour
source
contour
acre
genre
filled
"""


def term(word: str) -> str:
    return stem(word.rpartition("-")[2].casefold())


@pytest.mark.parametrize("pair", SAME.split("\n")[1:-1])
def test_forms_of_a_word_are_one_term(pair: str) -> None:
    one, other = pair.split()
    assert term(one) == term(other)


@pytest.mark.parametrize("pair", APART.split("\n")[1:-1])
def test_other_words_are_other_terms(pair: str) -> None:
    one, other = pair.split()
    assert term(one) != term(other)


@pytest.mark.parametrize("word", ENGLISH.split("\n")[1:-1])
def test_what_looks_british_can_be_english(word: str) -> None:
    assert american(word) == word


def test_acronyms_lose_a_plural_that_has_no_vowel() -> None:
    assert singular_acronym("llms") == "llm"
    assert singular_acronym("gps") is None
    assert singular_acronym("rhythms") is None
    assert singular_acronym("nlss") is None
    assert singular_acronym("models") is None


@pytest.mark.parametrize("word", ["gpt4", "größe", "модели", "", "v3.2", "强化"])
def test_only_plain_latin_words_have_stems(word: str) -> None:
    assert not is_stemmed(word)


@given(st.from_regex("[a-z]{1,64}", fullmatch=True))
def test_every_word_has_a_stem(word: str) -> None:
    assert is_stemmed(word)
    assert 0 < len(stem(word)) <= len(word) + 5
