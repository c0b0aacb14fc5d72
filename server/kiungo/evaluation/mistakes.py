"""The mistakes that people make in queries, each known by the token that cannot stand there and what stands around it.

A rule says what is wrong only where nothing else can be meant; the last one says no more than what the parser found.
https://www.w3.org/TR/sparql11-query/#sparqlGrammar
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from itertools import pairwise, takewhile

from kiungo.evaluation.grammar import AGGREGATES, CLAUSES, ELSEWHERE, FUNCTIONS, KEYWORDS, LOOKALIKES
from kiungo.evaluation.place import CLOSING, Finding, Place
from kiungo.evaluation.tokens import FORMS, first
from kiungo.rdf.prefixes import WELL_KNOWN
from kiungo.rdf.queries import Token

_COMPARISONS = ("=", "!=", "<", ">", "<=", ">=")
_SELECTING = ("SELECT", "DISTINCT", "REDUCED")
_JOINERS = "\u200c\u200d"  # not seen, but part of names in Persian, Hindi and others


def explained(place: Place) -> Finding:
    """What is wrong at a place."""
    return next(each for rule in _RULES for each in rule(place))


def _characters(place: Place) -> Iterator[Finding]:
    """Characters that no query has outside its strings, and that are often pasted into one: most of them are not seen."""
    for offset, found in enumerate(place.token.text if place.token.kind in ("mark", "name") else ""):
        code, category = _code(found), unicodedata.category(found)
        typed = LOOKALIKES.get(found) or unicodedata.normalize("NFKC", found)
        if category in ("Cc", "Cf") and not (place.token.kind == "name" and found in _JOINERS):
            yield place.finding("character_unseen", "character_remove", place.token.start + offset, character=code)
        elif category.startswith("Z"):
            yield place.finding("character_blank", "character_space", character=code)
        elif place.token.kind == "mark" and not found.isascii() and typed.isascii():
            yield place.finding("character_other", "write_instead", character=code, text=typed)


def _form(place: Place) -> Iterator[Finding]:
    """What begins as no query does."""
    start = first(place.query)
    if place.failure.place >= (start.start if start else len(place.query)) and (start is None or start.keyword not in FORMS):
        shown = {"found": start.text[:40] if start else "", "forms": ", ".join(FORMS)}
        yield place.finding("form_wrong" if start else "form_none", "form_begin", start.start if start else None, **shown)


def _code(character: str) -> str:
    """The code point and the name of a character, as Unicode writes them."""
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".rstrip()


def _strings(place: Place) -> Iterator[Finding]:
    """A string that is not closed, and a quotation mark inside one."""
    for each in (*place.tokens, place.token):
        quote = each.text[:3] if each.text[:3] in ('"""', "'''") else each.text[:1]
        if each.kind == "string" and (len(each.text) < 2 * len(quote) or not each.text.endswith(quote)):
            for at, (found, after) in enumerate(pairwise(f"{each.text} ")):
                if LOOKALIKES.get(found) == quote and not after.isalnum():
                    values = {"found": found, "character": _code(found), "text": quote}
                    yield place.finding("character_other", "write_instead", each.start + at, **values)
            yield place.finding("string_open", "string_close", each.start, quote=quote)
    last = place.before()
    if last.kind == "string" and last.start + len(last.text) == place.token.start and place.token.kind == "word":
        yield place.finding("string_quote", "string_escape", last.start + len(last.text) - 1, quote=last.text[-1])
    if place.token.kind == "string" and "\\" in place.token.text and place.token.text[0] in place.expected:
        yield place.finding("escape_wrong", "escape_written")


