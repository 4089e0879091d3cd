"""The two error families: what the user can put right, and what only we can."""


class UserError(Exception):
    """Something the user can put right; the message says what to do next and is shown as it is."""


class InternalError(Exception):
    """A fault of ours; shown as a reference, logged in full."""
