"""What can go wrong for good; everything else is tried again."""


class RequestFailedError(Exception):
    """This request cannot be finished; the text is one sentence for the analyst."""


class RequestGoneError(Exception):
    """The request's files are not there any more: it was cancelled, or it is done."""
