"""What things are: sorts, symbols, hash-consed terms, clauses and declarations.

Rooms of this package: `sorts`, `symbols`, `term` (the data model), `declarations` (theories),
`domain` (where partial functions are defined), `interpretation` (models of structures),
`matching`, `unification`, `orders` (the classical algorithms).
It imports nothing of Lemmata but `errors`. The outside uses `Term`, `Sort`, `Symbol`, `Clause`.
"""
