"""A small province in a fresh database."""

import pytest

from tests import factories


@pytest.fixture
def province(database) -> dict[str, int]:  # noqa: ARG001 - for what it does
    return factories.found_province()


@pytest.fixture
def year(province) -> dict[str, int]:
    factories.start_year()
    return province
