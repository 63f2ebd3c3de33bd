"""Offers of help before any session: whether somebody is free, and a plain count of what became of an offer.

Nothing of the page or of a person comes here: the reason is one of a few words, and the rest is the site's name.
"""

from typing import Literal

import msgspec
from aiohttp import web

from alongside.api.turnstile import Turnstile, answered, unsaved
from alongside.config import Settings
from alongside.hub import Hub
from alongside.log import StoreGone
from alongside.metrics.breaking import when
from alongside.metrics.zones import zone
from alongside.protocol import OfferAnswer, OfferReason

PER_MINUTE = 30
"""Questions of one network address: offers are rare, and a whole library may share one."""


class _Asked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The question of a page, in the query of its request."""

    did: Literal["ask", "shown", "accepted", "dismissed"] = "ask"
    cue: OfferReason = ""


def routes(settings: Settings, hub: Hub) -> list[web.RouteDef]:
    """/widget/{site}/offer."""
    offers = Turnstile(settings, hub, "offers", PER_MINUTE, "Too many requests. Please wait a minute.")

    async def offer(request: web.Request) -> web.Response:
        stopped = await offers.stopped(request)
        if stopped is not None:
            return stopped
        try:
            asked = msgspec.convert(dict(request.query), _Asked)
        except msgspec.ValidationError:
            says = "This request is not understood. Is an old version of the widget in a cache?"
            return answered(request, {"code": "bad_offer", "says": says}, status=400)
        try:
            return await _answer(request, request.match_info["site"], asked)
        except StoreGone:
            return unsaved(request)

    async def _answer(request: web.Request, site: str, asked: _Asked) -> web.Response:
        if asked.did == "ask":
            return answered(request, OfferAnswer(free=_is_free(settings, hub, site)))
        if asked.cue and settings.sites[site].offers.on:
            day = when(hub.clock.millis(), "day", zone(settings.sites[site].time_zone))
            await hub.indexes.count_offer(site, day, asked.did, asked.cue)
        return answered(request, OfferAnswer(free=False))

    return [web.post("/widget/{site}/offer", offer)]


def _is_free(settings: Settings, hub: Hub, site: str) -> bool:
    offers = settings.sites[site].offers
    helpers = [
        name
        for name, account in settings.accounts.items()
        if account.role == "agent" and (not account.sites or site in account.sites)
    ]
    return offers.on and hub.desk.somebody_free(site, helpers, offers.customers_per_agent)
