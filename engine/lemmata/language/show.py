"""A theory as the text of a .lem file that elaborates to the same theory."""

from __future__ import annotations

from lemmata.errors import InputError
from lemmata.language.load import parse_statement
from lemmata.language.notation import default_notation, is_lifted, is_operator
from lemmata.language.printer import (
    show_clause,
    show_equation,
    show_sort,
    show_term,
)
from lemmata.terms.declarations import (
    Clause,
    Datatype,
    DatatypeGroup,
    Declaration,
    Function,
    FunctionGroup,
    Lambda,
    Rule,
    RulePack,
    Structure,
    Theory,
)
from lemmata.terms.interpretation import Instance
from lemmata.terms.sorts import ARROW, Sort
from lemmata.terms.symbols import Symbol
from lemmata.terms.term import Term


def show_statement(clause: Clause, theory: Theory) -> str:
    """A statement that reads back as the same clause; sorts are written where they are needed."""
    plain = show_clause(clause, theory.notation)
    try:
        if parse_statement(plain, theory) == clause:
            return plain
    except InputError:
        pass
    return show_clause(clause, theory.notation, annotate=True)


def show_theory(theory: Theory) -> str:
    """The text of a theory without what it imports."""
    blocks = [f"theory {theory.name}"]
    if theory.imports:
        blocks[0] += f"\nimport {', '.join(theory.imports)}"
    for declaration in theory.declarations:
        if is_own(declaration, theory):
            shown = _declaration(declaration, theory)
            blocks += [shown] if shown else []
    blocks += [_instance(instance, theory) for instance in theory.instances]
    laws = [f"theorem {t.name}: {show_statement(t.clause, theory)}" for t in theory.theorems]
    blocks += ["\n".join(laws)] if laws else []
    blocks += [_pack(pack, theory) for pack in theory.packs]
    return "\n\n".join(blocks) + "\n"


def is_own(declaration: Declaration, theory: Theory) -> bool:
    """Whether a declaration belongs to the theory itself, not to an import."""
    name = (
        declaration.members[0].name
        if isinstance(declaration, DatatypeGroup)
        else declaration.members[0].symbol.name
        if isinstance(declaration, FunctionGroup)
        else declaration.name
        if isinstance(declaration, Structure)
        else declaration.symbol.name
    )
    return name == theory.name or name.startswith(f"{theory.name}.")


def _declaration(declaration: Declaration, theory: Theory) -> str:
    if isinstance(declaration, DatatypeGroup):
        first, *others = (_datatype(member, theory) for member in declaration.members)
        return "\n".join([f"datatype {first}", *(f"  and {other}" for other in others)])
    if isinstance(declaration, FunctionGroup):
        first, *others = (_function(member, theory) for member in declaration.members)
        return "\n".join([f"fun {first}", *(f"and fun {other}" for other in others)])
    if isinstance(declaration, Lambda):
        if is_lifted(declaration.symbol):
            return ""
        return f"fun {_function(Function(declaration.symbol, (declaration.case,)), theory)}"
    return _structure(declaration, theory)


def _datatype(member: Datatype, theory: Theory) -> str:
    parameters = f"({', '.join(v.name for v in member.types)})" if member.types else ""
    constructors = []
    for symbol in member.constructors:
        fields = f"({', '.join(map(show_sort, symbol.arguments))})" if symbol.arguments else ""
        constructors.append(f"{_name(symbol, theory)}{fields}{_fixity(symbol, theory)}")
    return f"{member.name.rpartition('.')[2]}{parameters} = {' | '.join(constructors)}"


def _function(member: Function, theory: Theory) -> str:
    partial = " partial" if member.partial else ""
    lines = [f"{_signature(member.symbol, theory)}{partial}"]
    for case in member.cases:
        left = show_term(case.left, theory.notation, 41)
        right = show_equation(case.conclusion, theory.notation)
        if not right.startswith(f"{left} = "):
            right = f"{left} = {show_term(case.right, theory.notation, 41)}"
        lines.append(f"  {right}")
    return "\n".join(lines)


def _structure(declaration: Structure, theory: Theory) -> str:
    lines = []
    if declaration.name != theory.name:
        lines.append(f"structure {declaration.name.removeprefix(theory.name + '.')}")
    if declaration.sorts:
        lines.append(f"sort {', '.join(show_sort(s) for s in declaration.sorts)}")
    lines += [f"op {_signature(symbol, theory)}" for symbol in declaration.symbols]
    for axiom in declaration.axioms:
        lines.append(f"axiom {axiom.name}: {_axiom(axiom.clause, theory)}")
    return "\n".join(lines)


def _instance(instance: Instance, theory: Theory) -> str:
    lines = [f"instance {instance.name}: {instance.structure.name}"]
    for abstract, sort in instance.model.sorts.items():
        lines.append(f"  {show_sort(abstract)} = {show_sort(sort)}")
    for symbol, template in instance.model.symbols.items():
        names = [str(v.head) for v in template.variables]
        variables = map(Term.variable, names, symbol.arguments)
        left = show_term(Term.apply(symbol, *variables), theory.notation)
        lines.append(f"  {left} = {show_term(template.body, theory.notation)}")
    return "\n".join(lines)


def _axiom(clause: Clause, theory: Theory) -> str:
    """An axiom is read before the built-in sort of its theory is known."""
    built_in = any(v.sort.name in ("Int", "Rational", "Real") for v in clause.variables)
    if built_in:
        return show_clause(clause, theory.notation, annotate=True)
    return show_statement(clause, theory)


def _name(symbol: Symbol, theory: Theory) -> str:
    used = theory.notation.get(symbol) or default_notation(symbol)
    return f"({used.display})" if is_operator(used.display) else used.display


def _fixity(symbol: Symbol, theory: Theory) -> str:
    used = theory.notation.get(symbol)
    return f" {used.fixity} {used.precedence}" if used and used.fixity != "call" else ""


def _signature(symbol: Symbol, theory: Theory) -> str:
    arguments = ", ".join(map(_atom, symbol.arguments))
    result = show_sort(symbol.result) if symbol.arguments else _atom(symbol.result)
    arrow = " -> " if arguments else ""
    name = _name(symbol, theory)
    return f"{name} : {arguments}{arrow}{result}{_fixity(symbol, theory)}"


def _atom(sort: Sort) -> str:
    return f"({show_sort(sort)})" if sort.name == ARROW else show_sort(sort)


def _pack(pack: RulePack, theory: Theory) -> str:
    over = f" over {show_sort(pack.over)}" if pack.over else ""
    return "\n".join([f"rules {pack.name}{over}", *(_rule(r, theory) for r in pack.rules)])


def _rule(rule: Rule, theory: Theory) -> str:
    left, right = rule.clause.conclusion
    wanted = dict.fromkeys(rule.clause.variables)
    shown = f"{show_term(left, theory.notation, 0, wanted)} => "
    shown += show_term(right, theory.notation, 0, wanted)
    conditions = [show_equation(p, theory.notation, True, wanted) for p in rule.clause.premises]
    when = f" when {', '.join(conditions)}" if conditions else ""
    return f"  {rule.name}: {shown}{when} by {rule.justification}"
