"""The demo's made-up council: what it answers, to whom, and that its page says that it is a demo."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer
from standardwebhooks.webhooks import Webhook

from alongside.demo import plan
from alongside.demosite import make_app
from alongside.demosite.council import ACCOUNT, ANSWERS, QUESTIONS, new_key

KEY = new_key()


@pytest.fixture
async def site() -> AsyncIterator[TestClient[Any, Any]]:
    async with TestClient(TestServer(make_app("http://localhost:8700", council_key=KEY))) as client:
        yield client


async def ask(site: TestClient[Any, Any], key: str = KEY, **asked: Any) -> tuple[int, dict[str, Any]]:
    body, now = json.dumps(asked), datetime.now(tz=UTC)
    headers = {"webhook-id": "id-1", "webhook-timestamp": str(int(now.timestamp()))}
    headers["webhook-signature"] = Webhook(key).sign("id-1", now, body)
    answer = await site.post("/council/alongside", data=body, headers=headers)
    if answer.status != 200:
        return answer.status, {}
    text = await answer.text()
    assert answer.headers["webhook-id"] == "reply.id-1"
    return 200, dict(Webhook(KEY).verify(text, dict(answer.headers)))


async def test_it_answers_nobody_without_the_key(site: TestClient[Any, Any]) -> None:
    assert (await ask(site, new_key(), type="contacts", account=ACCOUNT))[0] == 403
    assert (await site.post("/council/alongside", data="{}")).status == 403


async def test_it_knows_one_customer(site: TestClient[Any, Any]) -> None:
    assert (await ask(site, type="contacts", account="hb-1024"))[1]["contacts"]
    assert (await ask(site, type="contacts", account="HB-1"))[1]["contacts"] == []
    rules: dict[str, Any] = {"type": "questions", "required": ["postcode"], "any_of": 1}
    right = {"postcode": "hm1 4tr", "bill": "£42.50"}
    for account, answers, expected in (
        (ACCOUNT, right, True),
        (ACCOUNT, right | {"bill": "1"}, False),
        (ACCOUNT, {"postcode": "hm1 4tr"}, False),
        ("HB-1", right, False),
    ):
        assert (await ask(site, account=account, answers=answers, **rules))[1] == {"right": expected}


async def test_a_message_comes_to_the_page_which_says_that_it_is_a_demo(site: TestClient[Any, Any]) -> None:
    assert (await ask(site, type="sms", to="+44", text="Your code is 123 456"))[1] == {"sent": True}
    page = await (await site.get("/council/messages")).text()
    assert "For the demo only." in page
    assert "Your code is 123 456" in page


def test_the_demo_asks_what_the_council_knows(tmp_path: Path) -> None:
    settings, made = plan(tmp_path, host="127.0.0.1", public_host="localhost")
    identity = settings.sites["parking"].identity
    assert {question.id: question.label for question in identity.questions} == QUESTIONS
    assert set(QUESTIONS) == set(ANSWERS)
    assert identity.organisation.key == made.council_key
    assert made.council_key not in repr(settings)
