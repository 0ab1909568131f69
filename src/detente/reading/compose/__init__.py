"""The built-in reader: claims by composition of clauses, right or silent.

In: a `model.Document` and the date it was written, if known. Out: typed claims (`detente.domain`) and the sentences that
were not read, each with a reason. A clause is read only if its head predicate is in the lexicon (`data/frames*.csv`), its
arguments resolve to actors in the roles the predicate gives them, under every operator above it, and each of its other
words is harmless or listed as untested. Steps: `phrases` (who), `clauses` (arguments), `operators` (negation, modality,
attribution ...), `matching` and `building` (frame to statement), `times` (when), `scope` (what is left).
"""

from __future__ import annotations

from detente.reading.compose.reader import Reading, Trace, read

__all__ = ["Reading", "Trace", "read"]
