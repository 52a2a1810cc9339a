"""Histories: a chain of revisions that work, each upon what the ones before it left, with rows and a way back."""
