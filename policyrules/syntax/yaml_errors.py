"""What the YAML parser complained of, in our words: its own text is never shown."""

from __future__ import annotations

import re

import yaml

from policyrules.diagnostics.catalogue import text as codes
from policyrules.diagnostics.core import Diagnostic, Sentence
from policyrules.diagnostics.source import SourceText, Span

# Possessive, and only from the start of a line: a line of a million blanks is looked at once.
_LINE = re.compile(r"^[^\S\n]*+\S[^\n]*", re.MULTILINE)
_WIDE_BLANK = re.compile(r" *([\u00a0\u3000]+)")
_LONG_DASH = re.compile(r"\s*([–—－−])\s*[{\[\"'\w]")
_GLUED_DASH = re.compile(r"\s*(-)[{\[\"'\w]")
_WIDE_BRACKET = re.compile(r"\s*(?:- )?(?:[^\s:]+: )?([｛［])")
_KEY = re.compile(r"([^\s:：]+)[:：]")
_END = "\N{SYMBOL FOR END OF TEXT}"
_RESERVED = "%@`|>,]}&*!?"

_SLIPS = ((_GLUED_DASH, codes.GLUED_DASH), (_LONG_DASH, codes.WIDE_SIGN), (_WIDE_BRACKET, codes.WIDE_SIGN))


def explain_yaml_error(error: yaml.YAMLError, source: SourceText) -> Diagnostic:
    """The diagnostic for `error`. Both parsers (C and pure) word it differently; the characters there decide."""
    context = getattr(error, "context", None) or ""
    problem = getattr(error, "problem", None) or ""
    at = _offset(getattr(error, "problem_mark", None), source)
    begun = _offset(getattr(error, "context_mark", None), source) if context else at
    text = source.text
    here = text[at : at + 1]
    if "quoted scalar" in context:
        return _in_quotes(source, begun, at, "end of stream" in problem or "document separator" in problem)
    if here == "\t" or "tab" in problem:
        start = text.find("\t", text.rfind("\n", 0, at) + 1)
        return codes.TAB.at(_one(source, start), character="\\t", what=codes.A_TAB)
    slip = _slip_before(source, at)
    if slip is not None:
        return slip
    if "flow" in context:
        begun = _last_open(text) if not text[at:].strip() else begun
        if text[begun : begun + 1] in ("[", "{"):
            return _in_brackets(source, begun, at)
    if "directive" in context or "document start" in problem:  # directives at the start never come this far
        word = _near(text, begun).split(" ")[0]
        return codes.SECOND_DOCUMENT.at(Span(source, begun, begun + len(word)), near=word)
    if "mapping values" in problem:
        return _misplaced_colon(source, at)
    if "sequence entries" in problem:
        return codes.DASH_IN_VALUE.at(_one(source, at))
    if "simple key" in context:
        near = _near(text, begun)
        return codes.MISSING_COLON.at(Span(source, begun, begun + len(near)), near=near, instead=_pair(near))
    return _reserved_or_other(source, begun, at, context)


def _slip_before(source: SourceText, at: int) -> Diagnostic | None:
    """A slip in this line or the one above that the parser stumbles over only later, if there is one."""
    line_end = source.text.find("\n", at)
    lines = list(_LINE.finditer(source.text, 0, line_end if line_end >= 0 else len(source.text)))[-2:]
    for line in reversed(lines):
        blank = _WIDE_BLANK.match(line[0])
        if blank:
            start = line.start() + blank.start(1)
            span = Span(source, start, line.start() + blank.end(1))
            return codes.TAB.at(span, character=f"U+{ord(blank[1][0]):04X}", what=codes.A_WIDE_BLANK)
    for line in reversed(lines):
        for pattern, code in _SLIPS:
            found = pattern.match(line[0])
            if found:
                span = Span(source, line.start() + found.start(1), line.start() + found.end(1))
                return code.at(span, character=found[1])
    return None


