"""The demo's relative times: "-2h", "-2d 09:30", "+6h today"."""

import re
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

_TIME = re.compile(r"([+-])(\d+)([dhm])(?: (\d\d):(\d\d))?( today)?")
_UNITS = {"d": "days", "h": "hours", "m": "minutes"}


def moment(said: str, start: datetime, zone: ZoneInfo) -> datetime:
    """The moment that `said` means, counted from `start`, in UTC; raises ValueError for what is no such time.

    A clock time is that of `zone`; "today" ends at 23:59 of the day of `start` there.
    """
    found = _TIME.fullmatch(said)
    if found is None:
        raise ValueError(f"not a relative time: {said!r}")
    sign, number, unit, hour, minute, today = found.groups()
    span = timedelta(**{_UNITS[unit]: int(number)})
    at = (start + span if sign == "+" else start - span).astimezone(zone)
    if hour is not None:
        at = datetime.combine(at.date(), time(int(hour), int(minute)), zone)
    if today:
        at = min(at, datetime.combine(start.astimezone(zone).date(), time(23, 59), zone))
    return at.astimezone(UTC)
