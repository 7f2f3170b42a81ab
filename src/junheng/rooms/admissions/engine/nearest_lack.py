"""Why no placement exists: pupils who can go to some schools only, and these have fewer seats than there are such pupils."""

from __future__ import annotations

from typing import Any

import numpy

from junheng.rooms.admissions.engine.nearest import nearest


def lacking(metres: Any, seats: Any) -> tuple[list[int], list[int]]:
    """Lines of such pupils and of all schools open to them (−1 in `metres` = not open); two empty lists where all find room."""
    closed = numpy.asarray(metres) < 0
    pupils = len(closed)
    if not pupils:
        return [], []
    nowhere = numpy.hstack([numpy.where(closed, -1, 0), numpy.ones((pupils, 1), dtype=numpy.int64)])
    school = nearest(nowhere, numpy.append(numpy.minimum(seats, pupils), pupils)).school
    those = school == len(seats)
    while True:
        shut = ~closed[those].all(axis=0) if those.any() else numpy.zeros(len(seats), dtype=bool)
        grown = those | numpy.append(shut, False)[school]
        if (grown == those).all():
            return numpy.flatnonzero(those).tolist(), numpy.flatnonzero(shut).tolist()
        those = grown