def _iris(place: Place) -> Iterator[Finding]:
    """An IRI that is none, is not closed, or stands without its brackets."""
    written = re.compile(r"[a-z][a-z0-9+.-]*://[^\s<>\"{}|\\^`]*", re.IGNORECASE).match(place.query, place.token.start)
    if written:
        yield place.finding("iri_bare", "iri_brackets", iri=written[0][:200])
    start = next((each.start for each in reversed(place.tokens) if each.text == "<"), place.failure.place)
    if ">" in place.expected and re.match(r"<[A-Za-z/#][^<>]*\Z", place.query[start : place.failure.place]):
        yield place.finding("iri_wrong", "iri_escape", start)
    if place.token.kind == "iri":
        if "!=" in place.expected:
            yield place.finding("operator", "write", text="!=")
        elif {"<", ":"} & place.expected:
            yield place.finding("iri_wrong", "iri_escape")


def _prefixes(place: Place) -> Iterator[Finding]:
    last = place.before()
    if last.keyword == "PREFIX" and place.token.kind != "name":
        name = place.token.text if place.token.kind == "word" else "ex"
        yield place.finding("prefix_colon", "prefix_declare", prefix=name, iri=place.prefixes.get(name, "…"))
    elif last.kind == "name" and place.before(2).keyword == "PREFIX":
        yield place.finding("prefix_iri", "prefix_declare", prefix=last.text[:-1], iri="…")
    elif place.token.kind == "name":
        pairs = zip(place.tokens, place.tokens[1:], strict=False)
        name = place.token.text.partition(":")[0]
        if name not in {each.text[:-1] for before, each in pairs if before.keyword == "PREFIX"}:
            iri = place.prefixes.get(name, "…")
            yield place.finding("prefix_undeclared", "prefix_begin", prefix=name, iri=iri)


_PAIRS = {"= =": "=", "= >": ">=", "> =": ">=", "< =": "<=", "= <": "<="}
_SIDED = ("+", "-", "*", "/", "&&", "||", *_COMPARISONS)
_WORDS = {"AND": "&&", "OR": "||", "EQ": "=", "NE": "!=", "IS": "="}


def _operators(place: Place) -> Iterator[Finding]:
    """Operators of other languages."""
    text, last, after = place.token.text, place.before(), place.next.start
    for one, other in pairwise((*place.tokens, place.token)):
        pair = f"{one.text} {other.text}"
        if pair in _PAIRS:
            found = pair.replace(" ", "") if other.start == one.start + 1 else pair
            yield place.finding("operator", "write", one.start, text=_PAIRS[pair], found=found)
    if text in ("&", "|") and text * 2 in place.expected:
        yield place.finding("operator", "write", text=text * 2)
    elif place.token.keyword in _WORDS and "&&" in place.expected:
        yield place.finding("operator", "write", text=_WORDS[place.token.keyword])
    elif text == "," and (last.kind, place.next.kind) == ("number", "number") and after == place.token.start + 1:
        yield place.finding("decimal_comma", "write", text=f"{last.text}.{place.next.text}")
    elif text == "-" and re.match(r"\d{4}-\d\d-\d\d\b", place.query[last.start : last.start + 11]):
        day = place.query[last.start : last.start + 10]
        yield place.finding("date_bare", "write", last.start, text=f'"{day}"^^<{WELL_KNOWN["xsd"]}date>')
    elif text in _SIDED and last.text in _SIDED and place.open and place.tokens[place.open[-1]].text == "(":
        yield place.finding("too_early", "complete_first")


def _marks(place: Place) -> Iterator[Finding]:
    text, last, after = place.token.text, place.before(), place.next
    if text + after.text[:1] in ("//", "/*") and after.start == place.token.start + 1:
        yield place.finding("comment", "comment_mark", found=text + after.text[:1])
    elif text == last.text == "-" and last.start + 1 == place.token.start:
        yield place.finding("comment", "comment_mark", last.start, found="--")
    elif text in ("?", "$"):
        yield place.finding("variable_empty", "variable_name")


