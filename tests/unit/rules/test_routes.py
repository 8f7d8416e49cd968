from datetime import date

import pytest

from rules.entries import Book
from rules.errors import LawNotInForceError, MalformedRuleFileError
from rules.provisions import Confidence
from rules.routes import RECIPIENT_NAMES, Recipient, dossier_route, route
from rules.units import UnitKind

BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 1)


def a_draft(folder, recipient):
    text = f'[[routes]]\nid = "dossier_area"\nsince = 2025-07-01\n{recipient}\n'
    (folder / "routes.toml").write_text(text, "utf-8")
    return Book(folder)


def test_an_areas_dossier_goes_to_the_standing_committee_of_the_commune():
    found = route("dossier_area", BEFORE)

    assert found.title == "Thường trực Ban Chỉ đạo cấp xã"
    assert found.provision.confidence is Confidence.SECONDARY
    assert not found.configurable


def test_since_the_amendment_the_recipient_is_unconfirmed_and_may_be_chosen():
    found = route("dossier_area", AFTER)

    assert found.recipient is Recipient.STANDING_COMMITTEE
    assert found.recipients == tuple(Recipient) == tuple(RECIPIENT_NAMES)
    assert found.configurable
    assert found.provision.confidence is Confidence.UNCONFIRMED
    assert "48/2025/TT-BCA" in found.provision.citation


def test_a_locality_chooses_another_recipient_in_data_alone(tmp_path):
    chosen = a_draft(tmp_path, 'recipient = "commune_police"')

    assert route("dossier_area", AFTER, chosen).title == "Công an cấp xã"
    assert route("dossier_area", BEFORE, chosen) == route("dossier_area", BEFORE)


def test_a_recipient_outside_the_choice_is_refused(tmp_path):
    narrowed = a_draft(tmp_path, 'recipients = ["commune_police"]')

    with pytest.raises(MalformedRuleFileError, match=r"mục “dossier_area”.*recipient"):
        route("dossier_area", AFTER, narrowed)


@pytest.mark.parametrize(
    ("form", "day"), [("dossier_area", date(2022, 2, 9)), ("dossier_unit", AFTER)]
)
def test_a_route_nobody_has_written_is_named(form, day):
    with pytest.raises(LawNotInForceError, match=f"“{form}”"):
        route(form, day)


def test_the_route_of_a_kind_is_that_of_its_own_dossier():
    area = dossier_route(UnitKind.RESIDENTIAL_AREA, date(2026, 10, 31))

    assert area == route("dossier_area", date(2026, 10, 31))
    assert dossier_route(UnitKind.COMMUNE, date(2026, 10, 31)) is None
    assert dossier_route(UnitKind.RESIDENTIAL_AREA, date(2021, 10, 31)) is None
