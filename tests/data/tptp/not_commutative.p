% Left zero bands are associative and do not commute.
cnf(associative, axiom, times(times(X, Y), Z) = times(X, times(Y, Z))).
cnf(idempotent, axiom, times(X, X) = X).
cnf(commutes, negated_conjecture, times(a, b) != times(b, a)).
