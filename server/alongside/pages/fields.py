"""What somebody typed into a form of these pages, to be read, or shown again beside what is wrong with it."""

from aiohttp import web


async def fields_of(request: web.Request) -> dict[str, str]:
    """The form's fields. Of a field that came more than once the last."""
    return {name: str(value) for name, value in (await request.post()).items()}
