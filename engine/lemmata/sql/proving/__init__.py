"""The search for proofs that two queries give the same bag of rows on every database.

Plans are denoted by bags in sum-of-products form (`bags`, `denoting`); two bags are equal if each
injects into the other (`injecting`), and everything that is asked on the way is a first-order
formula without quantifiers (`asking`).
"""
