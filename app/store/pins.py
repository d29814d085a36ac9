"""PINs at rest: argon2id over the PIN's keyed digest, slow enough that guessing costs and quick enough for a bench.

The digest is keyed with the station's own key (`Sealer.pin_digest`): whoever has the file alone cannot try the few
PINs there are.
"""

from __future__ import annotations

from dataclasses import dataclass

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError


@dataclass(frozen=True, slots=True)
class Pins:
    """Measured by `tests/bench/pin.py`: about 70 ms and 32 MiB, one thread (RFC 9106 asks for 3 passes)."""

    passes: int = 3
    memory_kib: int = 32 * 1024

    def seal(self, digest: bytes) -> str:
        """The digest under a fresh salt, with the parameters it was made with."""
        return self._hasher.hash(digest)

    def fits(self, sealed: str, digest: bytes) -> bool:
        """Whether this is the sealed digest; takes its time either way, also when nothing is sealed there."""
        try:
            return self._hasher.verify(sealed, digest)
        except VerifyMismatchError:
            return False
        except InvalidHashError:
            self._hasher.hash(digest)  # nobody, or nobody with a PIN: the answer must not come sooner
            return False

    def is_outdated(self, sealed: str) -> bool:
        """Whether it was sealed with other parameters than these."""
        return self._hasher.check_needs_rehash(sealed)

    @property
    def _hasher(self) -> PasswordHasher:
        return PasswordHasher(time_cost=self.passes, memory_cost=self.memory_kib, parallelism=1)
