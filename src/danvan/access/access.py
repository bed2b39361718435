"""Actions of this app."""

MANAGE_ACCOUNTS = "access.manage_accounts"
