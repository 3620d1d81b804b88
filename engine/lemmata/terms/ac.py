"""Equality and matching modulo associativity and commutativity (AC).

For an AC symbol f a term is its *flattened* form: f over a multiset of arguments, none of which
starts with f.

    f(f(b, a), f(a, c))   flattens to   f{a, a, b, c}   with the normal form   f(a, f(a, f(b, c)))

Two terms are equal modulo AC iff their normal forms are one term: arguments normalised, sorted by
`compare_structure`, nested to the right. Matching f(p1, .., pn) against f{t1, .., tm} gives each
pi that is no variable one argument, and deals the others out to the variables, none left empty.
Sorts are rigid throughout.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import cmp_to_key

from lemmata.terms.canonical import compare_structure
from lemmata.terms.matching import variables_in_order
from lemmata.terms.symbols import Symbol
from lemmata.terms.term import Term

MAX_ARGUMENTS = 1_000_000
_by_structure = cmp_to_key(compare_structure)


def flatten(term: Term, symbol: Symbol) -> list[Term]:
    """The arguments of a nest of `symbol`, left to right; the term itself if it is none.

    Raises ValueError above a million arguments.

    >>> from lemmata.terms.symbols import BUILT_IN
    >>> plus = BUILT_IN["Int.+"]
    >>> x, y = (Term.variable(name, plus.result) for name in "xy")
    >>> flatten(Term.apply(plus, Term.apply(plus, x, y), x), plus)
    [Term(x), Term(y), Term(x)]
    """
    out: list[Term] = []
    stack = [term]
    while stack:
        top = stack.pop()
        if top.head is symbol:
            stack.extend(reversed(top.args))
        else:
            out.append(top)
            if len(out) > MAX_ARGUMENTS:
                raise ValueError(f"a nest of {symbol.name} has too many arguments")
    return out


def ac_normal(
    term: Term, symbols: Collection[Symbol], cache: dict[Term, Term] | None = None
) -> Term:
    """The AC normal form; a `cache` may be passed from call to call with the same symbols.

    >>> from lemmata.terms.symbols import BUILT_IN
    >>> plus = BUILT_IN["Int.+"]
    >>> x, y = (Term.variable(name, plus.result) for name in "xy")
    >>> ac_normal(Term.apply(plus, Term.apply(plus, y, x), x), [plus])
    Term(+(x, +(x, y)))
    """
    done = {} if cache is None else cache
    stack = [(term, _children(term, symbols))]
    while stack:
        top, children = stack[-1]
        if top in done:
            stack.pop()
            continue
        todo = [child for child in children if child not in done]
        if todo:
            stack.extend((child, _children(child, symbols)) for child in todo)
            continue
        stack.pop()
        parts = [done[child] for child in children]
        if top.args and top.head in symbols:
            done[top] = nest(top, sorted(parts, key=_by_structure))
        else:
            done[top] = top.with_args(tuple(parts))
    return done[term]


def _children(term: Term, symbols: Collection[Symbol]) -> Sequence[Term]:
    head = term.head
    return flatten(term, head) if isinstance(head, Symbol) and head in symbols else term.args


def nest(template: Term, args: Sequence[Term]) -> Term:
    """The arguments nested to the right with the binary symbol at the root of `template`."""
    result = args[-1]
    for i in range(len(args) - 2, -1, -1):
        result = template.with_args((args[i], result))
    return result


def ac_equal(left: Term, right: Term, symbols: Collection[Symbol]) -> bool:
    """Whether two terms are equal modulo AC of the symbols."""
    if left is right:
        return True
    if left.size != right.size or left.free != right.free:
        return False
    cache: dict[Term, Term] = {}
    return ac_normal(left, symbols, cache) is ac_normal(right, symbols, cache)


Binding = dict[Term, Term]
Agenda = tuple[Term, Term, "Agenda"] | tuple[Sequence[Term], "_Nest", "Agenda"] | None
State = tuple[Agenda, Binding]


class _Nest:
    """What is left of a flattened target: normal arguments in order, to be dealt out."""

    __slots__ = ("args", "template")

    def __init__(self, template: Term, args: list[Term]) -> None:
        self.template = template
        self.args = args

    def without(self, terms: Sequence[Term]) -> _Nest | None:
        """The rest after taking out the terms; None if one of them is missing."""
        wanted = _count(terms)
        rest: list[Term] = []
        for arg in self.args:
            if wanted.get(arg):
                wanted[arg] -= 1
            else:
                rest.append(arg)
        return None if any(wanted.values()) else _Nest(self.template, rest)


def _count(terms: Sequence[Term]) -> dict[Term, int]:
    counts: dict[Term, int] = {}
    for term in terms:
        counts[term] = counts.get(term, 0) + 1
    return counts


def match_ac(
    pattern: Term,
    target: Term,
    symbols: Collection[Symbol],
    limit: int = 1000,
    max_states: int = 100_000,
) -> Iterator[Binding]:
    """The bindings that make the pattern equal to the target modulo AC, each once.

    At most `limit` of them, found within `max_states` states of the search; without these bounds
    the enumeration is complete. Values are in AC normal form.

    >>> from lemmata.terms.symbols import BUILT_IN
    >>> plus = BUILT_IN["Int.+"]
    >>> x, y = (Term.variable(name, plus.result) for name in "xy")
    >>> one, two = Term.integer(1), Term.integer(2)
    >>> list(match_ac(Term.apply(plus, x, y), Term.apply(plus, one, two), [plus]))
    [{Term(x): Term(2), Term(y): Term(1)}, {Term(x): Term(1), Term(y): Term(2)}]
    """
    variables = variables_in_order(pattern)
    root: Agenda = (ac_normal(pattern, symbols), ac_normal(target, symbols), None)
    found: set[tuple[Term, ...]] = set()
    stack: list[Iterator[State]] = [iter([(root, {})])]
    while stack and len(found) < limit and max_states > 0:
        state = next(stack[-1], None)
        if state is None:
            stack.pop()
            continue
        max_states -= 1
        step = _decompose(state, symbols)
        if isinstance(step, dict):
            key = tuple(step[v] for v in variables)
            if key not in found:
                found.add(key)
                yield {v: step[v] for v in variables}
        elif step is not None:
            stack.append(step)


def _decompose(state: State, symbols: Collection[Symbol]) -> Binding | Iterator[State] | None:
    """Work off an agenda up to its first choice: a solution, the choices, or None for failure."""
    agenda, binding = state
    binding = dict(binding)
    while agenda is not None:
        left, right, agenda = agenda
        if isinstance(right, _Nest):
            assert not isinstance(left, Term)
            return _deal(left, right, agenda, binding)
        assert isinstance(left, Term)
        if left.is_variable:
            if left.sort is not right.sort or binding.setdefault(left, right) is not right:
                return None
        elif not left.free:
            if left is not right:
                return None
        elif left.head is not right.head or left.types != right.types:
            return None
        elif isinstance(left.head, Symbol) and left.head in symbols:
            parts = flatten(left, left.head)
            agenda = (parts, _Nest(right, flatten(right, left.head)), agenda)
        else:
            for pair in zip(reversed(left.args), reversed(right.args), strict=True):
                agenda = (*pair, agenda)
    return binding


def _deal(
    parts: Sequence[Term], pool: _Nest, agenda: Agenda, binding: Binding
) -> Iterator[State] | None:
    """The choices for a flattened pattern: known parts are taken out, then one part is placed."""
    symbol = pool.template.head
    assert isinstance(symbol, Symbol)
    known: list[Term] = []
    rigid: list[Term] = []
    open_variables: dict[Term, int] = {}
    for part in parts:
        if part in binding:
            known.extend(flatten(binding[part], symbol))
        elif not part.free:
            known.append(part)
        elif part.is_variable:
            open_variables[part] = open_variables.get(part, 0) + 1
        else:
            rigid.append(part)
    rest = pool.without(known)
    needed = len(rigid) + sum(open_variables.values())
    if rest is None or len(rest.args) < needed or (needed == 0 and rest.args):
        return None
    variables = [v for v, count in open_variables.items() for _ in range(count)]
    if rigid:
        return _place(rigid, variables, rest, agenda, binding)
    if not open_variables:
        return iter([(agenda, binding)])
    return _share(open_variables, rest, agenda, binding)


def _place(
    rigid: list[Term], variables: list[Term], pool: _Nest, agenda: Agenda, binding: Binding
) -> Iterator[State]:
    """Give the first part that is no variable each fitting argument in turn."""
    part = rigid[0]
    for arg in dict.fromkeys(pool.args):
        if arg.head is part.head:
            rest = pool.without([arg])
            assert rest is not None
            yield (part, arg, ([*rigid[1:], *variables], rest, agenda)), binding


def _share(
    variables: dict[Term, int], pool: _Nest, agenda: Agenda, binding: Binding
) -> Iterator[State]:
    """Give the first variable each non-empty share in turn that leaves enough for the others."""
    variable, times = next(iter(variables.items()))
    others = [v for v, count in variables.items() if v is not variable for _ in range(count)]
    counts = _count(pool.args)
    if not others:
        shares = iter([[count // times for count in counts.values()]])
    else:
        cap = (len(pool.args) - len(others)) // times
        shares = _shares([count // times for count in counts.values()], cap)
    for numbers in shares:
        share = [arg for arg, n in zip(counts, numbers, strict=True) for _ in range(n)]
        rest = pool.without(share * times)
        if share and rest is not None and (others or not rest.args):
            yield (others, rest, agenda), {**binding, variable: nest(pool.template, share)}


def _shares(limits: Sequence[int], cap: int) -> Iterator[list[int]]:
    """All vectors but 0 of at most `limits` with a sum of at most `cap`, in counting order."""
    share, total = [0] * len(limits), 0
    while True:
        i = len(limits) - 1
        while i >= 0 and (share[i] == limits[i] or total == cap):
            total -= share[i]
            share[i] = 0
            i -= 1
        if i < 0:
            return
        share[i] += 1
        total += 1
        yield list(share)
