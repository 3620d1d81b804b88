"""What surrounds an answer: files written whole, the store of certificates, workers.

It imports `kernel`, `data` and the standard library; `library`, which reads what is stored of a
theory, also `proof`.
"""
