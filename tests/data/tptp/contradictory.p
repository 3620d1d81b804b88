% The axioms alone are contradictory.
fof(all, axiom, ! [X] : likes(X, X)).
fof(none, axiom, ! [X] : ~ likes(a, X)).
fof(some, conjecture, ? [X] : sings(X)).
