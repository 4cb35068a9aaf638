"""The exceptions a user can meet. Each message quotes the value and names the way out."""


class CrossreadError(Exception):
    """Something a person can mend; the message says what, where and how."""


class ArticleError(CrossreadError):
    """One article or file could not be read; the rest goes on."""


class IndexStateError(CrossreadError):
    """The index cannot be opened, read or written as it is."""


class SettingsError(CrossreadError):
    """A setting has a value that cannot work."""


class QuestionError(CrossreadError):
    """A question or request that cannot be asked as it stands."""


class Cancelled(CrossreadError):  # noqa: N818  nothing went wrong
    """Nobody waits for the answer any more."""