def _selects(place: Place) -> Iterator[Finding]:
    """What stands between SELECT and the pattern."""
    if place.open:
        opener = place.open[-1]
        inside, last = place.tokens[opener + 1 :], place.tokens[opener - 1].keyword if opener else ""
        is_selected = len(place.open) == 1 and not place.call and _clause(place.tokens[:opener]) in _SELECTING
        ends = place.token.text == ")" or place.token.kind == "variable"
        is_round = place.tokens[opener].text == "("
        if is_round and (last == "BIND" or is_selected) and ends and inside and "AS" not in {each.keyword for each in inside}:
            yield place.finding("as_missing", "write", text="BIND(… AS ?x)" if last == "BIND" else "(… AS ?x)")
    elif _clause(place.tokens) in _SELECTING:
        if place.token.text == ",":
            yield place.finding("select_comma", "select_blanks")
        elif place.token.text == "{" or (place.token.keyword == "WHERE" and place.before().keyword in _SELECTING):
            yield place.finding("select_nothing", "select_what")
        elif place.token.keyword == "AS":
            yield place.finding("select_function", "write", text=f"({place.before().text} AS {place.next.text})")
        elif place.token.keyword in FUNCTIONS and place.next.text == "(":
            yield place.finding("select_function", "write", text=f"({place.token.keyword}(…) AS ?x)")


def _clause(tokens: list[Token]) -> str:
    """The last keyword or brace."""
    return next((each.text.upper() for each in reversed(tokens) if each.keyword in KEYWORDS or each.text in "{}"), "")


def _values(place: Place) -> Iterator[Finding]:
    """Rows of VALUES, which stand in brackets of their own, and their values, which nothing separates."""
    block = next((each for each in reversed(place.open[-2:]) if place.tokens[each].text == "{"), None)
    if place.token.text == "," and block and _clause(place.tokens[:block]) == "VALUES":
        yield place.finding("values_comma", "select_blanks")
    if place.expected == {"(", "}"}:
        if place.token.text == "}":
            yield place.finding("row_short", "row_write")
        elif place.begins_term:
            yield place.finding("row_bare", "row_write")


def _aggregates(place: Place) -> Iterator[Finding]:
    """Aggregates in conditions on single solutions, which some parsers take for those of the group around them."""
    is_refused = place.call in AGGREGATES and place.token.text == ")" and place.before().text != "("
    if not is_refused and not any(each in place.failure.expected for each in ("variable that is unbound", "SELECT * is not")):
        return
    within: list[str] = []
    for before, token in pairwise(place.tokens):
        if token.text in CLOSING:
            within.append(before.keyword if token.text == "(" else token.text)
        elif token.text in CLOSING.values() and within:
            within.pop()
        elif token.keyword in AGGREGATES and {"FILTER", "BIND"} & set(takewhile(lambda each: each != "{", reversed(within))):
            yield place.finding("aggregate_misplaced", "aggregate_having", token.start, function=token.keyword)


def _conditions(place: Place) -> Iterator[Finding]:
    """FILTER, HAVING, DESC, ORDER, GROUP and LIMIT without what belongs behind them."""
    last, word = place.before(), place.token.keyword
    if last.keyword in ("FILTER", "HAVING", "ASC", "DESC", "BIND", "IN") and not word and "(" in place.expected:
        how = "BIND(… AS ?x)" if last.keyword == "BIND" else f"{last.keyword} (…)"
        yield place.finding("brackets_missing", "write", keyword=last.keyword, text=how)
    elif place.token.text in _COMPARISONS and last.text == ")":
        keyword = _before_call(place)
        if keyword:
            yield place.finding("brackets_missing", "write", keyword=keyword, text=f"{keyword} (…)")
    elif last.keyword in ("GRAPH", "FROM", "NAMED") and place.token.text == "{":
        yield place.finding("graph_missing", "write", keyword=last.keyword, text=f"{last.keyword} <…>")
    elif last.keyword in ("ORDER", "GROUP"):
        yield place.finding("by_missing", "write", keyword=last.keyword, text=f"{last.keyword} BY")
    elif "LIMIT" in (last.keyword, place.before(2).keyword) or "OFFSET" in (last.keyword, place.before(2).keyword):
        keyword = last.keyword or place.before(2).keyword
        if place.token.text.isdigit() and last.keyword:
            yield place.finding("number_large", "number_most", keyword=keyword, n=2**64 - 1)
        elif last.keyword or place.token.text == ",":
            yield place.finding("number_missing", "number_write", keyword=keyword)


