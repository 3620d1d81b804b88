"""`theory`: load a theory by its shipped name or from a file.

Files are .lem, .smt2 (TIP), .p (TPTP), .mpl (MPL) or .json (the configuration of MPL files).
"""

from __future__ import annotations

from pathlib import Path

from lemmata.terms.declarations import Theory

_loaded: dict[str, Theory] = {}


def theory(name_or_path: str | Path | Theory) -> Theory:
    """The elaborated theory; shipped ones are remembered. Raises InputError.

    >>> theory("nat").name
    'nat'
    """
    from lemmata.language import load_theory

    if isinstance(name_or_path, Theory):
        return name_or_path
    key = str(name_or_path)
    if key.endswith((".p", ".tptp")):
        from lemmata.language.tptp import load_tptp

        return load_tptp(key).theory
    if key.endswith((".mpl", ".json")):
        from lemmata.language.mpl import load_mpl

        return load_mpl(Path(key))
    if key.endswith((".lem", ".smt2")) or "/" in key:
        return load_theory(Path(key))
    if key not in _loaded:
        _loaded[key] = load_theory(key)
    return _loaded[key]
