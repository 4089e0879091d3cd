"""The emotion a text speaks with: anger, disappointment, joy, fear, surprise, or none."""

from nlp.emotions.head import EmotionHead, load_head

__all__ = ["EmotionHead", "load_head"]
