"""What the command line, the pages and Slack show alike."""

from bot.views.customer import customer_row, find_customer, profile_document
from bot.views.digest import AtRisk, Digest, DigestTheme, ToldReason, at_risk_entry, make_digest
from bot.views.discovered import segment_documents, theme_documents

__all__ = [
    "AtRisk",
    "Digest",
    "DigestTheme",
    "ToldReason",
    "at_risk_entry",
    "customer_row",
    "find_customer",
    "make_digest",
    "profile_document",
    "segment_documents",
    "theme_documents",
]
