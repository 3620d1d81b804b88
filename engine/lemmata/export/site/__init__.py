"""A library of proved laws as a site of pages that need no server: an index, a page a law, a page a
theory, the graph of who uses whom, the kernel's rules.

    write_site(library, directory)  ->  the path of index.html

`articles` gathers what a page says about a law; `front`, `theorem`, `theories`, `graph` and
`glossary` each write one kind of page, `write` puts them together. The kernel checks every
certificate while the pages are made. It imports its neighbours in `export` and what is below them.
"""

from lemmata.export.site.write import pages, write_site

__all__ = ["pages", "write_site"]
