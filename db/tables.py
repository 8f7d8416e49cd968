"""Every table, in one place for those who need them all."""

from db import (
    access,
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
    lookalikes,
    notices,
    obligations,
    outbox,
    recognition,
    requests,
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
    access,
    requests,
    lookalikes,
)

METADATA = Base.metadata
