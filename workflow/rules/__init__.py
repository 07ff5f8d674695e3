"""What may be done and what follows, from plain values: tables and questions, no session, request, clock or I/O."""
