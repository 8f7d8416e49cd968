"""What every Word paper of ours shows: issuer, nation, who signs."""

from templates.framing import CertificateLines, Lines
from templates.paper_facts import Signature
from templates.wordml import line, rule

_NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
_MOTTO = "Độc lập - Tự do - Hạnh phúc"
_ROOM_TO_SIGN = line("", "Centred", more='<w:spacing w:before="900"/>')


def issuer(one: Lines | CertificateLines) -> str:
    parent = line(one.parent, "Head") if one.parent else ""
    return parent + line(one.issuer, "HeadBold")


def nation(indent: float) -> str:
    return (
        line(_NATION, "HeadBold") + line(_MOTTO, "CentredBold") + rule(indent, indent)
    )


def signed(one: Signature) -> str:
    above = [*one.authority, one.office] if one.office else one.authority
    dated = line(one.dated, "CentredItalic") if one.dated else ""
    return (
        dated
        + "".join(line(each, "CentredBold") for each in above)
        + _ROOM_TO_SIGN
        + line(one.name, "CentredBold")
    )
