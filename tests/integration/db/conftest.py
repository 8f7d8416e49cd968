from datetime import date

import pytest
from sqlalchemy import select

from db import documents, pledges
from db.households import Household
from db.pledge_copies import PledgeFile
from db.pledge_staging import HEADER
from db.session import transaction

TODAY = date(2021, 3, 31)
ROW_ONE = ",".join(HEADER)


@pytest.fixture
def taken(province, tmp_path):  # noqa: ARG001 - for what it does
    """Take in files by name and lines; return what became of them, by file."""

    def take_in(header=ROW_ONE, **files):
        with transaction() as session:
            paths = {}
            for name, lines in files.items():
                path = tmp_path / f"{name}.csv"
                told = lines
                if not isinstance(lines, bytes):
                    told = "\n".join([header, *lines, ""]).encode("utf-8")
                path.write_bytes(told)
                paths[name] = path
            named = [(name, name) for name in files]
            ids = documents.register(session, named, TODAY)
            found = pledges.take_in(
                session,
                [PledgeFile(path, ids[name]) for name, path in paths.items()],
                TODAY,
            )
            names = {key: name for name, key in ids.items()}
            return found.rows, [
                (names[each.document_id], each.place, each.found, each.problem)
                for each in found.issues
            ]

    return take_in


@pytest.fixture
def kept(database):  # noqa: ARG001 - where they are kept
    """Return the households kept, by code."""

    def households():
        with transaction() as session:
            return {
                row.code: (row.head, row.residing, row.pledged_on)
                for row in session.scalars(select(Household))
            }

    return households
