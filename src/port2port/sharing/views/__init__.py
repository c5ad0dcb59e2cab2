"""The pages of sharing: notifications, subscriptions, the audit."""
