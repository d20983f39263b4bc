"""From a text to an untyped tree. Any text gives a tree: where it cannot be read, an `ErrorNode` and a diagnostic."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

from policyrules.diagnostics.catalogue import expression as catalogue
from policyrules.diagnostics.core import Code, Diagnostic, Sentence
from policyrules.model.expr import ArithOp, CompareOp
from policyrules.model.words import Period
from policyrules.syntax import forms
from policyrules.syntax.dates import join, whole_year
from policyrules.syntax.keywords import Mark
from policyrules.syntax.lexer import MOST_PROBLEMS, Kind, Token, tokens_of
from policyrules.syntax.located import LocatedText
from policyrules.syntax.tree import (
    AggregateNode,
    AnyNode,
    ArithNode,
    BetweenNode,
    ChoiceNode,
    CompareNode,
    EndNode,
    ErrorNode,
    ExtremeNode,
    KnownNode,
    ListedNode,
    LogicNode,
    NameNode,
    NegateNode,
    Node,
    NotNode,
    NumberNode,
    PathNode,
    PhaseNode,
    RoundNode,
    ThisNode,
    TodayNode,
    Tree,
    ValueNode,
    WithinNode,
)

MOST_CHARACTERS = 4000
MOST_LEVELS = 64

ANY, AND, NOT, COMPARISON, SUM, PRODUCT, UNARY = range(1, 8)
COMPARISONS = {Mark[op.name]: op for op in CompareOp}
SUMS = {Mark.PLUS: ArithOp.ADD, Mark.MINUS: ArithOp.SUB}
PRODUCTS = {Mark.STAR: ArithOp.MUL, Mark.SLASH: ArithOp.DIV}
POWER = (
    {Mark.OR: ANY, Mark.AND: AND}
    | dict.fromkeys(COMPARISONS, COMPARISON)
    | dict.fromkeys((Mark.IN, Mark.NOT_IN, Mark.BETWEEN, Mark.IS_KNOWN, Mark.IS_UNKNOWN), COMPARISON)
    | dict.fromkeys(SUMS, SUM)
    | dict.fromkeys(PRODUCTS, PRODUCT)
)
PLAIN = frozenset((Mark.TRUE, Mark.FALSE, Mark.TODAY, Mark.THIS, Mark.PHASE_START, Mark.PHASE_END))
BETWEEN_OPERANDS = frozenset(POWER) | {Mark.COMMA, Mark.THEN, Mark.ELSE, Mark.FOR, Mark.WHERE}
RESTING = frozenset(
    (Mark.AND, Mark.OR, Mark.COMMA, Mark.CLOSE, Mark.THEN, Mark.ELSE, Mark.FOR, Mark.WHERE, Kind.FINISH)
)


def parse_expression(text: LocatedText) -> tuple[Tree, tuple[Diagnostic, ...]]:
    """The tree of `text` and what is wrong with its writing.

    >>> parse_expression(LocatedText.of("a >= 2 且 b"))[0].root.disjunction
    False
    """
    whole = ErrorNode(0, len(text.value))
    if len(text.value) > MOST_CHARACTERS:
        return Tree(text, whole), (catalogue.TOO_LONG.at(text.span, length=len(text.value), most=MOST_CHARACTERS),)
    tokens, problems = tokens_of(text)
    parser = Parser(text, tokens, problems)
    root = parser.everything()
    if parser.is_too_deep or (len(tokens) > MOST_LEVELS and height(root) > MOST_LEVELS):
        return Tree(text, whole, len(tokens)), (catalogue.TOO_DEEP.at(text.span, most=MOST_LEVELS),)
    in_order = sorted(parser.problems, key=lambda p: p.place or text.span.place)
    return Tree(text, root, len(tokens)), tuple(in_order[:MOST_PROBLEMS])


def height(root: Node) -> int:
    """How many nodes stand one inside the other, at most."""
    highest, pending = 0, [(root, 1)]
    while pending:
        node, level = pending.pop()
        highest = max(highest, level)
        for name in type(node).__match_args__:
            value = getattr(node, name)
            for item in value if isinstance(value, tuple) else (value,):
                if isinstance(item, Node):
                    pending.append((item, level + 1))
    return highest


class Parser:
    """Precedence climbing over the tokens of one text."""

    def __init__(self, text: LocatedText, tokens: tuple[Token, ...], problems: tuple[Diagnostic, ...]) -> None:
        """Stand before the first token."""
        self.text = text
        self.tokens = tokens
        self.problems = list(problems)
        self.at = 0
        self.level = 0
        self.is_too_deep = False
        self.silent_until = -1

    # Moving over the tokens.

    @property
    def token(self) -> Token:
        """The token that comes next."""
        return self.tokens[self.at]

    @property
    def last(self) -> Token:
        """The token that was read last."""
        return self.tokens[self.at - 1]

    def next(self) -> Token:
        """Read a token; at the end stay there."""
        token = self.token
        if token.kind is not Kind.FINISH:
            self.at += 1
        return token

    def sees(self, kind: Kind | Mark) -> bool:
        """Whether the next token is of that kind."""
        return self.token.kind is kind

    def takes(self, kind: Kind | Mark) -> bool:
        """Read the next token if it is of that kind."""
        found = self.sees(kind)
        if found:
            self.next()
        return found

    def written(self, token: Token) -> str:
        """What was written for `token`."""
        return self.text.value[token.start : token.end]

    # Reporting.

    def report(self, code: Code, start: int, end: int, **values: object) -> None:
        """Keep a mistake, unless it only follows from the one before."""
        if self.at > self.silent_until:
            self.problems.append(code.at(self.text.part(start, max(end, start + 1)), **values))
        self.silent_until = max(self.silent_until, self.at)

    def too_deep(self) -> None:
        """Read no further: of a text that is nested too deeply nothing else is said."""
        self.is_too_deep = True
        self.at = len(self.tokens) - 1
        self.silent_until = len(self.tokens)

    def unexpected(self, expected: Sentence) -> ErrorNode:
        """Report the next token, and go on behind what cannot be understood."""
        token = self.token
        if token.kind is not Kind.ERROR:
            place = forms.after(self.written(self.last)) if self.at else forms.AT_START
            if token.kind is Kind.FINISH and self.at:
                last = self.last
                self.report(
                    catalogue.UNFINISHED,
                    last.start,
                    last.end,
                    last=self.written(last),
                    place=place,
                    expected=expected,
                )
            else:
                self.report_token(token, place, expected)
        return self.recover(token.start)

    def report_token(self, token: Token, place: Sentence, expected: Sentence) -> None:
        """Report a token that stands where it cannot, with the advice that fits it best."""
        found = self.written(token) or " "
        before = self.last if self.at else None
        if token.kind is Mark.CLOSE and expected is not forms.VALUE:
            self.report(catalogue.BRACKET, token.start, token.end, found=found)
            return
        if before is not None and before.kind is Kind.NAME and isinstance(before.value, str):
            apart = forms.take_apart(before.value)
            if apart:
                glued = self.written(before)
                self.report(catalogue.GLUED, before.start, before.end, found=glued, instead=apart)
                return
        advice = forms.advice(before, token, self.text.value)
        if self.at > self.silent_until:  # how a sign is written is beside the point where it cannot stand
            span = self.text.part(token.start, token.end)
            self.problems = [p for p in self.problems if p.where != span]
        self.report(
            catalogue.UNEXPECTED,
            token.start,
            token.end,
            found=f"`{found}`",
            place=place,
            expected=expected,
            advice=advice,
        )

    def recover(self, start: int) -> ErrorNode:
        """Skip to where an expression can go on: a connective, a comma, a closing bracket."""
        depth = 0
        while depth or self.token.kind not in RESTING:
            if self.sees(Kind.FINISH):
                break
            kind = self.next().kind
            depth += (kind is Mark.OPEN) - (kind is Mark.CLOSE)
        self.silent_until = max(self.silent_until, self.at)
        return ErrorNode(start, max(start, self.last.end))

    # The grammar, from the outside in.

    def everything(self) -> AnyNode:
        """The whole text as one expression."""
        root = self.expression(ANY)
        while not self.sees(Kind.FINISH):
            root = self.unexpected(forms.OPERATOR)
            while not self.sees(Kind.FINISH) and (self.takes(Mark.CLOSE) or self.token.kind in BETWEEN_OPERANDS):
                self.next()
            if not self.sees(Kind.FINISH):
                self.expression(ANY)
        return root

    def nested(self) -> AnyNode:
        """An expression inside another one."""
        return self.expression(ANY)

    def expression(self, power: int) -> AnyNode:
        """An expression whose operators bind at least as strongly as `power`.

        Every nesting of the grammar passes through here, so that counting here bounds the depth of them all.
        """
        if self.level >= MOST_LEVELS:
            start = self.token.start
            self.too_deep()
            return ErrorNode(start, start)
        self.level += 1
        left = self.operand(power)
        while isinstance(mark := self.token.kind, Mark) and POWER.get(mark, 0) >= power:
            if mark in (Mark.OR, Mark.AND):
                left = self.logic(left, mark)
            elif mark in SUMS:
                left = self.arith(left, SUMS[mark], PRODUCT)
            elif mark in PRODUCTS:
                left = self.arith(left, PRODUCTS[mark], UNARY)
            else:
                left = self.comparison(left, mark)
        self.level -= 1
        return left

    def logic(self, left: AnyNode, mark: Mark) -> AnyNode:
        """Two or more conditions with one connective."""
        items = [left]
        while self.takes(mark):
            items.append(self.expression(AND if mark is Mark.OR else NOT))
        return LogicNode(left.start, items[-1].end, mark is Mark.OR, tuple(items))

    def arith(self, left: AnyNode, op: ArithOp, power: int) -> AnyNode:
        """One step of arithmetic."""
        self.next()
        right = self.expression(power)
        return ArithNode(left.start, right.end, op, left, right)

    def comparison(self, left: AnyNode, mark: Mark) -> AnyNode:
        """A comparison; a second one behind it is a mistake."""
        self.next()
        node = self.compared(left, mark)
        token = self.token
        if isinstance(token.kind, Mark) and POWER.get(token.kind) == COMPARISON:
            self.report(catalogue.CHAINED, token.start, token.end, found=self.written(token))
            self.next()
            return self.recover(left.start)
        return node

    def compared(self, left: AnyNode, mark: Mark) -> AnyNode:
        """What stands behind a comparison's operator."""
        start = left.start
        if mark in COMPARISONS:
            right = self.expression(SUM)
            return CompareNode(start, right.end, COMPARISONS[mark], left, right)
        if mark in (Mark.IS_KNOWN, Mark.IS_UNKNOWN):
            return KnownNode(start, self.last.end, left, mark is Mark.IS_UNKNOWN)
        if mark is Mark.BETWEEN:
            return self.between(left)
        negated = mark is Mark.NOT_IN
        if self.sees(Mark.OPEN):
            opening = self.next()
            options = self.listed()
            self.close(opening)
            return ListedNode(start, self.last.end, left, options, negated)
        period = self.expression(SUM)
        return WithinNode(start, period.end, left, period, negated)

    def between(self, left: AnyNode) -> AnyNode:
        """The two ends of `between`."""
        low = self.expression(SUM)
        if not (self.takes(Mark.BETWEEN_AND) or self.takes(Mark.AND)):
            return self.unexpected(forms.SECOND_END)
        high = self.expression(SUM)
        return BetweenNode(left.start, high.end, left, low, high)

    def listed(self) -> tuple[AnyNode, ...]:
        """Expressions with commas between them."""
        items = [self.nested()]
        while self.takes(Mark.COMMA):
            items.append(self.nested())
        return tuple(items)

    def close(self, opening: Token) -> None:
        """The bracket that belongs to `opening`."""
        if self.takes(Mark.CLOSE):
            return
        if self.sees(Kind.FINISH):
            self.report(catalogue.BRACKET, opening.start, opening.end, found=self.written(opening))
        elif self.at > self.silent_until:
            self.unexpected(forms.OPERATOR_OR_CLOSE)
        self.skip_group()

    def skip_group(self) -> None:
        """Go behind the bracket that ends the group at hand."""
        depth = 1
        while depth and not self.sees(Kind.FINISH):
            kind = self.next().kind
            depth += (kind is Mark.OPEN) - (kind is Mark.CLOSE)
        self.silent_until = max(self.silent_until, self.at)

    def operand(self, power: int) -> AnyNode:
        """What an operator works on: a value with its prefixes and path."""
        token = self.token
        if token.kind is Mark.NOT:
            if power > NOT:
                return self.unexpected(forms.NOT_BARE)
            self.next()
            item = self.expression(NOT)
            return NotNode(token.start, item.end, item)
        if token.kind is Mark.MINUS:
            self.next()
            item = self.expression(UNARY)
            return NegateNode(token.start, item.end, item)
        node = self.primary()
        while self.takes(Mark.DOT):
            if not self.sees(Kind.NAME):
                return self.unexpected(forms.NAME)
            name = self.name()
            node = PathNode(node.start, name.end, node, name)
        return node

    def name(self) -> NameNode:
        """A name."""
        token = self.next()
        return NameNode(token.start, token.end, str(token.value))

    def primary(self) -> AnyNode:
        """A value without operators around it."""
        token = self.token
        kind = token.kind
        if kind is Kind.NAME:
            return self.name()
        if kind is Kind.NUMBER:
            return self.number()
        if kind is Kind.TEXT:
            self.next()
            return ValueNode(token.start, token.end, str(token.value))
        if kind is Kind.DATE:
            return self.day_or_period()
        if isinstance(kind, Mark):
            if kind in PLAIN:
                return plain(self.next())
            if kind is Mark.OPEN:
                return self.bracket()
            if kind is Mark.IF:
                return self.choice()
            if kind in forms.FUNCTIONS:
                return self.call(kind)
        return self.unexpected(forms.VALUE)

    def bracket(self) -> AnyNode:
        """An expression in brackets."""
        opening = self.next()
        inner = self.nested()
        self.close(opening)
        if isinstance(inner, NumberNode | NameNode | ErrorNode):
            return inner
        return replace(inner, start=opening.start, end=self.last.end)

    def number(self) -> AnyNode:
        """A number with its unit or percent sign, or a year that begins a period."""
        token = self.token
        if self.tokens[self.at + 1].kind is Mark.RANGE:
            return self.day_or_period()
        self.next()
        value = token.value if isinstance(token.value, Fraction) else Fraction(0)
        if self.takes(Mark.PERCENT):
            return NumberNode(token.start, self.last.end, value / 100, None, True)
        unit = None
        if self.sees(Kind.NAME):
            unit = self.name()
        elif self.sees(Mark.COUNT) and self.tokens[self.at + 1].kind is not Mark.OPEN:
            self.next()
            unit = NameNode(self.last.start, self.last.end, Mark.COUNT.english)
        return NumberNode(token.start, self.last.end, value, unit, False)

    def day_or_period(self) -> AnyNode:
        """A day or period, or two of them with `..` between."""
        token = self.next()
        if not self.takes(Mark.RANGE):
            return ValueNode(token.start, token.end, token.value)  # type: ignore[arg-type]
        if not (self.sees(Kind.DATE) or self.sees(Kind.NUMBER)):
            return self.unexpected(forms.DATE)
        other = self.next()
        first, last = end_of_range(token), end_of_range(other)
        found = first if isinstance(first, Sentence) else last if isinstance(last, Sentence) else join(first, last)
        if isinstance(found, Sentence):
            written = self.text.value[token.start : other.end]
            self.report(catalogue.BAD_DATE, token.start, other.end, found=written, why=found)
            return ErrorNode(token.start, other.end)
        return ValueNode(token.start, other.end, found)

    def choice(self) -> AnyNode:
        """`if .. then .. else ..`."""
        opening = self.next()
        condition = self.nested()
        if not self.takes(Mark.THEN):
            return self.unexpected(forms.THEN)
        chosen = self.nested()
        if not self.takes(Mark.ELSE):
            return self.unexpected(forms.ELSE)
        other = self.nested()
        return ChoiceNode(opening.start, other.end, condition, chosen, other)

    # Calls.

    def call(self, mark: Mark) -> AnyNode:
        """A function with its brackets; what it takes is its own matter."""
        name = self.next()
        if not self.takes(Mark.OPEN):
            return self.bad_call(name, mark, forms.NO_BRACKET, skip=False)
        opening = self.last
        node = self.call_body(name, mark)
        if isinstance(node, Sentence):
            return self.bad_call(name, mark, node, skip=True)
        if self.takes(Mark.CLOSE):
            return replace(node, end=self.last.end)
        if self.sees(Kind.FINISH) or self.sees(Kind.ERROR) or self.at <= self.silent_until:
            self.close(opening)
        else:
            return self.bad_call(name, mark, forms.too_much(self.written(self.token)), skip=True)
        return node

    def bad_call(self, name: Token, mark: Mark, why: Sentence, skip: bool) -> ErrorNode:
        """Report a call that is not written as it should be."""
        form = forms.form_of(mark)
        self.report(catalogue.BAD_CALL, name.start, name.end, found=self.written(name), why=why, form=form)
        if skip:
            self.skip_group()
        return ErrorNode(name.start, self.last.end)

    def call_body(self, name: Token, mark: Mark) -> AnyNode | Sentence:
        """What stands between a function's brackets, or why it cannot be that."""
        if self.sees(Mark.CLOSE):
            return forms.NOTHING_INSIDE
        if mark is Mark.COUNT:
            return self.members(name, mark, None, None)
        if mark in forms.ROUNDINGS:
            return self.rounding(name, mark)
        if mark in (Mark.START, Mark.END):
            period = self.nested()
            return EndNode(name.start, period.end, mark is Mark.END, period)
        threshold = None
        if mark is Mark.AT_LEAST:
            threshold = self.expression(SUM)
            if not self.takes(Mark.COMMA):
                return forms.NO_THRESHOLD
        value = self.nested()
        if self.takes(Mark.FOR):
            return self.members(name, mark, threshold, value)
        if mark in (Mark.MIN, Mark.MAX) and self.takes(Mark.COMMA):
            items = (value, *self.listed())
            return ExtremeNode(name.start, items[-1].end, forms.AGGREGATES[mark], items)
        return forms.NO_FOR

    def members(self, name: Token, mark: Mark, threshold: AnyNode | None, value: AnyNode | None) -> AnyNode | Sentence:
        """A collection and the condition on its members."""
        source = self.expression(UNARY)
        if self.sees(Mark.FOR):
            return forms.COUNT_FOR
        where = self.nested() if self.takes(Mark.WHERE) else None
        return AggregateNode(name.start, self.last.end, forms.AGGREGATES[mark], threshold, value, source, where)

    def rounding(self, name: Token, mark: Mark) -> AnyNode | Sentence:
        """A number and the decimal places it is rounded to."""
        item = self.nested()
        digits = None
        if self.takes(Mark.COMMA):
            token = self.token
            if not self.takes(Kind.NUMBER) or not isinstance(token.value, Fraction):
                return forms.DIGITS
            digits = NumberNode(token.start, token.end, token.value, None, False)
        return RoundNode(name.start, self.last.end, forms.ROUNDINGS[mark], item, digits)


def plain(token: Token) -> AnyNode:
    """A keyword that is a value."""
    if token.kind is Mark.TODAY:
        return TodayNode(token.start, token.end)
    if token.kind is Mark.THIS:
        return ThisNode(token.start, token.end)
    if token.kind in (Mark.PHASE_START, Mark.PHASE_END):
        return PhaseNode(token.start, token.end, token.kind is Mark.PHASE_END)
    return ValueNode(token.start, token.end, token.kind is Mark.TRUE)


def end_of_range(token: Token) -> date | Period | Sentence:
    """One end of a range: a day, a period or a bare year."""
    if isinstance(token.value, date | Period):
        return token.value
    whole = isinstance(token.value, Fraction) and token.end - token.start == 4 and token.value.denominator == 1
    return whole_year(int(token.value)) if whole else forms.NO_YEAR  # type: ignore[arg-type]
