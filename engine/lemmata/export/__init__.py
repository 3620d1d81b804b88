"""Certificates and terms for people and other programs: text, HTML, LaTeX, DOT, Coq, JSON.

Every export reads a certificate and nothing else. `phrases` puts an outline into words, which
`text`, `html` and `latex` share; `site` makes the pages of a whole library out of the parts of
`html`, `queries` the page of an answer about two queries, `exploration` the text and the JSON of
what was explored. It may import `sql`, `search` and what is below them.
"""
