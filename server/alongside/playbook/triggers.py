"""Words of the customer's that call for another way of talking: complaint, distress, worry, confusion.

Deliberately few and plain: a trigger only proposes something to the agent, who may wave it away. A playbook's
named prompts add their own. Knows nothing of what is then said.

Where the lists come from:
- complaint: a complaint is any expression of dissatisfaction, whether or not the word is used (Local
  Government and Social Care Ombudsman, Complaint Handling Code, 2024; the DISP glossary says the same);
- vulnerable: the four drivers health, life events, resilience, capability (Financial Conduct Authority,
  FG21/1, 2021), in words that people use of themselves; danger to life stands first;
- bereaved: the words of GOV.UK's "What to do when someone dies";
- worried and confused: what people write in the difficulty field of forms, plain phrases only.
"""

import re
from collections.abc import Iterable
from typing import Literal

Trigger = Literal["danger", "bereaved", "vulnerable", "complaint", "annoyed", "worried", "confused"]

_RELATIVE = r"(husband|wife|partner|mother|father|mum|dad|son|daughter|brother|sister|nan|gran\w*)"
_WORDS: dict[Trigger, tuple[str, ...]] = {
    "danger": (
        r"kill(ing)? myself", r"end (it all|my life)", r"suicid\w*", r"(hurt|harm)(ing)? myself",
        r"self[- ]harm", r"(do not|don't) want to (live|be here)",
        r"(he|she|they) (is|are|will|'ll) (going to )?(hurt|hit|kill) me",
    ),
    "bereaved": (
        r"(passed away|passed on|bereave\w*|funeral|widow(er)?|death certificate)",
        _RELATIVE + r"( has| have|'s)? (just |recently )?died",
        r"lost my " + _RELATIVE,
    ),
    "vulnerable": (
        r"(domestic|abusive|violent) (abuse|violence|partner|husband|wife|relationship)",
        r"(homeless|evict(ed|ion)|nowhere to (live|stay|sleep))",
        r"(no|can't afford|cannot afford) (food|heating|to eat)",
        r"(dementia|alzheimer\w*|terminal\w*|cancer|stroke|(i am|i'm|my) disab(led|ility)|panic attacks?)",
        r"depress(ed|ion)",
        r"(can't|cannot|can not) (see|read|hear) (well|properly|it|the|this)", r"(blind|deaf|dyslexi\w+)",
        r"(can't|cannot) cope",
    ),
    "complaint": (
        r"complain(t|ts|ing)?", r"ombudsman", r"(solicitor|lawyer|legal action|take (you|this) to court)",
        r"(disgrace(ful)?|unacceptable|disgusting|outrageous|appalling|shocking)",
        r"(my money back|compensation)",
        r"(speak|talk) to (a|your|the) (manager|supervisor)", r"(rude|lied to|ignored (me|my))",
        r"\bMP\b|councillor",
    ),
    "annoyed": (
        r"(ridiculous|useless|rubbish|pathetic|stupid (form|site|website|thing|system))",
        r"(fed up|had enough|sick of|waste of (my )?time|wasting my time|frustrat\w+|annoy\w+|angry|furious)",
        r"(third|fourth|fifth|tenth|hundredth) time", r"(hours|all day|ages) (on|trying|at|with) (this|it)?",
    ),
    "worried": (
        r"(worr(y|ied|ying)|afraid|scared|nervous|anxious|frightened|panick?\w*|stress(ed|ful)?)",
        r"(hope i (do not|don't|haven't|did not|didn't)|did i|have i) (break|broken|broke|done|do|did)?"
        r".{0,20}(wrong|break|broken)",
        r"(no good|hopeless|terrible|too old|not clever) (with|at|for)", r"feel (so )?(stupid|silly)",
    ),
    "confused": (
        r"(do not|don't|dont|can't|cannot) (understand|get it|follow|see (it|where|what))",
        r"(confus(ed|ing)|(i am|i'm) lost|stuck|no idea|not sure what|makes no sense)",
        r"(what does (it|that|this) mean)",
        r"where (is|do i|can i) (that|it|find)", r"^\s*(\?+|what\?*|huh\?*|how\?*)\s*$",
    ),
}  # fmt: skip
_FOUND: dict[Trigger, re.Pattern[str]] = {
    trigger: re.compile("|".join(rf"(?<!\w)(?:{words})(?!\w)" for words in lists), re.IGNORECASE)
    for trigger, lists in _WORDS.items()
}
_NOT_MEANT = re.compile(r"(?:no|not|never|isn't|without) (?:a )?(?:complain\w*|worr\w+|problem)", re.IGNORECASE)


def triggers_in(said: Iterable[str]) -> tuple[Trigger, ...]:
    """What the messages call for, the gravest first. "No worries" and "not complaining" call for nothing."""
    text = "\n".join(_NOT_MEANT.sub("", message.replace("’", "'")) for message in said)
    return tuple(trigger for trigger, words in _FOUND.items() if words.search(text)) if text else ()
