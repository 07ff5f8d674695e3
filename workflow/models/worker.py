"""The worker's own book: what was handed out and not ended yet, and which processes serve which queues."""

from datetime import datetime

from sqlalchemy import ColumnElement, String, literal
from sqlalchemy.orm import Mapped, mapped_column

from workflow.models.base import Base
from workflow.rules.shared.queues import Queue


class Errand(Base):
    """One piece of work that a line was told of, by its task and ids; the row goes when the work is done.

    until: nobody else is told before. times: how often it was handed out since it was last done or put off.
    """

    __tablename__ = "errand"

    name: Mapped[str] = mapped_column(String(120), primary_key=True)
    until: Mapped[datetime]
    times: Mapped[int] = mapped_column(default=1)


class WorkerProcess(Base):
    """A worker that runs, or ran until `at`. queues: joined by commas. busy: how many of its lines are at work.

    press: a sign of the release and the settings that its printed pages are made with. folder: a sign of the folder
    that it writes them to. Both are empty where it does not print.
    """

    __tablename__ = "worker_process"

    name: Mapped[str] = mapped_column(String(120), primary_key=True)
    queues: Mapped[str] = mapped_column(String(80))
    lines: Mapped[int]
    busy: Mapped[int] = mapped_column(default=0)
    press: Mapped[str] = mapped_column(String(16), default="")
    folder: Mapped[str] = mapped_column(String(16), default="")
    began_at: Mapped[datetime]
    at: Mapped[datetime]

    @staticmethod
    def serves(queue: Queue) -> ColumnElement[bool]:
        """Whether a worker serves that queue, beside whatever others, known or not."""
        return (literal(",") + WorkerProcess.queues + literal(",")).contains(f",{queue},", autoescape=True)
