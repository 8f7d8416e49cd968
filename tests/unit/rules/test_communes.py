"""The commune lists are complete and in one form."""

import unicodedata
from collections import Counter

import pytest

from rules.communes import communes, communes_of, past_communes
from rules.errors import MalformedRuleFileError


def test_the_country_has_3321_communes_in_34_provinces():
    kinds = Counter(commune.kind for commune in communes())

    assert kinds == {"xã": 2621, "phường": 687, "đặc khu": 13}
    assert len({commune.parent_code for commune in communes()}) == 34
    assert len({commune.code for commune in communes()}) == 3321


def test_a_province_is_found_by_code_and_by_name():
    assert communes_of("68") == communes_of("Tỉnh Lâm Đồng")
    assert len(communes_of("68")) == 124
    assert "Đặc khu Phú Quý" in {commune.full_name for commune in communes_of("68")}


def test_binh_thuan_had_124_communes_in_10_districts_in_2021():
    past = past_communes("binh-thuan-2021")

    assert len(past) == 124
    assert len({commune.parent for commune in past}) == 10
    assert len({(commune.parent, commune.full_name) for commune in past}) == 124


def test_every_name_is_composed_and_trimmed():
    for commune in communes() + past_communes("binh-thuan-2021"):
        assert commune.name == unicodedata.normalize("NFC", commune.name.strip())


def test_a_list_that_does_not_exist_is_named():
    with pytest.raises(MalformedRuleFileError, match=r"khong-co\.csv"):
        past_communes("khong-co")
