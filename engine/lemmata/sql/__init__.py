"""SQL queries: two texts in, `refuted` with a database that tells them apart, or an honest unknown.

A schema (`schema`, read by `ddl`) and a text become a typed bag algebra (`lowering` makes
`algebra` of `scalars`). `evaluate` says what a plan denotes on a `database`; `refute` looks for a
small one on which two plans differ, `engines` lets real engines confirm it, and `replay` checks
such a certificate again without the search. May import terms, language, proof, search, kernel,
errors and data. The outside uses `schema.Schema`, `comparing.compare` and `replay.replay`.
"""
