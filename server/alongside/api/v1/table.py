"""Every operation of /api/v1, in the order of the documentation."""

from alongside.api.v1 import deliveries, figures, registers, reviews, service, sessions
from alongside.api.v1.operations import Operation

OPERATIONS: tuple[Operation, ...] = (
    *sessions.OPERATIONS,
    *figures.OPERATIONS,
    *reviews.OPERATIONS,
    *registers.OPERATIONS,
    *deliveries.OPERATIONS,
    *service.OPERATIONS,
)
