"""What may be done to a row of the register: a change, as facts, or NotChanged with a sentence for a person."""

from urllib.parse import urlsplit

from alongside.faults.register import Register
from alongside.privacy import redact
from alongside.protocol.faults import ChangeFault, Fact, FaultChanged, FaultMerged


class NotChanged(Exception):
    """The change makes no sense. `says` is a sentence for the person who asked."""

    def __init__(self, says: str) -> None:
        super().__init__(says)
        self.says = says


def change(register: Register, fault: str, asked: ChangeFault) -> Fact | None:
    """The fact that this change comes to; None where it stands so already. Raises NotChanged."""
    kept = register.faults.get(fault)
    if kept is not None and kept.into and kept.into == asked.into:
        return None
    if kept is None or kept.into:
        raise NotChanged("This fault is not in the register any more.")
    if asked.into:
        return _merge(register, fault, asked.into)
    if asked.ticket and not _is_link(asked.ticket):
        raise NotChanged("The ticket's link begins with https:// or http://. Copy it from your ticket system.")
    changed = FaultChanged(
        fault=fault, status=asked.status, owner=asked.owner, note=redact(asked.note.strip()), ticket=asked.ticket
    )
    now = FaultChanged(fault=fault, status=kept.status, owner=kept.owner, note=kept.note, ticket=kept.ticket)
    return None if changed == now else changed


def _merge(register: Register, fault: str, into: str) -> FaultMerged:
    target = register.faults.get(into)
    if target is None or register.leads_to(into) == fault or into == fault:
        raise NotChanged("Choose another fault of this site to put this one together with.")
    return FaultMerged(fault=fault, into=into)


def _is_link(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("https", "http") and bool(parts.hostname)