def _reserved_or_other(source: SourceText, begun: int, at: int, context: str) -> Diagnostic:
    """A value that starts with one of YAML's own signs, or a structure nobody can read."""
    if source.text[at : at + 1] == ":":
        return codes.EMPTY_KEY.at(_one(source, at))
    for offset in (begun, at):
        character = source.text[offset : offset + 1]
        if character and character in _RESERVED and "block collection" not in context:
            return codes.RESERVED_START.at(_one(source, offset), character=character)
    near = _near(source.text, at) or _near(source.text, begun) or _END
    why, instead = _why_unreadable(source.text, at)
    return codes.SYNTAX.at(_one(source, at), near=near, why=why, instead=instead)


def _why_unreadable(text: str, at: int) -> tuple[Sentence, Sentence]:
    """The likeliest reason why nobody can read on at `at`, and what to do."""
    start = text.rfind("\n", 0, at) + 1
    before = text[start:at]
    if before.rstrip()[-1:] in ("'", '"'):
        return codes.BEHIND_QUOTES, codes.QUOTE_ALL
    lines = [line for line in text[:start].splitlines() if line.strip() and not line.lstrip().startswith("#")]
    if before.strip() or not lines:
        return codes.ALIGNED, codes.CHECK_LINES
    indents = {"here": len(before), "above": len(lines[-1]) - len(lines[-1].lstrip())}
    return Sentence(codes.INDENTED.zh.format(**indents), codes.INDENTED.en.format(**indents)), codes.ALIGN


def _misplaced_colon(source: SourceText, at: int) -> Diagnostic:
    """Two keys on one line; or the line above lacks its colon, so that both lines became one text."""
    line_start = source.text.rfind("\n", 0, at) + 1
    above_start = source.text.rfind("\n", 0, max(line_start - 1, 0)) + 1
    above = source.text[above_start : max(line_start - 1, 0)].rstrip()
    here = source.text[line_start:at]
    indents = [len(line) - len(line.lstrip()) for line in (above, here)]
    if above.strip() and ": " not in above and not above.endswith(":") and "- " not in above and len(set(indents)) == 1:
        start = above_start + indents[0]
        near = above.strip()[:40]
        return codes.MISSING_COLON.at(Span(source, start, above_start + len(above)), near=near, instead=_pair(near))
    return codes.COLON_IN_VALUE.at(_one(source, at))


def _in_quotes(source: SourceText, begun: int, at: int, never_closed: bool) -> Diagnostic:
    if never_closed:
        return codes.OPEN_QUOTE.at(_one(source, begun), quote=source.text[begun : begun + 1])
    slash = source.text.rfind("\\", begun, at + 1)
    start = slash if slash >= 0 else at
    near = source.text[start : start + 2].strip()
    return codes.BAD_ESCAPE.at(Span(source, start, start + len(near)), near=near)


def _in_brackets(source: SourceText, begun: int, at: int) -> Diagnostic:
    wide = next((i for i in range(begun, at) if source.text[i] in "，："), None)
    if wide is not None:
        return codes.WIDE_SIGN.at(_one(source, wide), character=source.text[wide])
    bracket = source.text[begun]
    closing = "]" if bracket == "[" else "}"
    near = _near(source.text, at) or _END
    return codes.OPEN_BRACKET.at(_one(source, begun), bracket=bracket, closing=closing, near=near)


def _last_open(text: str) -> int:
    """Where the last bracket stands that nothing closes: of a text that ends right behind one the parser only says that
    something is missing at the end."""
    closed = 0
    for offset in range(len(text) - 1, -1, -1):
        if text[offset] in "]}":
            closed += 1
        elif text[offset] in "[{":
            if not closed:
                return offset
            closed -= 1
    return len(text)


def _offset(mark: yaml.Mark | None, source: SourceText) -> int:
    """The mark's offset, never beyond the text."""
    return 0 if mark is None else min(mark.index, len(source.text))


def _one(source: SourceText, offset: int) -> Span:
    """The span of one character, or of none at the end of a line or of the text."""
    width = 0 if source.text[offset : offset + 1] in ("", "\n", "\r") else 1
    return Span(source, offset, offset + width)


def _pair(near: str) -> Sentence:
    """How the line is written that lacks its colon: with its own key, where that can be told."""
    found = _KEY.match(near)
    return Sentence(f"{found[1]}: ...", f"{found[1]}: ...") if found else Sentence("键: 值", "key: value")


def _near(text: str, start: int) -> str:
    """The rest of the line from `start`, shortened for a message."""
    return text[start : start + 30].split("\n", 1)[0].strip()
