"""A transcript as one page of HTML that needs no other file: to keep, to print, to hand on.

Its policy allows its own style and nothing else, so nothing that somebody wrote can load or run anything. The
colours are those of the design tokens, by value: the page stands alone.
"""

import base64
import hashlib

from jinja2 import Environment, StrictUndefined

from alongside.export.telling import Transcript
from alongside.export.writing import clock, heading, printable, said

_STYLE = """\
:root { color-scheme: light dark; --text: #15272c; --muted: #54636a; --line: #7d837f; --ground: #faf7f1;
  --raised: #ffffff; --tint: #dcece9; }
@media (prefers-color-scheme: dark) { :root { --text: #e6ecea; --muted: #a9b6b8; --line: #7c8a8d; --ground: #10191c;
  --raised: #182528; --tint: #173a3b; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1rem 3rem; max-width: 46rem; background: var(--ground); color: var(--text);
  font: 1rem/1.5 -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", system-ui, sans-serif; }
h1 { margin: 0; font-size: 1.5rem; line-height: 1.2; overflow-wrap: anywhere; }
header p { margin: .25rem 0 0; color: var(--muted); }
ol { margin: 1.5rem 0 0; padding: 0; list-style: none; }
li { margin: 0 0 .75rem; overflow-wrap: anywhere; break-inside: avoid; }
time { color: var(--muted); font-size: .8125rem; font-variant-numeric: tabular-nums; }
p { margin: 0; white-space: pre-wrap; }
.who { font-weight: 650; }
.message p { width: fit-content; max-width: 100%; padding: .5rem .75rem; border: 1px solid var(--line);
  border-radius: .5rem; background: var(--raised); }
.message.agent p, .message.supervisor p { border-color: transparent; background: var(--tint); }
.fact { color: var(--muted); }
.fact .who { color: var(--text); }
.quoted { display: block; padding-left: .75rem; border-left: 3px solid var(--line); color: var(--text); }
footer { margin-top: 2rem; color: var(--muted); font-size: .8125rem; }
@media (forced-colors: active) { .message p { border-color: CanvasText !important; } }
@media print { :root { color-scheme: light; --text: #000; --muted: #444; --line: #999; --ground: #fff;
  --raised: #fff; --tint: #fff; } body { padding: 0; max-width: none; font-size: 10pt; }
  .message.agent p { border-color: var(--line); } }
"""

_PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{{ policy }}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{{ heading }}</title>
<style>{{ style | safe }}</style>
</head>
<body>
<header><h1>Transcript</h1><p>{{ heading }}. Times are UTC.</p></header>
<main>
<ol>
{% for item in items %}
{% if item.kind == "message" %}
<li class="message {{ item.role }}"><time>{{ item.at }}</time> <span class="who">{{ item.who }}</span>
<p>{{ item.said }}</p></li>
{% else %}
<li class="fact {{ item.kind }}"><time>{{ item.at }}</time>
{% if item.who %}<span class="who">{{ item.who }}</span> {% endif %}
{{ item.words }}{% if item.said %}<p class="quoted">{{ item.said }}</p>{% endif %}</li>
{% endif %}
{% else %}
<li class="fact">Nothing was said.</li>
{% endfor %}
</ol>
</main>
<footer>Words in square brackets stand where a number or a name was removed before anything was kept. What was typed
into the form was never kept.</footer>
</body>
</html>
"""

POLICY = f"default-src 'none'; style-src 'sha256-{base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()}'"
"""What the page may do, for the header of whoever serves it."""

_template = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True).from_string(_PAGE)


def as_html(told: Transcript) -> str:
    """The transcript for people, as a page."""
    items = [
        {
            "kind": item.kind,
            "role": item.role,
            "at": clock(item.at),
            "who": printable(item.who),
            "words": printable(item.words),
            "said": said(item),
        }
        for item in told.items
    ]
    return _template.render(heading=heading(told), items=items, style=_STYLE, policy=POLICY)
