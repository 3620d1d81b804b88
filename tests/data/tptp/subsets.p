% The part of set theory that Horn clauses express.
fof(subset, axiom, ! [A, B, X] : ((subset(A, B) & in(X, A)) => in(X, B))).
fof(intersection, axiom, ! [A, B, X] : (in(X, cap(A, B)) <=> (in(X, A) & in(X, B)))).
fof(singleton, axiom, ! [X, Y] : (in(X, single(Y)) <=> X = Y)).
fof(members, conjecture, ! [A, B, X, Y] :
    ((subset(A, B) & in(X, A) & in(X, single(Y))) => (in(Y, cap(A, B)) & X = Y))).
