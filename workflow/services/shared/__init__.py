"""What every use case begins and ends with: the lock, the permission, the checked words, the event."""
