"""The demo site's pages: landing, the permit form (one page load per step), and the one-page form.

Every answer is posted, kept, and shown again by a redirect, so that reload and back/forward work. The strict
content security policy on every response is the one docs for site owners name: the demo proves it.
"""

import secrets
import time
from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from alongside.demosite.addresses import homes_at, tidy_postcode
from alongside.demosite.checks import DOCUMENTS, FUELS, LARGEST_FILE, tidy_registration
from alongside.demosite.steps import BY_SLUG, STEPS, Step, after, answers_to, first_open, may_see, send, take
from alongside.demosite.visits import Visit, Visits

HERE = Path(__file__).parent
COOKIE = "permit_visit"
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def make_app(widget_origin: str, console_url: str = "") -> web.Application:
    """The site as an application. `widget_origin` is where `widget.js` comes from, as in `http://localhost:8700`."""
    origin = widget_origin.rstrip("/")
    site = _DemoSite(origin, console_url or f"{origin}/console")
    app = web.Application(client_max_size=2 * LARGEST_FILE, middlewares=[site.explain_errors])
    app.on_response_prepare.append(site.protect)
    app.add_routes(
        [
            web.get("/", site.landing),
            web.get("/permit", site.before_you_start),
            web.get("/permit/done", site.sent),
            web.get("/permit/{slug}", site.show_step),
            web.post("/permit/{slug}", site.take_step),
            web.get("/addresses", site.addresses),
            web.get("/one-page", site.one_page),
            web.static("/assets", HERE / "assets"),
        ]
    )
    return app


class _DemoSite:
    """What the handlers share: the templates, the visits, and where the widget comes from."""

    def __init__(self, origin: str, console_url: str) -> None:
        self._visits = Visits()
        self._policy = _policy(origin)
        self._templates = Environment(
            loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined
        )
        self._templates.globals |= {
            "widget_origin": origin,
            "console_url": console_url,
            "steps": STEPS,
            "fuels": FUELS,
            "documents": DOCUMENTS,
        }
        self._templates.filters["registration"] = tidy_registration

    async def protect(self, request: web.Request, response: web.StreamResponse) -> None:
        """Give every response the strict policy."""
        response.headers["Content-Security-Policy"] = self._policy
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "strict-origin-when-cross-origin"

    async def landing(self, request: web.Request) -> web.Response:
        """What there is to try."""
        return self._page("landing.html")

    async def before_you_start(self, request: web.Request) -> web.Response:
        """What one needs for the permit."""
        return self._form_page("before-you-start.html", None, self._visit(request))

    async def show_step(self, request: web.Request) -> web.Response:
        """A page of the form, with what was answered and what was wrong."""
        step, visit = _step(request), self._visit(request)
        if not may_see(step, visit):
            raise web.HTTPSeeOther(f"/permit/{first_open(visit).slug}")
        return self._form_page(f"{step.slug}.html", step, visit)

    async def take_step(self, request: web.Request) -> web.Response:
        """Check and keep a page's answers, then lead on: to the next page, or to the same with its errors."""
        step = _step(request)
        form = await _sent(request)
        token, visit = self._visit_kept(request)
        if may_see(step, visit):
            take(step, visit, form, date.today())
        if step is STEPS[-1] and step.slug in visit.done:
            send(visit, _reference())
        response = web.HTTPSeeOther(_after(step, visit))
        response.set_cookie(COOKIE, token, httponly=True, samesite="Lax", path="/permit")
        raise response

    async def sent(self, request: web.Request) -> web.Response:
        """Thanks, with the reference."""
        visit = self._visit(request)
        if not visit.reference:
            raise web.HTTPSeeOther("/permit")
        return self._page("done.html", reference=visit.reference, email=visit.sent_to)

    async def addresses(self, request: web.Request) -> web.Response:
        """The homes at a postcode, for the page's own script."""
        return web.json_response(homes_at(tidy_postcode(request.query.get("postcode", ""))))

    async def one_page(self, request: web.Request) -> web.Response:
        """The form that never reloads."""
        return self._page("one-page.html")

    @web.middleware
    async def explain_errors(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Show what a person can do about a page that is not there, or a file that is too large."""
        try:
            return await handler(request)
        except (web.HTTPNotFound, web.HTTPMethodNotAllowed, web.HTTPRequestEntityTooLarge) as error:
            return self._page("error.html", status=error.status, too_large=error.status == 413)

    def _page(self, template: str, status: int = 200, **context: object) -> web.Response:
        html = self._templates.get_template(template).render(context)
        return web.Response(text=html, content_type="text/html", status=status)

    def _form_page(self, template: str, step: Step | None, visit: Visit) -> web.Response:
        """A page with the list of steps; never from a cache, so that going back shows what was answered."""
        response = self._page(
            template,
            current=step,
            finished=visit.done,
            answers=answers_to(step, visit) if step else {},
            errors=visit.errors.get(step.slug, {}) if step else {},
            homes=homes_at(tidy_postcode(visit.answers.get("address", {}).get("postcode", ""))),
            everything={each.slug: answers_to(each, visit) for each in STEPS},
        )
        response.headers["Cache-Control"] = "no-store"
        return response

    def _visit(self, request: web.Request) -> Visit:
        """The visit of this browser; an empty one, kept nowhere, if it has none."""
        return self._visits.find(request.cookies.get(COOKIE, ""), time.monotonic()) or Visit()

    def _visit_kept(self, request: web.Request) -> tuple[str, Visit]:
        """The visit of this browser with its token, begun if it has none."""
        token = request.cookies.get(COOKIE, "")
        visit = self._visits.find(token, time.monotonic())
        return (token, visit) if visit else self._visits.begin(time.monotonic())


def _policy(origin: str) -> str:
    """The strict content security policy, as docs/site-owners.md has it."""
    sockets = origin.replace("http", "ws", 1)
    return (
        f"default-src 'self'; script-src 'self' {origin}; style-src 'self'; "
        f"connect-src 'self' {origin} {sockets}; img-src 'self' data:; "
        "frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
    )


def _step(request: web.Request) -> Step:
    step = BY_SLUG.get(request.match_info["slug"])
    if not step:
        raise web.HTTPNotFound
    return step


async def _sent(request: web.Request) -> dict[str, str]:
    """The fields of a form. Of a file only its name and size: nobody reads it here."""
    fields: dict[str, str] = {}
    for name, sent in (await request.post()).items():
        if isinstance(sent, web.FileField):
            fields |= {name: sent.filename, f"{name}_size": str(len(sent.file.read()))}
        elif isinstance(sent, str):
            fields[name] = sent
    return fields


def _after(step: Step, visit: Visit) -> str:
    """The address of the page to show once a page was taken."""
    if visit.reference and not visit.answers:
        return "/permit/done"
    if not may_see(step, visit):
        return f"/permit/{first_open(visit).slug}"
    return f"/permit/{(after(step, visit) if step.slug in visit.done else step).slug}"


def _reference() -> str:
    return f"HBP-{secrets.randbelow(10_000):04}-{secrets.randbelow(10_000):04}"
