"""The composition root: puts settings, log, hub, sockets, pages and routes together, and runs them."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

import structlog
from aiohttp import web

from alongside import api, pages
from alongside.assets import Assets
from alongside.config import Settings, WebhookRules
from alongside.demo import DemoPlan, Person
from alongside.demosite import make_app as make_demo_site
from alongside.hub import Clock, Hub, Limits
from alongside.identity import offering
from alongside.log import Log
from alongside.session import Rules
from alongside.sockets import DeskNamespace, SessionNamespace, WallNamespace, make_engine
from alongside.verifier import Timing, make_verifier
from alongside.webhooks import Target
from alongside.webhooks.dead import Keep

SHUTDOWN_SECONDS = 1.0
"""aiohttp waits so long for open requests; open sockets would otherwise keep it for a minute."""

logger = structlog.get_logger()


def make_log(settings: Settings) -> Log:
    """The log on the store that the settings name."""
    if settings.redis_url is None:
        raise ValueError("redis_url must be known here: the caller starts the embedded store")
    return Log(settings.redis_url, retention=timedelta(days=settings.retention_days))


def make_hub(settings: Settings, log: Log, clock: Clock | None = None, timing: Timing | None = None) -> Hub:
    """The hub with the settings' rules and limits. `timing`: when outcomes of ID checks are told, if not as usual."""
    clock = clock or Clock()
    verifier = make_verifier(settings, log, clock.seconds, timing)
    return Hub(log, rules(settings), limits(settings), clock, settings.playbooks_dir, verifier)


def rules(settings: Settings) -> Rules:
    """What of the settings decisions depend on."""
    agents = {id: account.display for id, account in settings.accounts.items() if account.role == "agent"}
    teams = sorted({team for account in settings.accounts.values() for team in account.teams})
    return Rules(
        message_length=settings.message_length,
        code_minutes=settings.code_minutes,
        lens_fields=settings.lens_fields,
        offer_seconds=settings.offer_seconds,
        retention_days=settings.retention_days,
        agents=agents,
        teams=tuple(teams),
        teams_of={id: account.teams for id, account in settings.accounts.items()},
        first_contact_days={name: site.first_contact_days for name, site in settings.sites.items()},
        offerings={name: offering(site.identity) for name, site in settings.sites.items()},
    )


def limits(settings: Settings) -> Limits:
    """What of the settings the hub depends on beside the rules."""
    return Limits(
        secret_key=settings.secret_key,
        grace_seconds=settings.grace_seconds,
        customer_gone_seconds=settings.customer_gone_minutes * 60,
        wrong_codes_per_agent=settings.wrong_codes_per_agent,
        wrong_codes_overall=settings.wrong_codes_overall,
        webhooks={id: _target(site.webhook) for id, site in settings.sites.items() if site.webhook.url},
        dead_letters=Keep(settings.dead_letters, min(settings.dead_letter_days, settings.retention_days) * 86_400.0),
        address=settings.public_url,
        notes={id: (site.name, site.notes) for id, site in settings.sites.items() if site.notes.to},
        tried_out=urlsplit(settings.public_url).hostname in ("localhost", "127.0.0.1", "::1"),
    )


def _target(webhook: WebhookRules) -> Target:
    return Target(
        url=webhook.url,
        secret=webhook.secret,
        kinds=webhook.kinds,
        internal=webhook.internal,
        sessions=webhook.sessions,
    )


def make_app(settings: Settings, hub: Hub, *, demo_accounts: pages.sign_in.DemoAccounts = ()) -> web.Application:
    """The web application on a hub that is started and closed by the caller."""
    assets = Assets()
    rendering = pages.Rendering(assets)
    accounts = pages.Accounts(settings, hub.indexes, hub.clock)
    staffing = pages.staffing.Desk(accounts, settings, hub)
    app = web.Application(
        middlewares=[pages.guard(settings, rendering), api.v1.troubles()], client_max_size=settings.command_bytes
    )
    app.add_routes(
        [
            *pages.sign_in.routes(accounts, rendering, demo_accounts),
            *pages.console.routes(accounts, rendering, settings, hub),
            *pages.live.routes(accounts, rendering, settings, hub),
            *pages.updates.routes(accounts, hub),
            *pages.session_list.routes(accounts, rendering, settings, hub),
            *pages.sampling.routes(accounts, rendering, settings, hub),
            *pages.sessions.routes(accounts, rendering, settings, hub),
            *pages.replays.routes(accounts, rendering, settings, hub),
            *pages.staffing.routes(rendering, staffing),
            *pages.service_plan.routes(rendering, staffing),
            *pages.faults.routes(accounts, rendering, settings, hub),
            *pages.figures.routes(accounts, rendering, settings, hub),
            *pages.journey_map.routes(accounts, rendering, settings, hub),
            *pages.causes.routes(accounts, rendering, settings, hub),
            *pages.tokens.routes(accounts, rendering, settings, hub),
            *pages.webhooks.routes(accounts, rendering, settings, hub),
            *pages.reviews.routes(accounts, rendering, hub),
            *pages.plans.routes(accounts, rendering, settings, hub),
            *pages.portfolios.routes(accounts, rendering, settings, hub),
            *pages.coaching.routes(accounts, rendering, settings, hub),
            *api.widget.routes(settings, hub, assets),
            *api.offers.routes(settings, hub),
            *api.tutorial.routes(settings, hub),
            *api.copies.routes(settings, hub),
            *api.files.routes(assets),
            *api.v1.routes(settings, hub, rendering),
            *api.health.routes(hub.log),
            *api.measures.routes(settings, hub),
        ]
    )
    engine = make_engine(settings.command_bytes)
    engine.register_namespace(SessionNamespace(hub, settings))
    engine.register_namespace(DeskNamespace(hub, settings, accounts.who))
    engine.register_namespace(WallNamespace(hub, settings, accounts.who))
    engine.attach(app)

    async def stop_engine(_: web.Application) -> None:
        await engine.shutdown()

    app.on_shutdown.append(stop_engine)
    return app


async def run(settings: Settings, *, demo: DemoPlan | None, ready: Callable[[], None]) -> None:
    """Serve until cancelled; `ready` is called once everything answers."""
    log = make_log(settings)
    await log.start()
    hub = make_hub(settings, log)
    await hub.start()
    runners: list[web.AppRunner] = []
    try:
        shown = tuple(map(_log_in, demo.people)) if demo else ()
        runners.append(await _serve(make_app(settings, hub, demo_accounts=shown), settings.host, settings.port))
        if demo is not None:
            runners.append(
                await _serve(
                    make_demo_site(settings.public_url, council_key=demo.council_key), demo.host, demo.site_port
                )
            )
        ready()
        await asyncio.Event().wait()
    finally:
        for runner in reversed(runners):
            await runner.cleanup()
        await hub.close()
        await log.close()


def _log_in(person: Person) -> dict[str, str]:
    return {"name": person.name, "password": person.password, "role": person.role}


async def _serve(app: web.Application, host: str, port: int) -> web.AppRunner:
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=SHUTDOWN_SECONDS)
    await runner.setup()
    await web.TCPSite(runner, host, port).start()
    return runner
