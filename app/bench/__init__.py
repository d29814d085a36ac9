"""The packing desk: one scan in, one outcome out."""

from app.bench.bench import Bench
from app.bench.services import Services

__all__ = ["Bench", "Services"]
