"""What kind of buyer and visitor a customer is: tags with their evidence."""

from segmentation.tags.rules import TAGS, Ground, Tagged
from segmentation.tags.tagging import Tags, tag

__all__ = ["TAGS", "Ground", "Tagged", "Tags", "tag"]
