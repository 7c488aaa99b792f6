"""Statuses of documents: who did what when, and what is due."""
