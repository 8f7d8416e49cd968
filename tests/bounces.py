"""Reports of lost letters as mail servers word them, about the letter one asks for."""

from email import message_from_bytes
from email.message import Message
from pathlib import Path

SAMPLES = Path(__file__).parent / "integration/tasks/bounces"
ADDRESS = "x1-a1@mau.example"
MESSAGE_ID = "<thu-goc@antq.mau.example>"
#: Standard and not: all say that the mailbox does not exist.
DEAD = ("postfix", "exim", "exchange", "gmail", "qmail")
#: What people and their programs answer.
ANSWERS = ("out_of_office", "answer")


def written(
    name: str, address: str = ADDRESS, message_id: str = MESSAGE_ID, **reworded: str
) -> bytes:
    """Return a sample about a letter; ``reworded`` replaces what stands in it."""
    text = (SAMPLES / f"{name}.eml").read_text("utf-8")
    text = text.replace("X1-A1@", "x1-a1@").replace(ADDRESS, address)
    text = text.replace(MESSAGE_ID, message_id)
    for old, new in reworded.items():
        text = text.replace(old, new)
    return text.encode()


def report(name: str, **about: str) -> Message:
    return message_from_bytes(written(name, **about))
