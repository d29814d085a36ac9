"""The station's settings, read once from `station.toml`. Secrets are not here: they lie in the keyring under a name."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.domain.label import Stock
from app.domain.order import Address, Shipper
from app.errors import Misconfigured
