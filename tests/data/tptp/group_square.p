% If every square is the neutral element, then a group is commutative.
cnf(left_neutral, axiom, times(e, X) = X).
cnf(left_inverse, axiom, times(inv(X), X) = e).
cnf(associative, axiom, times(times(X, Y), Z) = times(X, times(Y, Z))).
cnf(square, hypothesis, times(X, X) = e).
cnf(commutes, negated_conjecture, times(a, b) != times(b, a)).
