"""A picture of every sealed parcel, from the stream of the bench's camera, in the background: no seal waits for it.

A picture belongs to a parcel only when it was taken right after its seal; otherwise the parcel's row says why it has
none. The file is on disk before its row, and a row is written once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import timedelta
from itertools import accumulate
from pathlib import Path

from app.domain.actor import Actor
from app.errors import PackbenchError, Unavailable
from app.settings import EvidenceSettings
from app.store import evidence
from app.store.database import Database
from app.store.evidence import Missed, Taken, Waiting
from app.store.pictures import Lying, Pictures, day_of, free_bytes, key_of, lying

LATEST_MS = 3_000
"""A picture taken longer after the seal shows something else, perhaps."""
NEWEST_KEPT = 100
"""The quota never takes these: what has just left is what is asked about."""
_BATCH = 200
_LAST = 2**62
_JPEG = b"\xff\xd8"


class Evidence:
    """Build it before the bench takes its first scan, and let one thread `step()`: once a second, and at once after a
    scan. `camera_picture` gives the next picture as JPEG within about a second, or raises one of the four errors; None
    where no camera keeps evidence: then only the keeping of old pictures goes on. `actor` names the camera as device.
    """

    def __init__(
        self,
        database: Database,
        folder: Path,
        settings: EvidenceSettings,
        actor: Actor,
        *,
        camera_picture: Callable[[], bytes] | None,
        free: Callable[[Path], int] = free_bytes,
    ) -> None:
        self._database = database
        self._settings = settings
        self._actor = actor
        self._picture = camera_picture
        self._folder = folder
        self._pictures = Pictures(folder, database.sealer, free=free)
        self._bytes = 0
        self._purged_on = day_of(0)
        self._is_begun = False
        with database.reading() as connection:
            self._open_after = evidence.begun_after(connection)
            self._after = evidence.last_sealed(connection)

    def step(self) -> None:
        """Give every parcel that was sealed its row, and take away the oldest pictures where it is time. Raises
        Unavailable and Misconfigured of the store, Unavailable of the pictures' folder; what was not done is next time.
        """
        if not self._is_begun:
            self._begin()
        if self._picture is not None:
            while self._settle(self._picture) == _BATCH:
                pass
        self._purge()

    def _begin(self) -> None:
        """What was sealed before this start and has no row gets no picture any more."""
        self._pictures.sweep()
        if self._open_after is not None:
            while left := self._waiting(self._open_after, until=self._after):
                self._note({each: self._missed(each, "evidence.interrupted") for each in left})
        if self._picture is not None and self._open_after != self._after:
            with self._database.transaction() as tx:
                evidence.begin(tx, self._database, self._actor, self._after)
        elif self._picture is None and self._open_after is not None:
            with self._database.transaction() as tx:
                evidence.end(tx, self._database, self._actor)
        self._is_begun = True

    def _settle(self, picture: Callable[[], bytes]) -> int:
        """The next parcels' rows; how many."""
        waiting = self._waiting(self._after, until=_LAST)
        if not waiting:
            return 0
        fresh = any(_is_in_time(self._late_ms(each)) for each in waiting)
        jpeg, code = _taken(picture) if fresh else (b"", "")
        late = {each: self._late_ms(each) for each in waiting}  # now, for the camera may have taken its time
        together = sum(map(_is_in_time, late.values()))
        rows: dict[Waiting, Taken | Missed] = {}
        for each, late_ms in late.items():
            if code or not _is_in_time(late_ms):
                rows[each] = self._missed(each, code or "evidence.too_late")
            else:
                rows[each] = self._kept(each, jpeg, late_ms, together)
        self._note(rows)
        self._after = waiting[-1].number
        return len(waiting)

    def _kept(self, parcel: Waiting, jpeg: bytes, late_ms: int, parcels: int) -> Taken | Missed:
        try:
            file_sha256 = self._pictures.write(parcel.parcel_id, parcel.sealed_at_ms, jpeg)
        except Unavailable as error:
            return self._missed(parcel, error.code)
        self._bytes += len(jpeg)
        return Taken(hashlib.sha256(jpeg).hexdigest(), file_sha256, len(jpeg), late_ms, parcels)

    def _missed(self, parcel: Waiting, code: str) -> Missed:
        """A file may be there all the same, whose row a crash or a full store kept back."""
        self._pictures.drop([key_of(parcel.parcel_id, parcel.sealed_at_ms)])
        return Missed(code, self._late_ms(parcel))

    def _note(self, rows: dict[Waiting, Taken | Missed]) -> None:
        with self._database.transaction() as tx:
            for parcel, row in rows.items():
                evidence.note(tx, self._database, self._actor, parcel.parcel_id, row)

    def _waiting(self, after: int, *, until: int) -> tuple[Waiting, ...]:
        with self._database.reading() as connection:
            return evidence.waiting(connection, after=after, until=until, limit=_BATCH)

    def _late_ms(self, parcel: Waiting) -> int:
        return self._database.now_ms() - parcel.sealed_at_ms

    def _purge(self) -> None:
        """Oldest first: once a day those that were kept long enough, and when they are too many the rest."""
        today, quota = day_of(self._database.now_ms()), self._settings.quota_mb * 1_000_000
        if self._bytes <= quota and today == self._purged_on:
            return
        pictures = lying(self._folder)
        first_kept = (today - timedelta(days=self._settings.keep_days)).isoformat()
        too_old = sum(each.key < first_kept for each in pictures)
        count = max(too_old, _over(pictures, quota))
        with self._database.reading() as connection:
            gone_until = evidence.purged_until(connection)
        gone = sum(each.key <= gone_until for each in pictures)  # a crash, or the disk, kept them
        if count > gone:
            until, size = pictures[count - 1].key, sum(each.bytes for each in pictures[gone:count])
            by = "age" if count == too_old else "quota"
            with self._database.transaction() as tx:  # first, so that no picture is gone of which nobody knows why
                evidence.note_purged(tx, self._database, self._actor, until, count=count - gone, size=size, by=by)
        count = max(count, gone)
        self._pictures.drop(each.key for each in pictures[:count])
        self._bytes = sum(each.bytes for each in pictures[count:])
        self._purged_on = today


def _is_in_time(late_ms: int) -> bool:
    return 0 <= late_ms <= LATEST_MS


def _taken(picture: Callable[[], bytes]) -> tuple[bytes, str]:
    """The camera's picture of now, and why there is none."""
    try:
        jpeg = picture()
    except PackbenchError as error:
        return b"", error.code
    return (jpeg, "") if jpeg.startswith(_JPEG) else (b"", "camera.no_picture")


def _over(pictures: Sequence[Lying], quota: int) -> int:
    """How many of the oldest must go for the quota; a twentieth more than that, so that it is not done every time."""
    total = sum(each.bytes for each in pictures)
    if total <= quota:
        return 0
    left = (total - taken for taken in accumulate(each.bytes for each in pictures))
    wanted = next(at for at, rest in enumerate(left, start=1) if rest <= quota - quota // 20)
    return max(0, min(wanted, len(pictures) - NEWEST_KEPT))
