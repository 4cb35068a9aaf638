"""Answering questions from indexed articles, with citations and conflicts."""
