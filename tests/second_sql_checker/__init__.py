"""A second checker of certificates of equal queries, written from proofs/FORMAT-SQL.md alone.

It shares no code with the engine: its own reading, denotation, obligations and facts; Z3 judges. It
knows fewer laws than the engine's kernel, so `unconfirmed` is no accusation; what it confirms must
hold by its own means. `rejected` is a certificate that the format does not allow.

    objects     terms, bags and formulas with shared nodes, substitution
    reading     JSON of certificates: types, values, objects of section 2
    denotation  plans as bags: section 3
    scripts     obligations of a proof: section 4
    sums        aggregates as sums over choices
    encoding    expressions and formulas for Z3
    facts       what the rows at hand imply: section 5
    checking    the whole of it
"""
