"""Every table, in one place for those who need them all."""

from db import (
    certificates,
    commendations,
    council,
    cycle,
    documents,
    households,
    inspections,
    journal,
    outbox,
    recognition,
    reviews,
    submissions,
    units,
)
from db.base import Base

MODULES = (
    units,
    cycle,
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
    journal,
)

METADATA = Base.metadata
