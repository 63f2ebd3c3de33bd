"""What this process counts of itself, for Prometheus. Numbers only: no label names a person, a session or a site.

Labels have few values, all of them words of the program. What costs something per command is one counter and three
histograms of a whole batch; gauges are read when somebody asks. Each process counts for itself.
"""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

__all__ = ["CONTENT_TYPE_LATEST", "commanded", "rendered"]

REGISTRY = CollectorRegistry()
_QUICK = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0)
_WAITS = (5, 15, 30, 60, 120, 300, 600, 1_200, 3_600)

_commands = Counter(
    "alongside_commands", "Commands, by kind and what came of them.", ("command", "outcome"), registry=REGISTRY
)
append_seconds = Histogram(
    "alongside_append_seconds", "Until an entry was durable in the store.", buckets=_QUICK, registry=REGISTRY
)
delivery_seconds = Histogram(
    "alongside_delivery_seconds",
    "From a command's arrival until what came of it was handed to this process's connections.",
    buckets=_QUICK,
    registry=REGISTRY,
)
queue_wait_seconds = Histogram(
    "alongside_queue_wait_seconds", "From a request for help to the first agent.", buckets=_WAITS, registry=REGISTRY
)
store_errors = Counter("alongside_store_errors", "Times the store was away or refused.", registry=REGISTRY)
sockets = Gauge(
    "alongside_sockets", "Connections to this process, by what they are to.", ("namespace",), registry=REGISTRY
)
live_sessions = Gauge("alongside_live_sessions", "Sessions with an agent, over all processes.", registry=REGISTRY)
waiting_sessions = Gauge("alongside_waiting_sessions", "Customers waiting, over all processes.", registry=REGISTRY)
rooms = Gauge("alongside_rooms", "Sessions that this process has in memory.", registry=REGISTRY)
agents_on_duty = Gauge("alongside_agents_on_duty", "Agents with a console open, over all.", registry=REGISTRY)
outbox_depth = Gauge("alongside_outbox_depth", "Messages to other servers not taken yet.", registry=REGISTRY)
dead_letters = Gauge("alongside_dead_letters", "Messages to other servers given up.", registry=REGISTRY)
store_up = Gauge("alongside_store_up", "Whether the store answers this process: 1 or 0.", registry=REGISTRY)

_counted: dict[tuple[str, str], Counter] = {}


def commanded(command: str, outcome: str) -> None:
    """Count a command: its kind, and `ok`, `refused` or `unsaved`. Labels are looked up once a pair: it is cheaper."""
    counter = _counted.get((command, outcome))
    if counter is None:
        counter = _counted[command, outcome] = _commands.labels(command, outcome)
    counter.inc()


def rendered() -> bytes:
    """Everything, as Prometheus reads it."""
    return generate_latest(REGISTRY)
