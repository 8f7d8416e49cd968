"""Every table, in one place for those who need them all."""

from db import (
    certificates,
    commendations,
    contacts,
    council,
    cycle,
    documents,
    extensions,
    households,
    inspections,
    journal,
    notices,
    obligations,
    outbox,
    recognition,
    reviews,
    submissions,
    timetable,
    units,
)
from db.base import Base

MODULES = (
    units,
    contacts,
    cycle,
    timetable,
    obligations,
    extensions,
    documents,
    submissions,
    households,
    inspections,
    recognition,
    commendations,
    council,
    certificates,
    reviews,
    outbox,
    notices,
    journal,
)

METADATA = Base.metadata
