"""A search for a database on which two plans differ, by Z3 over tables of a few symbolic rows.

Each row of a table has a truth value, whether it is there, and for each column a term and whether
it is NULL. Operators give lists of such conditional rows; two bags differ if some row of either has
conditional counts that differ. Texts are drawn from a finite pool, so that functions of texts are
tables. A model is only a candidate: the reference evaluator and engines confirm it like any other.

`asking.candidate` is what the search calls; the rest runs in its child process.
"""
