"""What the command line, the pages and Slack show alike."""

from bot.views.capacity import Today, today
from bot.views.customer import customer_row, find_customer, profile_document
from bot.views.digest import AtRisk, Digest, DigestTheme, ToldReason, at_risk_entry, make_digest
from bot.views.discovered import segment_documents, theme_documents
from bot.views.edits import edit_documents
from bot.views.evolution import segment_history
from bot.views.heard import Heard, hear
from bot.views.journey import journey, journey_documents
from bot.views.segment import Member, SegmentDetail, segment_detail
from bot.views.theme import Speaker, ThemeDetail, WeekCount, theme_detail
from bot.views.voice import said_by, voice_document

__all__ = [
    "AtRisk",
    "Digest",
    "DigestTheme",
    "Heard",
    "Member",
    "SegmentDetail",
    "Speaker",
    "ThemeDetail",
    "Today",
    "ToldReason",
    "WeekCount",
    "at_risk_entry",
    "customer_row",
    "edit_documents",
    "find_customer",
    "hear",
    "journey",
    "journey_documents",
    "make_digest",
    "profile_document",
    "said_by",
    "segment_detail",
    "segment_documents",
    "segment_history",
    "theme_detail",
    "theme_documents",
    "today",
    "voice_document",
]
