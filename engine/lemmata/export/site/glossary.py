"""The page of the kernel's rules: what each claims, when it may be used, an example, where it is.

The authority is proofs/FORMAT.md; this says the same in fewer words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lemmata.export.formulas import text, variable
from lemmata.export.frame import page, version
from lemmata.export.site.places import Site, link, theory_page


@dataclass(frozen=True, slots=True)
class Entry:
    """A rule: what is given, what follows, what it says, its side conditions, an example."""

    rule: str
    given: str
    follows: str
    says: str
    conditions: str
    example: str


RULES = (
    Entry(
        "refl",
        "",
        "H ⊢ t = t",
        "Every term equals itself.",
        "Both sides are the same term.",
        "x + y = x + y",
    ),
    Entry(
        "sym",
        "H ⊢ r = l",
        "H ⊢ l = r",
        "An equation may be turned round.",
        "None.",
        "from 0 + x = x: x = 0 + x",
    ),
    Entry(
        "trans",
        "H ⊢ l = m,   H ⊢ m = r",
        "H ⊢ l = r",
        "Equations that meet can be joined, two or more.",
        "Each link starts with the term that the link before ends with.",
        "from a = b and b = c: a = c",
    ),
    Entry(
        "cong",
        "H ⊢ l1 = r1, …, H ⊢ ln = rn",
        "H ⊢ f(l1, …, ln) = f(r1, …, rn)",
        "Equals in the same places of the same symbol give equals.",
        "The same symbol at the same sorts; at least one argument differs.",
        "from x = y: S(x) = S(y)",
    ),
    Entry(
        "rewrite",
        "H ⊢ s = C[a],   a = b by a law",
        "H ⊢ s = C[b]",
        "Inside a term, one side of an equation is replaced by the other: of a definition, an "
        "axiom, a theorem, a hypothesis or an earlier step.",
        "What stands at the place is exactly the instance; every premise of the law is proved for "
        "it. An induction hypothesis is used for smaller values only.",
        "S(x) + y = S(x + y) by the second equation of +",
    ),
    Entry(
        "instantiate",
        "K ⊢ a = b",
        "K[x := t] ⊢ a[x := t] = b[x := t]",
        "What holds for all values of a variable holds for a term.",
        "Sorts agree; the variables are different; the hypotheses are replaced too.",
        "from x + 0 = x: (y * z) + 0 = y * z",
    ),
    Entry(
        "cut",
        "H, premises of c ⊢ conclusion of c,   H, c ⊢ l = r",
        "H ⊢ l = r",
        "A claim c that is proved on the way may be used as a hypothesis.",
        "The variables that c binds are fresh: they occur neither in H nor freely in c.",
        "to prove a = d, first prove b = c",
    ),
    Entry(
        "injective",
        "H ⊢ C(a, …) = C(b, …)",
        "H ⊢ a = b",
        "Equal constructor terms have equal fields.",
        "The same constructor of a datatype on both sides.",
        "from S(x) = S(y): x = y",
    ),
    Entry(
        "distinct",
        "H ⊢ C(…) = D(…)",
        "H ⊢ anything",
        "Different constructors never give the same value, so this case cannot occur.",
        "Two different constructors of one datatype.",
        "from 0 = S(x): the case is closed",
    ),
    Entry(
        "split",
        "H[x := C(y)] ⊢ (l = r)[x := C(y)]   for every constructor C",
        "H ⊢ l = r",
        "A variable of a datatype is one of its constructors.",
        "One branch for each constructor; its fields y are fresh.",
        "x is 0, or S(x1)",
    ),
    Entry(
        "cases",
        "H, t = C(y) ⊢ l = r   for every constructor C",
        "H ⊢ l = r",
        "The value of a term is made by one of the constructors; in each case that is assumed.",
        "One branch for each constructor; its fields y are fresh and do not occur in t.",
        "x <= y is true, or it is false",
    ),
    Entry(
        "induction",
        "H, (for all smaller x: l = r) ⊢ l = r",
        "H ⊢ l = r",
        "Well-founded induction on one or several variables of datatypes: the statement may be "
        "used for values that are smaller.",
        "The induction variables occur in no hypothesis that stays; smaller means a proper part, "
        "in lexicographic order if there are several variables.",
        "to prove x + 0 = x for S(x1), x1 + 0 = x1 may be used",
    ),
    Entry(
        "eq_intro",
        "H ⊢ a = b",
        "H ⊢ eq(a, b) = true",
        "An equation that holds is true as a Boolean term.",
        "None.",
        "from x = y: (x = y) is true",
    ),
    Entry(
        "eq_elim",
        "H ⊢ eq(l, r) = true",
        "H ⊢ l = r",
        "A Boolean equation that is true holds.",
        "None.",
        "from “(x = y) is true”: x = y",
    ),
    Entry(
        "eval",
        "",
        "H ⊢ literals under an operation = its value",
        "Built-in arithmetic on numbers.",
        "All arguments are literals; no division by zero; at most 100,000 digits.",
        "2 + 3 = 5",
    ),
    Entry(
        "ac",
        "laws: associativity and commutativity of f",
        "H ⊢ l = r",
        "Two terms with the same arguments of f in another order or with other brackets are equal.",
        "Both laws are cited; flattened through f, both sides hold the same terms equally often.",
        "(x + y) + z = z + (y + x)",
    ),
    Entry(
        "ring",
        "laws of a commutative ring or semiring",
        "H ⊢ l = r",
        "Two terms that are the same polynomial are equal.",
        "Every law that is used is cited; what the operations do not build counts as a variable.",
        "(x + 1) * (x + 1) = x * x + 2 * x + 1",
    ),
    Entry(
        "field",
        "laws of the real field,   H ⊢ each denominator is not 0",
        "H ⊢ l = r",
        "Two real terms that are the same fraction of polynomials are equal.",
        "For every denominator that is not a constant there is a premise that it is not 0.",
        "x / x = 1 where x != 0",
    ),
    Entry(
        "interval",
        "",
        "H ⊢ (a < b) = true or false",
        "A comparison of real constants, decided by rigorous enclosures.",
        "No variables; both sides are defined; the enclosures do not overlap.",
        "3 < pi",
    ),
    Entry(
        "bool",
        "",
        "H ⊢ l = r",
        "Two Boolean terms with the same truth table are equal.",
        "At most 12 different parts that are not built by not, and, or, if and equality.",
        "not (p and q) = (not p or not q)",
    ),
)


def rules_page(site: Site) -> str:
    """The whole page."""
    name = site.library.theory.name
    contents = ", ".join(f'<a href="#{e.rule}">{e.rule}</a>' for e in RULES)
    body = f"""<nav aria-label="Site">
