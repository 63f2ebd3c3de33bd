"""Replay: from a session's log to what a player needs: its outline, and chunks of the agent's view.

recording.py   a session's entries as they come, and both of these made from them
marking.py     what happened, in words, in the lane it belongs to
form.py        the form as it goes by: steps, fields, errors, and the customer's struggles with them
spans.py       what lasted: waiting, who had the customer, what was shared, the agent's silences

Pure. A view is made by `session.view` alone, so that what is replayed is what was seen.
"""

from alongside.replaying.recording import CHUNK, Recording

__all__ = ["CHUNK", "Recording"]
