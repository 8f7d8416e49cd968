import pytest

from rules.bounces import Fault, fault, is_mailbox_dead, is_office_unserved


@pytest.mark.parametrize(
    ("answer", "whose"),
    [
        ("5.1.1 550 5.1.1 User unknown", Fault.MAILBOX),
        ("5.1.2 bad destination system address", Fault.MAILBOX),
        ("5.1.10 RESOLVER.ADR.RecipientNotFound", Fault.MAILBOX),
        ("5.2.1 mailbox disabled", Fault.MAILBOX),
        ("5.4.4 Host or domain name not found", Fault.MAILBOX),
        ("550 5.4.1 Recipient address rejected: Access denied.", Fault.MAILBOX),
        ("Sorry, no mailbox here by that name. (#5.1.1)", Fault.MAILBOX),
        ("5.2.2 552 5.2.2 mailbox full", Fault.OBSTACLE),
        ("5.3.2 system not accepting network messages", Fault.OBSTACLE),
        ("4.4.1 connection timed out", Fault.OBSTACLE),
        ("4.1.1 mailbox busy", Fault.OBSTACLE),
        ("5.1.8 sender's domain not found", Fault.LETTER),
        ("5.3.4 message too big", Fault.LETTER),
        ("5.6.0 malformed content", Fault.LETTER),
        ("550 5.7.1 Blocked - see https://192.5.1.1/list", Fault.LETTER),
    ],
)
def test_the_enhanced_status_says_whose_fault_it_is(answer, whose):
    assert fault(answer) is whose


@pytest.mark.parametrize(
    ("answer", "whose"),
    [
        ("5.0.0 550 5.1.1 user unknown", Fault.MAILBOX),
        ("5.0.0 552 quota exceeded", Fault.OBSTACLE),
        ("4.0.0 550 quota exceeded", Fault.OBSTACLE),
        ("5.5.0 550 Requested action not taken: mailbox unavailable", Fault.MAILBOX),
        ("550 No such user here", Fault.MAILBOX),
        ("554 delivery error", Fault.OBSTACLE),
        ("host 5.1.1.2 went away", Fault.OBSTACLE),
        ("", Fault.OBSTACLE),
    ],
)
def test_a_status_that_says_nothing_leaves_it_to_the_reply_code(answer, whose):
    assert fault(answer) is whose


@pytest.mark.parametrize(
    ("status", "code", "dead"),
    [
        ("5.1.1", 550, True),
        ("", 550, True),
        ("", 551, True),
        ("5.1.1", 450, False),
        ("", 450, False),
        ("5.2.2", 552, False),
        ("5.7.1", 550, False),
        ("", 553, False),
        ("(550, '5.1.1 User unknown', 'x@mau.example')", 0, True),
        ("(550, 'Spam refused')", 0, False),
        ("", 250, False),
    ],
)
def test_only_a_permanent_answer_about_the_mailbox_makes_it_dead(status, code, dead):
    assert is_mailbox_dead(status, code) is dead


@pytest.mark.parametrize(
    ("answer", "code", "unserved"),
    [
        ("5.7.0 Authentication required", 530, True),
        ("5.7.1 <x1-a1@mau.example>: Relay access denied", 554, True),
        ("relay not permitted", 550, True),
        ("5.7.1 <x1-a1@mau.example>... Relaying denied", 550, True),
        ("5.7.54 SMTP; Unable to relay recipient in non-accepted domain", 550, True),
        ("4.7.1 Relay access denied", 454, False),
        ("5.1.1 <relay@mau.example>: User unknown", 550, False),
        ("5.1.1 <relay.x1@mau.example>: User unknown", 550, False),
        ("5.7.1 Message refused", 550, False),
        ("5.1.1 <a@b.vn>: User unknown in relay recipient table", 550, False),
        ("5.7.1 <x@relay.tinh.example>: Message refused", 550, False),
    ],
)
def test_a_server_that_does_not_serve_the_office_is_told_from_one_that_refuses_a_letter(
    answer, code, unserved
):
    assert is_office_unserved(answer, code) is unserved
