"""A drawing of classes and what joins them: boxes in columns, joined by curves. Pure arithmetic; a template draws it.

In layers, as in K. Sugiyama, S. Tagawa and M. Toda, “Methods for Visual Understanding of Hierarchical System Structures”
(1981): lines lead to the right, a line that passes a column has a place of its own there, and boxes are ordered by
where their neighbours are. Lengths are pixels at the size that the style gives the text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kiungo.web.contexts import Words

HEAD, LINE, FOOT = 34, 22, 8
"""Heights of a box: of its name, of each of its lines, of what is left below."""

_WIDEST, _NARROWEST = 360, 140
_LETTER, _NAME_LETTER = 7.2, 8.4  # generous: which font there is, is not known
_PADDING = 24
_ACROSS, _DOWN, _BETWEEN = 60, 18, 28
_SWEEPS = 6
_PASSING = 14  # what a line that passes a column takes of it
_EDGE = 2  # around the whole
_NARROW, _ASIDE = 340, 24  # a sheet for a phone, and what lines take of it on each side
_NEAR = 0.4  # how far out of that the shortest line goes; longer ones go around it


@dataclass(frozen=True)
class Line:
    """A property in a box: its name, and what its values are."""

    label: Words
    value: str
    value_lang: str = ""


@dataclass(frozen=True)
class Box:
    """A class. `href` leads to its entry."""

    key: str
    label: Words
    href: str
    is_outside: bool
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Edge:
    """A line between two boxes, from the line `line` of its box if it has one; `is_kind` leads from a class to a subclass."""

    source: str
    target: str
    line: int | None = None
    is_kind: bool = False


@dataclass(frozen=True)
class Placed:
    """A box where it stands."""

    box: Box
    x: float
    y: float
    width: float
    height: float

    def line_y(self, number: int) -> float:
        """Where the text of a line stands, in the box."""
        return HEAD + LINE * number + LINE * 0.68


@dataclass(frozen=True)
class Curve:
    """A drawn line: the data of an SVG path; `is_kind` where it leads from a class to its subclass."""

    d: str
    is_kind: bool


@dataclass(frozen=True)
class Diagram:
    """Boxes and curves on a sheet."""

    width: float
    height: float
    boxes: tuple[Placed, ...]
    curves: tuple[Curve, ...]


@dataclass(frozen=True)
class Drawing:
    """The same drawn for a wide screen, from left to right, and for a narrow one, from top to bottom."""

    wide: Diagram
    narrow: Diagram


@dataclass
class _Slot:
    """A place in a column: of a box, or of a line that passes."""

    key: str
    height: float
    width: float
    y: float = 0.0
    before: list[tuple[_Slot, float]] = field(default_factory=list)
    """What leads here: the slot, and how far below its top the line leaves it."""
    after: list[_Slot] = field(default_factory=list)


def draw(
    boxes: Sequence[Box], edges: Iterable[Edge], is_left: Callable[[Edge], bool] = lambda each: each.is_kind
) -> Drawing | None:
    """The boxes laid out; None where nothing is joined. `is_left` tells which lines pass on the left of a narrow drawing."""
    known = {each.key: each for each in boxes}
    wanted = [each for each in edges if each.source in known and each.target in known and each.source != each.target]
    return Drawing(_spread(known, wanted), _stacked(known, wanted, is_left)) if wanted else None


def _spread(known: Mapping[str, Box], wanted: Sequence[Edge], sheet: float = 985) -> Diagram:
    """A connected group below the other, small groups side by side."""
    x = y = row = width = 0.0
    placed: list[Placed] = []
    curves: list[Curve] = []
    for group in _groups(known, wanted):
        mine = [each for each in wanted if each.source in group]
        part, lines, (across, down) = _layered({key: known[key] for key in group}, mine)
        if x and x + across > sheet:
            x, y, row = 0.0, y + row + 2 * _DOWN, 0.0
        placed += [Placed(p.box, p.x + x + _EDGE, p.y + y + _EDGE, p.width, p.height) for p in part]
        curves += [Curve(_path(points, x + _EDGE, y + _EDGE), is_kind) for points, is_kind in lines]
        width, row = max(width, x + across), max(row, down)
        x += across + _BETWEEN
    return Diagram(round(width) + 2 * _EDGE, round(y + row) + 2 * _EDGE, tuple(placed), tuple(curves))


def _stacked(boxes: Mapping[str, Box], edges: Sequence[Edge], is_left: Callable[[Edge], bool]) -> Diagram:
    """The boxes one below the other, with the lines beside them."""
    placed: dict[str, Placed] = {}
    y = float(_EDGE)
    for key in (key for group in _groups(boxes, edges) for key in _downwards(group, edges)):
        placed[key] = Placed(_fitted(boxes[key]), _ASIDE, y, _NARROW - 2 * _ASIDE, _height(boxes[key]))
        y += placed[key].height + _DOWN
    curves = tuple(_aside(placed[each.source], placed[each.target], each, y, 1 if is_left(each) else -1) for each in edges)
    return Diagram(_NARROW, y - _DOWN + _EDGE, tuple(placed.values()), curves)


def _downwards(keys: Sequence[str], edges: Sequence[Edge]) -> list[str]:
    """The keys of a group, each after all that lead to it and, where it can be, right after one of them."""
    after = _forward(keys, [each for each in edges if each.source in keys])
    found: dict[str, None] = {}

    def visit(key: str) -> None:
        for each in reversed(after[key]):
            if each not in found:
                visit(each)
        found[key] = None

    for key in reversed(keys):
        if key not in found:
            visit(key)
    return list(reversed(found))


def _fitted(box: Box) -> Box:
    """A box with as many letters of its words as a narrow sheet has room for."""
    room = _NARROW - 2 * _ASIDE - _PADDING
    letters = int(room / _LETTER)
    lines = tuple(replace(each, value=clipped(each.value, letters - len(each.label.text) - 2)) for each in box.lines)
    return replace(box, label=replace(box.label, text=clipped(box.label.text, int(room / _NAME_LETTER))), lines=lines)


def clipped(text: str, length: int) -> str:
    """A text in so many letters."""
    return text if len(text) <= length else text[: max(length - 1, 0)].rstrip() + "…"


def _aside(source: Placed, target: Placed, edge: Edge, height: float, side: int) -> Curve:
    """A line that leaves and arrives on one side of the boxes, the longer the farther out: the left is 1, the right -1."""
    x = _ASIDE if side == 1 else _NARROW - _ASIDE
    leaves, arrives = source.y + _leaving(edge), target.y + HEAD / 2
    reach = _NEAR + (1 - _NEAR) * abs(arrives - leaves) / height
    out = x - side * (_ASIDE - _EDGE) * reach * 4 / 3  # of such a curve three quarters of the way are reached
    return Curve(f"M{x:.0f} {leaves:.0f} C{out:.0f} {leaves:.0f} {out:.0f} {arrives:.0f} {x:.0f} {arrives:.0f}", edge.is_kind)


def _leaving(edge: Edge) -> float:
    """How far below the top of its box a line leaves it."""
    return HEAD / 2 if edge.line is None else HEAD + LINE * (edge.line + 0.5)


def width_of(box: Box) -> float:
    """How wide a box has to be for its words, within bounds."""
    longest = max((len(each.label.text) + len(each.value) + 3 for each in box.lines), default=0)
    wanted = max(len(box.label.text) * _NAME_LETTER, longest * _LETTER) + _PADDING
    return min(max(wanted, _NARROWEST), _WIDEST)


def _height(box: Box) -> float:
    return HEAD + LINE * len(box.lines) + (FOOT if box.lines else 0)


def _groups(boxes: Mapping[str, Box], edges: Sequence[Edge]) -> list[list[str]]:
    """The keys of boxes that are joined, directly or through others; the largest group first."""
    near: dict[str, list[str]] = {key: [] for key in boxes}
    for each in edges:
        near[each.source].append(each.target)
        near[each.target].append(each.source)
    seen: set[str] = set()
    found: list[list[str]] = []
    for key in boxes:
        group: list[str] = []
        stack = [key]
        while stack:
            here = stack.pop()
            if here not in seen:
                seen.add(here)
                group.append(here)
                stack += near[here]
        if group:
            found.append([each for each in boxes if each in set(group)])
    return sorted(found, key=lambda each: -len(each))


def _forward(keys: Sequence[str], edges: Sequence[Edge]) -> dict[str, list[str]]:
    """For each box those right of it, without circles: a line that would close one is drawn back."""
    after: dict[str, list[str]] = {key: [] for key in keys}
    for each in edges:
        if each.target not in after[each.source] and not _reaches(after, each.target, each.source):
            after[each.source].append(each.target)
    return after


def _reaches(after: Mapping[str, list[str]], start: str, goal: str) -> bool:
    stack, seen = [start], {start}
    while stack:
        here = stack.pop()
        if here == goal:
            return True
        fresh = [each for each in after[here] if each not in seen]
        seen.update(fresh)
        stack += fresh
    return False


def _columns(after: Mapping[str, list[str]]) -> dict[str, int]:
    """The column of each box: right of all that lead to it."""
    found = dict.fromkeys(after, 0)
    for _ in after:  # no chain is longer than there are boxes
        moved = False
        for key, targets in after.items():
            for target in targets:
                if found[target] <= found[key]:
                    found[target] = found[key] + 1
                    moved = True
        if not moved:
            break
    return found


Points = list[tuple[float, float]]


def _layered(
    boxes: Mapping[str, Box], edges: Sequence[Edge]
) -> tuple[list[Placed], list[tuple[Points, bool]], tuple[float, float]]:
    """One connected group: its boxes, the points of its lines, its width and height."""
    after = _forward(list(boxes), edges)
    column = _columns(after)
    slots = {key: _Slot(key, _height(box), width_of(box)) for key, box in boxes.items()}
    columns: list[list[_Slot]] = [[] for _ in range(max(column.values()) + 1)]
    for key in boxes:
        columns[column[key]].append(slots[key])
    routes = [(edge, _route(edge, slots, column, columns)) for edge in edges]
    _arrange(columns)
    lefts, right = [], 0.0
    for each in columns:
        lefts.append(right)
        right += max((slot.width for slot in each), default=0.0) + _ACROSS
    placed = [
        Placed(box, lefts[column[key]], slots[key].y, slots[key].width, slots[key].height) for key, box in boxes.items()
    ]
    lines = [(_points(edge, route, slots, column, lefts, columns), edge.is_kind) for edge, route in routes]
    down = max(slot.y + slot.height for each in columns for slot in each)
    return placed, lines, (right - _ACROSS, down)


def _route(
    edge: Edge, slots: Mapping[str, _Slot], column: Mapping[str, int], columns: Sequence[list[_Slot]]
) -> list[_Slot]:
    """The places that a line takes in the columns between its ends."""
    start, end = slots[edge.source], slots[edge.target]
    if column[edge.source] > column[edge.target]:
        start, end = end, start
    offset = HEAD / 2 if edge.line is None or start is not slots[edge.source] else HEAD + LINE * (edge.line + 0.5)
    passing = [_Slot("", _PASSING, 0.0) for _ in range(column[start.key] + 1, column[end.key])]
    last, leaves = start, offset
    for at, each in enumerate((*passing, end)):
        each.before.append((last, leaves))
        last.after.append(each)
        if each is not end:
            columns[column[start.key] + 1 + at].append(each)
        last, leaves = each, each.height / 2
    return passing


def _arrange(columns: Sequence[list[_Slot]]) -> None:
    """Order and place the slots of each column near what they are joined to."""
    for each in columns:
        _stack(each)
    for sweep in range(_SWEEPS):
        for slots in columns[1:] if sweep % 2 == 0 else columns[-2::-1]:
            wanted = {id(slot): _wanted(slot, to_left=sweep % 2 == 0) for slot in slots}
            slots.sort(key=lambda slot: wanted[id(slot)])
            _stack(slots)
    for slots in columns[1:]:
        _settle(slots)
    top = min(slot.y for slots in columns for slot in slots)
    for slots in columns:
        for slot in slots:
            slot.y = round(slot.y - top, 1)


def _wanted(slot: _Slot, *, to_left: bool) -> float:
    """Where the middle of a slot would be best."""
    if to_left and slot.before:
        return sum(each.y + leaves for each, leaves in slot.before) / len(slot.before)
    if not to_left and slot.after:
        return sum(each.y + each.height / 2 for each in slot.after) / len(slot.after)
    return slot.y + slot.height / 2


def _stack(slots: Iterable[_Slot]) -> None:
    y = 0.0
    for each in slots:
        each.y = y
        y += each.height + _DOWN


def _settle(slots: Sequence[_Slot]) -> None:
    """Move each slot to where it wants to be, as far as those above leave room; then all back by what that was too much."""
    wanted = [_wanted(each, to_left=True) - (HEAD / 2 if each.key else each.height / 2) for each in slots]
    floor = float("-inf")
    for each, y in zip(slots, wanted, strict=True):
        each.y = max(y, floor)
        floor = each.y + each.height + _DOWN
    pushed = sum(each.y - y for each, y in zip(slots, wanted, strict=True)) / max(len(slots), 1)
    for each in slots:
        each.y -= pushed


def _points(
    edge: Edge, route: Sequence[_Slot], slots: Mapping[str, _Slot], column: Mapping[str, int],
    lefts: Sequence[float], columns: Sequence[list[_Slot]],
) -> Points:
    """The points that a line goes through: level pieces across the columns that it passes."""
    source, target = slots[edge.source], slots[edge.target]
    leaves = source.y + _leaving(edge)
    arrives = target.y + HEAD / 2
    is_back = column[edge.source] > column[edge.target]
    first, last = (target, source) if is_back else (source, target)
    start, end = (arrives, leaves) if is_back else (leaves, arrives)
    found = [(lefts[column[first.key]] + first.width, start)]
    for at, each in enumerate(route):
        place = column[first.key] + 1 + at
        middle, widest = each.y + each.height / 2, max(slot.width for slot in columns[place])
        found += [(lefts[place], middle), (lefts[place] + widest, middle)]
    found.append((lefts[column[last.key]], end))
    return found[::-1] if is_back else found


def _path(points: Points, x: float, y: float) -> str:
    """Points joined by curves that leave and arrive level."""
    (first_x, first_y), *others = points
    d = [f"M{first_x + x:.0f} {first_y + y:.0f}"]
    last_x, last_y = first_x, first_y
    for here_x, here_y in others:
        middle = (last_x + here_x) / 2 + x
        d.append(f"C{middle:.0f} {last_y + y:.0f} {middle:.0f} {here_y + y:.0f} {here_x + x:.0f} {here_y + y:.0f}")
        last_x, last_y = here_x, here_y
    return "".join(d)
