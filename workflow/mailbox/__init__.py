"""The local mailbox: a real SMTP server on loopback that keeps every mail as a file, and the way to read them."""

from workflow.mailbox.store import Message, NoSuchMessage, Page, Stored, keep, message, page

__all__ = ["Message", "NoSuchMessage", "Page", "Stored", "keep", "message", "page"]
