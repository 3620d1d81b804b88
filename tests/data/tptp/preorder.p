% A monotone map and a cycle in an order: all of it is one element.
fof(reflexive, axiom, ! [X] : below(X, X)).
fof(transitive, axiom, ! [X, Y, Z] : ((below(X, Y) & below(Y, Z)) => below(X, Z))).
fof(antisymmetric, axiom, ! [X, Y] : ((below(X, Y) & below(Y, X)) => X = Y)).
fof(monotone, axiom, ! [X, Y] : (below(X, Y) => below(next(X), next(Y)))).
fof(cycle, hypothesis, below(a, b) & below(b, c) & below(c, a)).
fof(one_element, conjecture, next(next(a)) = next(next(c))).
