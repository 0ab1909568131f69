"""The family of errors detente raises on purpose; each message is one helpful sentence.

The command line prints the sentence on stderr and exits with code 2. Anything else that
escapes is a defect of ours.
"""


class DetenteError(Exception):
    """Base of every error a user can cause or cure."""


class InputError(DetenteError):
    """The document, sentence, table or option given cannot be used."""


class UnknownActorError(DetenteError):
    """No state, organisation or group goes by that name (or not in that year)."""


class AtlasError(DetenteError):
    """The atlas is missing, truncated or of another version."""


class SourceFormatError(DetenteError):
    """A publisher's file does not have the layout its adapter expects."""


class NetworkError(DetenteError):
    """An official download could not be reached; the message says what to do by hand."""
