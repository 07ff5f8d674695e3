"""The local mailbox: a real SMTP server on loopback that keeps every mail as a file, and the way to read them."""

from workflow.mailbox.store import MailboxPage, Message, NoSuchMessage, Stored, keep, message, page

__all__ = ["MailboxPage", "Message", "NoSuchMessage", "Stored", "keep", "message", "page"]
