"""A second reading of TIP files: an interpreter that runs the text as it stands.

It shares no code with `lemmata.language.tip`. A statement that the reader turned into clauses must
have the same truth value as the text, at whatever values both are run.
"""
