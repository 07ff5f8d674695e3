"""The web server's worker with little patience, for the tests."""

from workflow.supervisor.web_worker import WebWorker


class HastyWorker(WebWorker):
    """It waits half a second where the real one waits half a minute."""

    head_within = body_within = leaving_within = 0.5
    least_rate = 20_000.0
    held_at_most = 3 * 1024 * 1024
    looked_every = 0.05
