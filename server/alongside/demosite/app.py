"""The demo site's pages: the list of forms, each form (one page load per step), and the one that never reloads.

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
from alongside.demosite.council import ACCOUNT, ANSWERS, QUESTIONS, Council, new_key
from alongside.demosite.filling import after, answers_to, first_open, may_see, send, take
from alongside.demosite.forms import BY_SLUG, FORMS
from alongside.demosite.forms.permit_checks import DOCUMENTS, FUELS, tidy_registration
from alongside.demosite.questions import LARGEST_FILE, Form, Page
from alongside.demosite.visits import Visit, Visits

HERE = Path(__file__).parent
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def make_app(widget_origin: str, console_url: str = "", *, council_key: str = "") -> web.Application:
    """The site as an application. `widget_origin` is where `widget.js` comes from, as in `http://localhost:8700`.

    `council_key` signs what the council's own system is asked about its customer; without one, nobody can ask it.
    """
    origin = widget_origin.rstrip("/")
    council = Council(council_key or new_key())
    site = _DemoSite(origin, console_url or f"{origin}/console", council)
    app = web.Application(client_max_size=2 * LARGEST_FILE, middlewares=[site.explain_errors])
    app.on_response_prepare.append(site.protect)
    app.add_routes(
        [
            web.get("/", site.landing),
            web.get("/addresses", site.addresses),
            web.get("/one-page", site.one_page),
            web.get("/sign-up/forgotten", site.forgotten),
            web.static("/assets", HERE / "assets"),
            web.get("/council/messages", site.messages),
            web.post("/council/alongside", council.answer),
            web.get("/{form}", site.before_you_start),
            web.get("/{form}/done", site.sent),
            web.get("/{form}/{page}", site.show_page),
            web.post("/{form}/{page}", site.take_page),
        ]
    )
    return app


class _DemoSite:
    """What the handlers share: the templates, the visits, and where the widget comes from."""

    def __init__(self, origin: str, console_url: str, council: Council) -> None:
        self._council = council
        self._visits = {form.slug: Visits() for form in FORMS}
        self._policy = _policy(origin)
        self._templates = Environment(
            loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined
        )
        self._templates.globals |= {
            "widget_origin": origin,
            "console_url": console_url,
            "forms": FORMS,
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

    async def messages(self, request: web.Request) -> web.Response:
        """The demo's telephone: what a customer would be sent, and what they know."""
        council = self._council
        response = self._page(
            "messages.html",
            messages=list(council.messages),
            account=ACCOUNT,
            digits=council.app_digits,
            questions=QUESTIONS,
            answers=ANSWERS,
        )
        response.headers["Cache-Control"] = "no-store"
        return response

    async def before_you_start(self, request: web.Request) -> web.Response:
        """What one needs for a form."""
        form = _form(request)
        return self._form_page("start.html", form, None, self._visit(request, form))

    async def show_page(self, request: web.Request) -> web.Response:
        """A page of a form, with what was answered and what was wrong."""
        form, page = _page(request)
        visit = self._visit(request, form)
        if not may_see(form, page, visit):
            raise web.HTTPSeeOther(f"/{form.slug}/{first_open(form, visit).slug}")
        return self._form_page(page.template, form, page, visit)

    async def take_page(self, request: web.Request) -> web.Response:
        """Check and keep a page's answers, then lead on: to the next page, or to the same with its errors."""
        form, page = _page(request)
        sent = await _sent(request)
        token, visit = self._visit_kept(request, form)
        visit.said = page.again[1] if "again" in sent else ""
        if may_see(form, page, visit) and not visit.said:
            take(page, visit, sent, date.today())
        if page is form.pages[-1] and page.slug in visit.done:
            send(form, visit, _reference(form))
        response = web.HTTPSeeOther(_after(form, page, visit))
        response.set_cookie(_cookie(form), token, httponly=True, samesite="Lax", path=f"/{form.slug}")
        raise response

    async def sent(self, request: web.Request) -> web.Response:
        """Thanks, with the reference."""
        form = _form(request)
        visit = self._visit(request, form)
        if not visit.reference:
            raise web.HTTPSeeOther(f"/{form.slug}")
        words = form.done.words.format(sent_to=visit.sent_to)
        return self._page("done.html", form=form, reference=visit.reference if form.done.prefix else "", words=words)

    async def forgotten(self, request: web.Request) -> web.Response:
        """What to do about a forgotten password."""
        return self._page("forgotten.html")

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
            too_large = error.status == 413
            return self._page("error.html", status=error.status, too_large=too_large, back=request.path)

    def _page(self, template: str, status: int = 200, **context: object) -> web.Response:
        html = self._templates.get_template(template).render(context)
        return web.Response(text=html, content_type="text/html", status=status)

    def _form_page(self, template: str, form: Form, page: Page | None, visit: Visit) -> web.Response:
        """A page with the list of steps; never from a cache, so that going back shows what was answered."""
        everything = {each.slug: answers_to(each, visit) for each in form.pages}
        response = self._page(
            template,
            form=form,
            steps=form.pages,
            current=page,
            finished=visit.done,
            answers=everything[page.slug] if page else {},
            errors=visit.errors.get(page.slug, {}) if page else {},
            said=visit.said,
            homes=homes_at(tidy_postcode(visit.answers.get("address", {}).get("postcode", ""))),
            everything=everything,
        )
        response.headers["Cache-Control"] = "no-store"
        return response

    def _visit(self, request: web.Request, form: Form) -> Visit:
        """The visit of this browser to a form; an empty one, kept nowhere, if it has none."""
        return self._visits[form.slug].find(request.cookies.get(_cookie(form), ""), time.monotonic()) or Visit()

    def _visit_kept(self, request: web.Request, form: Form) -> tuple[str, Visit]:
        """The visit of this browser with its token, begun if it has none."""
        token, visits = request.cookies.get(_cookie(form), ""), self._visits[form.slug]
        visit = visits.find(token, time.monotonic())
        return (token, visit) if visit else visits.begin(time.monotonic())


