"""A small reader of Stata 13-15 files (.dta releases 117 and 118), numbers and short strings.

In: the bytes of a file. Out: a Polars table; Stata's missing values become null. Long strings
(strL) are left out. Format: Stata's manual page "Description of the .dta file format".
"""

from __future__ import annotations

import struct

import numpy as np
import polars as pl

from detente.errors import SourceFormatError

# release -> bytes of a variable name
_NAME_WIDTH = {117: 33, 118: 129}
# type code -> NumPy type, largest number that is not a missing value
_NUMBERS = {
    65526: ("f8", 8.9884656743115785e307),
    65527: ("f4", 1.70141173319264430e38),
    65528: ("i4", 2_147_483_620),
    65529: ("i2", 32_740),
    65530: ("i1", 100),
}
_LONG_STRING = 32768


def read(data: bytes, name: str) -> pl.DataFrame:
    """All numeric and fixed-width string columns of a .dta file; SourceFormatError if it is cut."""
    try:
        return _read(data)
    except (struct.error, ValueError, IndexError, KeyError) as error:
        raise SourceFormatError(
            f"{name} is not a complete Stata 13-15 file (release 117 or 118); download it again."
        ) from error


def _after(data: bytes, tag: bytes, start: int = 0) -> int:
    return data.index(tag, start) + len(tag)


def _read(data: bytes) -> pl.DataFrame:
    at = _after(data, b"<release>")
    release = int(data[at : at + 3])
    at = _after(data, b"<byteorder>")
    order = "<" if data[at : at + 3] == b"LSF" else ">"
    (count,) = struct.unpack_from(order + "H", data, _after(data, b"<K>"))
    (rows,) = struct.unpack_from(order + ("Q" if release == 118 else "I"), data, _after(data, b"<N>"))
    offsets = struct.unpack_from(order + "14Q", data, _after(data, b"<map>"))
    if len(data) < offsets[13]:
        raise ValueError("the file ends before its own map says")
    types = struct.unpack_from(f"{order}{count}H", data, _after(data, b"<variable_types>", offsets[2]))
    width = _NAME_WIDTH[release]
    at = _after(data, b"<varnames>", offsets[3])
    names = [
        data[at + i * width : at + (i + 1) * width].split(b"\0", 1)[0].decode("utf-8") for i in range(count)
    ]
    kinds = [
        order + _NUMBERS[code][0] if code in _NUMBERS else f"S{8 if code == _LONG_STRING else code}"
        for code in types
    ]
    layout = np.dtype([(f"f{i}", kind) for i, kind in enumerate(kinds)])
    table = np.frombuffer(data, layout, count=rows, offset=_after(data, b"<data>", offsets[9]))
    columns: dict[str, pl.Series] = {}
    for i, (name, code) in enumerate(zip(names, types, strict=True)):
        values = table[f"f{i}"]
        if code in _NUMBERS:
            numbers = np.ascontiguousarray(values.astype(values.dtype.newbyteorder("=")))
            column = pl.Series(name, numbers)
            columns[name] = column.set(pl.Series(numbers > _NUMBERS[code][1]), None)
        elif code != _LONG_STRING:
            columns[name] = pl.Series(name, [v.split(b"\0", 1)[0].decode("utf-8") for v in values.tolist()])
    return pl.DataFrame(columns)
