"""The demo site: a made-up council's forms, on an origin of their own, that embed the widget as any would.

It knows nothing of Alongside but the address of its `widget.js`, and works the same when that is blocked.
"""

from alongside.demosite.app import make_app

__all__ = ["make_app"]
