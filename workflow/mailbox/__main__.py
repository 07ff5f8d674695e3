"""`python -m workflow.mailbox FOLDER DESCRIPTOR`: keep what arrives on an inherited listening socket, until SIGTERM."""

import asyncio
import signal
import socket
import sys
from pathlib import Path

from workflow.mailbox.smtp import Conversation, Envelope
from workflow.mailbox.store import keep


async def serve(folder: Path, listener: socket.socket) -> None:
    """Keep every mail in `folder` before its sender is told that it was taken."""

    async def take(envelope: Envelope, content: bytes) -> str:
        try:
            return f"250 kept as {keep(folder, envelope.sender or '', envelope.recipients, content)}"
        except OSError as error:
            return f"452 not kept: {error.strerror}"  # 4xx: a full disk passes, the sender tries again

    ended = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    await asyncio.start_server(lambda reader, writer: Conversation(reader, writer, take).hold(), sock=listener)
    await ended.wait()


def main() -> None:
    """Serve as the arguments say."""
    asyncio.run(serve(Path(sys.argv[1]), socket.socket(fileno=int(sys.argv[2]))))


if __name__ == "__main__":
    main()
