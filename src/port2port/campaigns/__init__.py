"""Awareness: campaigns, kits of posters and cards, toolbox talks, short quizzes, reach."""
