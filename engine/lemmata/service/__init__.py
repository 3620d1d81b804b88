"""What surrounds an answer: files written whole, the store of certificates.

It imports `kernel`, `data` and the standard library.
"""
