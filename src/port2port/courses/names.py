"""The languages of courses by their own names."""

NAMES = {"nl": "Nederlands", "fr": "Français", "de": "Deutsch", "en": "English"}
