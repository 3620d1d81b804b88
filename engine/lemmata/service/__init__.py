"""What surrounds an answer: files written whole, the store of certificates, workers.

`files` writes, `cache` and `store` keep, `supervising` watches a child process, `library` reads
what is stored of a theory. `sql_proofs` and `sql_checking` have proofs about queries judged, with
the solvers of `sql_obligations`; `sql_batch` answers many pairs. Those import `sql`, the others
`kernel`, `data` and the standard library, `library` also `proof`.
"""