def _before_call(place: Place) -> str:
    """FILTER or HAVING, where the call that ends here stands right behind it."""
    depth = 0
    for number in range(len(place.tokens) - 1, 1, -1):
        depth += {")": 1, "(": -1}.get(place.tokens[number].text, 0)
        if depth == 0:
            found = place.tokens[number - 2].keyword
            return found if found in ("FILTER", "HAVING") else ""
    return ""


def _words(place: Place) -> Iterator[Finding]:
    """Words that are misspelt, unknown, or in a place that is not theirs."""
    word = place.token.keyword
    if not word:
        return
    if word in ("A", "TRUE", "FALSE") and place.token.text != word.lower():
        if word != "A" or "a" in place.expected:
            yield place.finding("small_letters", "write", text=word.lower())
    elif word in KEYWORDS | FUNCTIONS:
        yield from _misplaced(place, word)
    else:
        yield _unknown(place, word)


def _unknown(place: Place, word: str) -> Finding:
    """A word that SPARQL does not have: the one that may be meant, where only a word can stand here."""
    is_call = place.next.text == "("
    known = (FUNCTIONS | KEYWORDS if is_call else KEYWORDS) if is_call or not {"a", "!"} & place.expected else ()
    near = get_close_matches(word, sorted(known), 1, 0.8)
    meant = ELSEWHERE.get(word, "") if is_call or "&&" in place.expected else ""
    if meant or near:
        return place.finding("word_unknown", "word_meant", meant=meant or near[0])
    if is_call and "!" in place.expected:
        return place.finding("function_unknown", "function_known")
    return place.finding("word_unknown", "word_kinds")


def _misplaced(place: Place, word: str) -> Iterator[Finding]:
    if word == "UNION":
        yield place.finding("misplaced", "write", text="{ … } UNION { … }")
    elif word in CLAUSES and not place.open and "}" in {each.text for each in place.tokens}:
        yield place.finding("misplaced", "clauses")
    elif word == "SELECT" and place.open:
        yield place.finding("misplaced", "write", text="{ SELECT … }")


def _brackets(place: Place) -> Iterator[Finding]:
    """Brackets that close nothing, another one, or too early; and those that nothing closes."""
    text = place.token.text
    opener = place.tokens[place.open[-1]] if place.open else None
    if text in CLOSING.values() and opener is None:
        yield place.finding("closes_nothing", "close_nothing")
    elif opener and text in CLOSING.values() and CLOSING[opener.text] != text:
        mark = CLOSING[opener.text]
        yield place.finding("closes_other", "close_first", opener=opener.text, at=place.position(opener), text=mark)
    elif opener and text in CLOSING.values() and text not in place.expected:
        missing = "," if text == ")" and "," in place.expected else ""
        yield place.finding("too_early", "argument_missing" if missing else "complete_first")
    elif place.call == "GROUP_CONCAT" and (text == "," or place.before().text == ";"):
        yield place.finding("separator", "write", text='GROUP_CONCAT(?x; SEPARATOR=", ")')
    elif text == "," and ")" in place.expected and "," not in place.expected and place.call:
        yield place.finding("argument_many", "write", text=")")
    elif opener and place.token.kind == "end":
        yield place.finding("never_closed", "close_at_end", opener.start, opener=opener.text, text=CLOSING[opener.text])


def _ends(place: Place) -> Iterator[Finding]:
    """A full stop that is missing, one opening brace, and what follows a whole query."""
    if place.begins_term and {".", ";", ","} <= place.expected:
        yield place.finding("dot_missing", "dot_write")
    elif place.begins_term and {",", ")"} <= place.expected and place.call:
        yield place.finding("comma_missing", "write_before", text=",")
    elif len(place.expected) == 1 and place.token.kind != "end":
        (mark,) = place.expected
        yield place.finding("mark_missing", "write_instead" if place.token.text in ("(", "[") else "write_before", text=mark)
    elif not place.failure.expected:
        yield place.finding("query_over", "query_single")
    elif place.token.kind == "end":
        yield place.finding("query_short", "query_finish")


