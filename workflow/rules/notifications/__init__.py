"""Who is told of what: events, their audiences, the mails, and how their delivery ends."""
