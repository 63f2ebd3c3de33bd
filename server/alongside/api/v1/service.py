"""How the server is, for whoever watches it with a token."""

from importlib.metadata import version

from alongside.access import may_see_site
from alongside.api.v1.operations import JSON, Answer, Call, Operation, Serves, Success, sites_of
from alongside.api.v1.shapes import Service


async def service(serves: Serves, call: Call) -> Answer:
    await serves.hub.log.ping()
    who, desk = call.caller.who, serves.hub.desk
    open_ones = [each.row for each in desk.summaries.values() if may_see_site(who, each.row.site)]
    counted = [row.status for row in open_ones if not row.practice]
    return Answer(
        content=Service(
            version=version("alongside"),
            store="ok",
            waiting=sum(status in ("waiting", "coded") for status in counted),
            active=counted.count("active"),
            agents=len(desk.present),
            token=call.caller.token,
            scopes=call.caller.scopes,
            sites=tuple(sites_of(serves, call)),
        )
    )


OPERATIONS = (
    Operation(
        id="readService",
        method="GET",
        path="/service",
        tag="Service",
        summary="How the server is, and what the token is good for",
        scope=None,
        handle=service,
        success=Success(says="The server answers, and so does its store.", content={JSON: Service}),
    ),
)
