"""What must not be in an event, whoever typed it: secrets in what people write, and values in what pages say.

`redact` takes card numbers, national ids, passwords and the like out of chat; `scrub_label` cleans a field's
name or error before it is kept. The customer's browser does both first (`widget/src/shared/redact.ts`,
`scrub.ts`), from the same cases in `tests/cases/`; this is the second line, for a browser that did not.

Pure: it must not know who is asking, where the words go, or what time it is.
"""

from alongside.privacy.labels import LABEL_LIMIT, clip, scrub_label
from alongside.privacy.plain import plain, words
from alongside.privacy.redaction import Secret, find_secrets, redact
from alongside.privacy.rules import KINDS

__all__ = ["KINDS", "LABEL_LIMIT", "Secret", "clip", "find_secrets", "plain", "redact", "scrub_label", "words"]
