"""Playbooks: the owner's rules of what to do for whom, and the most useful one of them."""

from segmentation.playbooks.causes import CAUSES, causes
from segmentation.playbooks.choosing import next_action, tier_reason
from segmentation.playbooks.plays import CHANNELS, OWNERS, Play, Playbook, Standing
from segmentation.playbooks.reading import default_playbook, parse_playbook, read_playbook

__all__ = [
    "CAUSES",
    "CHANNELS",
    "OWNERS",
    "Play",
    "Playbook",
    "Standing",
    "causes",
    "default_playbook",
    "next_action",
    "parse_playbook",
    "read_playbook",
    "tier_reason",
]
