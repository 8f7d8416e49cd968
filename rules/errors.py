"""The errors this project raises on purpose.

* AntqError
  - MalformedRuleFileError
  - LawNotInForceError
  - InvalidTransitionError
  - OutOfTurnError
  - UnclearRequestError
  - UnreadableFileError
  - UnknownUnitError
  - ServiceUnavailableError
"""


class AntqError(Exception):
    """Someone in the office must act; the message says what, in Vietnamese."""


class MalformedRuleFileError(AntqError):
    """A file under ``rules/`` cannot be read as written."""


class LawNotInForceError(AntqError):
    """No provision was in force on the day asked about."""


class DisagreementError(AntqError):
    """Two ways of judging the same facts do not agree."""


class InvalidTransitionError(AntqError):
    """A stage cannot go from its status to the one asked for."""


class OutOfTurnError(AntqError):
    """A step was asked for before what it needs was there."""


class UnclearRequestError(AntqError):
    """What was asked for does not say enough, or says two things at once."""


class UnreadableFileError(AntqError):
    """A file sent to us cannot be read at all."""


class UnknownUnitError(AntqError):
    """No unit of the province bears the code asked for."""


class ServiceUnavailableError(AntqError):
    """The database, the mail server, the disk or the Prefect server is of no use."""
