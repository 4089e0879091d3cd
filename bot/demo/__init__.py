"""The made-up demo company: a homeware retailer whose truth is known."""

from bot.demo.company import Company, write

__all__ = ["Company", "write"]
