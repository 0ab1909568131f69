"""A page of ours shown inside a notebook: framed, so that neither can touch the other.

In: a whole HTML page. Out: an `iframe` that runs no script, opens nothing and takes no style from the notebook.
Imports nothing of detente; every room may use it.
"""

from __future__ import annotations

import html


def frame(page: str, height: int = 640) -> str:
    """`page` as the text of an iframe `height` CSS pixels high; only downloads are allowed in it."""
    return (
        f'<iframe sandbox="allow-downloads" referrerpolicy="no-referrer" title="detente" width="100%" height="{height}" '
        f'style="border:0" srcdoc="{html.escape(page, quote=True)}"></iframe>'
    )
