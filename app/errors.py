"""The four ways a foreign thing can fail, named by what to do next.

`Unavailable`: nothing happened, try again. `Rejected`: they said no, a person must change something.
`Uncertain`: it may have happened, ask before doing it again. `Misconfigured`: stop, the set-up is wrong.
Texts for people live in `ui/messages.py`, found by `code`; nothing personal ever goes into an error.
"""

from __future__ import annotations


class PackbenchError(Exception):
    """Base of the four. `code` names the sentence, `detail` is a short text free of personal data."""

    def __init__(self, code: str, detail: str = "", *, retry_after_s: float | None = None) -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail
        self.retry_after_s = retry_after_s


class Unavailable(PackbenchError):
    """Nothing happened: try again later, not before `retry_after_s` seconds when it is given."""


class Rejected(PackbenchError):
    """The other side understood and said no: trying again changes nothing."""


class Uncertain(PackbenchError):
    """It may have happened: look it up or repeat under the same key, never under a new one.

    `needs_person`: asking again will not tell either; somebody has to look into the other side's books.
    """

    def __init__(
        self, code: str, detail: str = "", *, retry_after_s: float | None = None, needs_person: bool = False
    ) -> None:
        super().__init__(code, detail, retry_after_s=retry_after_s)
        self.needs_person = needs_person


class Misconfigured(PackbenchError):
    """The set-up is wrong (key, address, account, file): a person must mend it."""
