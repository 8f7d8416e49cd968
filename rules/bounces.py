"""Why a letter came back: whose fault a server's answer says it is (RFC 3463, 5321)."""

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum


class Fault(StrEnum):
    """What stood in the way, and so whether to write there again."""

    #: Nobody receives letters there: write to it no more.
    MAILBOX = "mailbox"
    #: It may receive letters again: it is full, or its server is out of reach.
    OBSTACLE = "obstacle"
    #: The letter, or who sends it, was not wanted: the mailbox is alive.
    LETTER = "letter"


#: By “subject.detail” of the enhanced status; what is not here follows its subject.
_DETAILS: Mapping[str, Fault] = {
    "1.7": Fault.LETTER,  # the sender's address is malformed
    "1.8": Fault.LETTER,  # the sender's domain is not known
    "2.1": Fault.MAILBOX,  # disabled
    "2.3": Fault.LETTER,  # longer than the mailbox allows
    "3.4": Fault.LETTER,  # longer than the server allows
    "4.1": Fault.MAILBOX,  # how Exchange Online refuses who is not in its directory
    "4.4": Fault.MAILBOX,  # no way there: the domain does not exist
    "4.310": Fault.MAILBOX,  # the same, as Exchange Online says it
}
_SUBJECTS: Mapping[str, Fault] = {
    "1": Fault.MAILBOX,  # the address
    "2": Fault.OBSTACLE,  # the mailbox: 2.2 is full
    "3": Fault.OBSTACLE,  # the server
    "4": Fault.OBSTACLE,  # the way there
    "5": Fault.LETTER,  # how the two servers spoke
    "6": Fault.LETTER,  # the content
    "7": Fault.LETTER,  # policy, spam, authentication
}
#: “Other or undefined”: these leave it to the older reply code.
_VAGUE = {"0.0", "1.0", "2.0", "5.0"}
_CODES: Mapping[int, Fault] = {
    550: Fault.MAILBOX,  # unavailable
    551: Fault.MAILBOX,  # not local
    552: Fault.OBSTACLE,  # full
    556: Fault.MAILBOX,  # the domain takes no mail
}

_PERSISTS = "4"
_ENHANCED = re.compile(r"(?<![\d.])([245])\.(\d{1,3}\.\d{1,3})(?!\.?\d)")
_CODE = re.compile(r"(?<![\d.])([45]\d\d)(?=[ ,-])")


def fault(answer: str, code: int = 0) -> Fault:
    """Say whose fault a permanent failure is, from the server's own words."""
    code = code or _code(answer)
    return next(_by_status(answer), None) or _CODES.get(code, Fault.OBSTACLE)


def is_mailbox_dead(answer: str, code: int = 0) -> bool:
    """Say whether a refusal means that nobody receives letters there.

    Without an enhanced status its bare ``code`` counts; give it for RCPT only: after
    DATA it speaks of the letter.
    """
    if code and code // 100 != _PERMANENT:
        return False
    return next(_by_status(answer), _CODES.get(code)) is Fault.MAILBOX


def is_office_unserved(answer: str, code: int) -> bool:
    """Say whether a server refused to serve the office, whomever the letter is for.

    It asks for a password (RFC 4954), or carries no letters of this machine outside.
    """
    if code in _ASKS_WHO:
        return True
    if code // 100 != _PERMANENT or is_mailbox_dead(answer):
        return False
    return bool(_RELAY.search(_ADDRESS.sub("", answer)))


_PERMANENT = 5
_ASKS_WHO = {530, 534, 535, 538}
#: As Postfix, Exim, Sendmail and Exchange say it; no status tells it from other policy.
_RELAY = re.compile(r"\brelay(?:ing)?\b", re.IGNORECASE)
_ADDRESS = re.compile(r"\S+@\S+")


def _by_status(answer: str) -> Iterator[Fault]:
    """Yield whose fault it is by each enhanced status that says something."""
    for level, detail in _ENHANCED.findall(answer):
        if level == _PERSISTS:
            yield Fault.OBSTACLE
        elif detail not in _VAGUE:
            subject = detail.partition(".")[0]
            yield _DETAILS.get(detail) or _SUBJECTS.get(subject, Fault.OBSTACLE)


def _code(answer: str) -> int:
    found = _CODE.search(answer)
    return int(found[1]) if found else 0