<a id="index" href="index.html">All laws</a>
<a href="{theory_page(name)}">Theory {text(name)}</a>
<a href="graph.html">Graph</a>
</nav>
<header>
<h1>The rules of the kernel</h1>
<p>A proof is a list of steps. Each says: if the hypotheses H hold, then two terms are equal. A step
is accepted only if it follows from earlier ones by one of these rules, which Lemmata’s kernel
checks; nothing else counts. A step may always leave hypotheses unused.</p>
<p>{contents}</p>
</header>
<main>
{"".join(_entry(site, e) for e in RULES)}
</main>
<footer><p>Page by Lemmata {text(version())}.</p></footer>"""
    return page("The rules of the kernel", body, ("base", "site", "lists"), ("base",))


def _entry(site: Site, entry: Entry) -> str:
    given = f"{_letters(entry.given)}\n<hr>\n" if entry.given else ""
    users = [a for a in site.articles if entry.rule in a.report.rules]
    shown = ", ".join(link(a) for a in users[:3])
    where = f"{shown}" + (f" and {len(users) - 3} more" if len(users) > 3 else "")
    used = f"<p><b>Used here by:</b> {where}</p>\n" if users else ""
    return f"""<section class="rule" aria-labelledby="{entry.rule}">
<h2 id="{entry.rule}">{entry.rule}</h2>
<p>{text(entry.says)}</p>
<div class="bar f">{given}{_letters(entry.follows)}</div>
<p><b>Side conditions:</b> {text(entry.conditions)}</p>
<p><b>Example:</b> <span class="f">{_letters(entry.example)}</span></p>
{used}</section>
"""


def _letters(said: str) -> str:
    """Text whose single small letters are variables, which stand in italics."""
    return re.sub(r"\b([a-eg-z])(\d?)\b(?![(’])", _variable, text(said))


def _variable(found: re.Match[str]) -> str:
    return variable(found[1] + found[2])
