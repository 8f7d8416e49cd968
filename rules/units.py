"""The kinds of unit, and the words that name them."""

from enum import StrEnum


class UnitKind(StrEnum):
    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"
    RESIDENTIAL_AREA = "residential_area"
    AGENCY = "agency"
    ENTERPRISE = "enterprise"
    SCHOOL = "school"
    STEERING_COMMITTEE = "steering_committee"
    POLICE_BODY = "police_body"
    SECURITY_TEAM = "security_team"


class Tier(StrEnum):
    """The level that manages a unit; of a steering committee, its own level."""

    CENTRAL = "central"
    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"


KIND_NAMES = {
    UnitKind.PROVINCE: "Tỉnh",
    UnitKind.DISTRICT: "Huyện",
    UnitKind.COMMUNE: "Xã",
    UnitKind.RESIDENTIAL_AREA: "Khu dân cư",
    UnitKind.AGENCY: "Cơ quan",
    UnitKind.ENTERPRISE: "Doanh nghiệp",
    UnitKind.SCHOOL: "Cơ sở giáo dục",
    UnitKind.STEERING_COMMITTEE: "Ban Chỉ đạo",
    UnitKind.POLICE_BODY: "Công an",
    UnitKind.SECURITY_TEAM: "Tổ bảo vệ an ninh, trật tự",
}

TIER_NAMES = {
    Tier.CENTRAL: "trung ương",
    Tier.PROVINCE: "cấp tỉnh",
    Tier.DISTRICT: "cấp huyện",
    Tier.COMMUNE: "cấp xã",
}

#: The kinds that are judged: recognised (pass/fail) and graded (0 to 100).
JUDGED = (
    UnitKind.RESIDENTIAL_AREA,
    UnitKind.COMMUNE,
    UnitKind.AGENCY,
    UnitKind.ENTERPRISE,
    UnitKind.SCHOOL,
)

#: The kinds that are territories; every other kind lies in one.
TERRITORIES = (UnitKind.PROVINCE, UnitKind.DISTRICT, UnitKind.COMMUNE)

KIND_BY_NAME = {name: kind for kind, name in KIND_NAMES.items()}