def _rest(place: Place) -> Iterator[Finding]:
    yield place.finding("unreadable", "check_before")


def _variables(place: Place) -> Iterator[Finding]:
    """Variables that are assigned twice, or neither grouped nor aggregated: what the parser says of a whole group."""
    said = place.failure.expected
    if "BIND is overriding" in said:
        yield from _bound_again(place)
    if place.token.kind != "end" and not (place.open and place.token.text == "}"):
        return
    if "SELECT * is not authorized" in said:
        star = next((each.start for each in place.tokens if each.text == "*"), place.failure.place)
        yield place.finding("star_grouped", "star_named", star)
    several = sum(each.keyword == "SELECT" for each in place.tokens) != 1
    for sentence, (known, unknown, remedy) in _SENTENCES.items():
        if sentence in said:
            token = None if several else _selected(place, known)
            start = next(each for each in place.tokens if each.keyword == "SELECT")
            name = token.text if token else "…"
            yield place.finding(known if token else unknown, remedy, (token or start).start, variable=name)


_SENTENCES = {
    "variable that is unbound": ("select_ungrouped", "select_ungrouped_some", "select_ungrouped_remedy"),
    "Duplicated variable name": ("select_twice", "select_twice_some", "select_twice_remedy"),
    "overrides an existing variable": ("select_bound", "select_bound_some", "select_bound_remedy"),
}


def _bound_again(place: Place) -> Iterator[Finding]:
    """The last BIND before this place whose variable stands before it, too."""
    earliest = _earliest(place.tokens)
    for before, token in reversed(list(pairwise(place.tokens))):
        if before.keyword == "AS" and token.kind == "variable" and earliest[token.text[1:]] != token:
            at = place.position(earliest[token.text[1:]])
            yield place.finding("bind_bound", "bind_other", token.start, variable=token.text, at=at)


def _earliest(tokens: Sequence[Token]) -> dict[str, Token]:
    """The variables of some tokens by their names, each where it stands first."""
    return {each.text[1:]: each for each in reversed(tokens) if each.kind == "variable"}


def _selected(place: Place, key: str) -> Token | None:
    """The variable of the only SELECT that the parser speaks of; None where that cannot be told."""
    begin = next(number for number, each in enumerate(place.tokens) if each.keyword == "SELECT")
    end = next(number for number, each in enumerate(place.tokens) if each.text == "{" and number > begin)
    depth, plain, named = 0, [], []
    for number in range(begin, end):
        each = place.tokens[number]
        depth += {"(": 1, ")": -1}.get(each.text, 0)
        if each.kind == "variable" and depth == 0:
            plain.append(each)
        elif each.kind == "variable" and place.tokens[number - 1].keyword == "AS":
            named.append(each)
    rest = {each.text[1:] for each in place.tokens[end:] if each.kind == "variable"}
    if key == "select_twice":
        both = sorted((*plain, *named), key=lambda each: each.start)
        earliest = _earliest(both)
        return next((each for each in both if earliest[each.text[1:]] != each), None)
    if key == "select_bound":
        return next((each for each in named if each.text[1:] in rest), None)
    grouped = {each.text[1:] for each in place.tokens[_grouping(place) :] if each.kind == "variable"}
    return next((each for each in plain if each.text[1:] not in grouped), None)


def _grouping(place: Place) -> int:
    found = [number for number, each in enumerate(place.tokens) if each.keyword == "GROUP"]
    return found[-1] if found else len(place.tokens)


_RULES = (
    _characters, _form, _strings, _iris, _prefixes, _aggregates, _variables, _operators, _marks, _selects, _values,
    _conditions, _words, _brackets, _ends, _rest,
)
