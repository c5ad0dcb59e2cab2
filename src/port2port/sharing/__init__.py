"""Handling, the one visibility rule, publishing, receipts, subscriptions."""
