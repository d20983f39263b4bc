"""What the printer writes, parser and checker read back as the same expression, in either language."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from policyrules.compiler.typing import check_expression
from policyrules.diagnostics.core import LANGS, Lang
from policyrules.model.expr import Expr
from policyrules.model.types import BOOL, COUNT_NUMBER, DATE, DAYS_NUMBER, PERIOD, RATIO_NUMBER, Type
from policyrules.syntax.expression import parse_expression
from policyrules.syntax.located import LocatedText
from policyrules.syntax.printer import show
from tests.strategies.expressions import Ground, expressions
from tests.strategies.village import DEFINITIONS, GRADE, HOURS, KIND, NAMES, PARAMETERS, POINTS, VOCABULARY, scope

GROUND = Ground(
    VOCABULARY,
    {id: p.type for id, p in PARAMETERS.items()},
    {key: type for key, (type, _) in DEFINITIONS.items()},
)
TYPES: tuple[Type, ...] = (
    BOOL,
    HOURS,
    POINTS,
    COUNT_NUMBER,
    RATIO_NUMBER,
    DAYS_NUMBER,
    DATE,
    PERIOD,
    GRADE,
    KIND,
)


def read(text: str, subject: str, expected: Type) -> Expr | None:
    tree, wrong = parse_expression(LocatedText.of(text))
    expr, more = check_expression(tree, scope(subject), expected)
    assert not wrong + more, (text, [d.message("en") for d in wrong + more])
    return expr


@settings(max_examples=200, deadline=None)
@given(st.data(), st.sampled_from(TYPES), st.sampled_from(("teacher", "school", "county")), st.sampled_from(LANGS))
def test_what_is_printed_reads_back_the_same(data: st.DataObject, type: Type, subject: str, lang: Lang) -> None:
    expr = data.draw(expressions(GROUND, subject, type))
    text = show(expr, NAMES, lang, type, subject)
    assert read(text, subject, type) == expr, text
