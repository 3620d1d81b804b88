% A relation that is symmetric and transitive need not be reflexive.
fof(symmetric, axiom, ! [X, Y] : (r(X, Y) => r(Y, X))).
fof(transitive, axiom, ! [X, Y, Z] : ((r(X, Y) & r(Y, Z)) => r(X, Z))).
fof(reflexive, conjecture, ! [X] : r(X, X)).
