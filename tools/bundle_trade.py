"""Put the evidence on trade and fuels after 2014 into the bundled atlas, leaving all else of it as it is.

    python tools/bundle_trade.py ../shared/data

In: the folder with the publishers' files. Out: `src/detente/evidence/bundled`, those tables and `catalogue.json` renewed.
"""

from __future__ import annotations

import sys
from pathlib import Path

from detente.evidence import atlas
from detente.evidence.build import build

SOURCES = ("oecd-icio", "factbook-partners", "eu-gas", "crea-fossil", "baci-minerals")


def main() -> int:
    """Build what has changed on the base of the bundled atlas."""
    bundled = atlas.bundled_path()
    built = build(Path(sys.argv[1]), bundled, only=SOURCES, base=bundled)
    print("\n".join(built.changes) or "nothing changed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
