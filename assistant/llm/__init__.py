"""Answers by a language model, each sentence verified before anyone sees it."""