def _policy(origin: str) -> str:
    """The strict content security policy, as docs/site-owners.md has it."""
    sockets = origin.replace("http", "ws", 1)
    return (
        f"default-src 'self'; script-src 'self' {origin}; style-src 'self'; "
        f"connect-src 'self' {origin} {sockets}; img-src 'self' data:; "
        "frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
    )


def _cookie(form: Form) -> str:
    return f"{form.slug}_visit"


def _form(request: web.Request) -> Form:
    form = BY_SLUG.get(request.match_info["form"])
    if not form:
        raise web.HTTPNotFound
    return form


def _page(request: web.Request) -> tuple[Form, Page]:
    form = _form(request)
    page = form.page(request.match_info["page"])
    if not page:
        raise web.HTTPNotFound
    return form, page


async def _sent(request: web.Request) -> dict[str, str]:
    """The fields of a form. Of a file only its name and size: nobody reads it here."""
    fields: dict[str, str] = {}
    for name, sent in (await request.post()).items():
        if isinstance(sent, web.FileField):
            fields |= {name: sent.filename, f"{name}_size": str(len(sent.file.read()))}
        elif isinstance(sent, str):
            fields[name] = sent
    return fields


def _after(form: Form, page: Page, visit: Visit) -> str:
    """The address of the page to show once a page was taken."""
    if visit.reference and not visit.answers:
        return f"/{form.slug}/done"
    if not may_see(form, page, visit):
        return f"/{form.slug}/{first_open(form, visit).slug}"
    return f"/{form.slug}/{(after(form, page, visit) if page.slug in visit.done else page).slug}"


def _reference(form: Form) -> str:
    return f"{form.done.prefix}-{secrets.randbelow(10_000):04}-{secrets.randbelow(10_000):04}"
