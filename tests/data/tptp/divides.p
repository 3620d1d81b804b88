% Divisibility in a commutative monoid, defined by a witness.
fof(associative, axiom, ! [X, Y, Z] : times(times(X, Y), Z) = times(X, times(Y, Z))).
fof(commutative, axiom, ! [X, Y] : times(X, Y) = times(Y, X)).
fof(neutral, axiom, ! [X] : times(one, X) = X).
fof(divides_if, axiom, ! [X, Y, Z] : (times(X, Y) = Z => divides(X, Z))).
fof(divides_only_if, axiom, ! [X, Z] : (divides(X, Z) => ? [Y] : times(X, Y) = Z)).
fof(transitive, conjecture, ! [X, Y, Z] : ((divides(X, Y) & divides(Y, Z)) => divides(X, Z))).
