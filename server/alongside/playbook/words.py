"""The standard words that every conversation needs and no playbook should have to repeat, by familiarity.

English, plain, short; `{...}` is filled in with the customer's or the page's own words. For somebody new they
explain and take time, for somebody confident they are one line. Knows nothing of when they are said.
"""

from alongside.playbook.shapes import Say
from alongside.protocol import Familiarity


def pick(say: Say, familiarity: Familiarity) -> str:
    """The words for a familiarity; those for somebody new where there are none of their own."""
    chosen = {"new": say.new, "used_before": say.used_before, "confident": say.confident}[familiarity]
    return (chosen or say.new).strip()


def quote(text: str, limit: int = 160) -> str:
    """What a customer or page said, on one line, cut at a word if it is long."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1].rsplit(" ", 1)[0] + "…"


GREETING = Say(
    new=(
        "Hello, I am glad you asked. You would like to do this: “{goal}”. "
        "And this is in the way: “{difficulty}”. Did I understand you right? There is no hurry."
    ),
    used_before="Hello. You would like: “{goal}”. This is in the way: “{difficulty}”. Is that right?",
    confident="Hello. “{goal}” – and the trouble is “{difficulty}”. Right?",
)
GREETING_WITH_GOAL = Say(
    new="Hello, I am glad you asked. You would like to do this: “{goal}”. Please tell me what is in the way.",
    used_before="Hello. You would like: “{goal}”. What is in the way?",
    confident="Hello. “{goal}” – what is the trouble?",
)
GREETING_ALONE = Say(
    new=(
        "Hello, I am glad you asked. Please tell me in your own words: what would you like to get done "
        "today? And what is making it hard?"
    ),
    used_before="Hello. What would you like to get done today, and what is in the way?",
    confident="Hello. What are you trying to do, and where does it stop?",
)
SYSTEM_FAULT = Say(
    new=(
        "Something on our side does not work at the moment. That is our trouble, not yours: you did nothing wrong. "
        "Please leave the page open. Shall we try once more in a minute?"
    ),
    used_before="Something on our side does not work just now. It is not your doing. Shall we try again in a minute?",
    confident="That is a fault on our side. Let us try again in a minute.",
)
OFFLINE = Say(
    new=(
        "It seems that your connection to the internet was away for a moment. Please leave the page open. "
        "When it is back, we go on where you were."
    ),
    used_before="Your connection was away for a moment. Please leave the page open; we go on when it is back.",
    confident="Your connection dropped. Leave the page open, and go on when it is back.",
)
AGREE = Say(
    new=(
        "Here is what I suggest. We go through “{task}” together, one small step at a time. "
        "You do the typing, I stay with you. Is that all right?"
    ),
    used_before="I suggest we go through this together. You type, and I stay with you. All right?",
    confident="Let us go straight to it. All right?",
)
THEIR_GOAL = "You would like to do this: “{goal}”."
AGREE_AGAIN = Say(
    new="Thank you, now I understand you better. You wrote: “{said}”. So this is what we do. Is that it?",
    used_before="Thank you. You wrote: “{said}”. So this is what we do. Is that it?",
    confident="You wrote: “{said}”. So we do this. Right?",
)
NOT_QUITE = Say(
    new=(
        "Thank you for telling me. I did not quite get it right. "
        "Please tell me in your own words: what would you like to do, or in which order?"
    ),
    used_before="Thank you for telling me. What would you like to do instead?",
    confident="What would you like instead?",
)
TRY_AGAIN = Say(
    new=(
        "Please try it once more, just as you did before. I stay here with you, and nothing can break. "
        "If it stops again, we will see why."
    ),
    used_before="Please try once more while I am here. If it stops again, we will see why.",
    confident="Try it once more, please. I am with you.",
)
PAGE_SAYS = Say(
    new=(
        "The page shows a message at “{question}”: “{error}”. That is easy to put right. "
        "Please look at your answer once more, and take your time."
    ),
    used_before="The page says “{error}” at “{question}”. Please look at that answer once more.",
    confident="“{question}”: the page says “{error}”.",
)
LOOK_AGAIN = Say(
    new=(
        "Something at “{question}” is not quite as the form needs it. That happens to many people. "
        "Please read your answer once more, slowly, and compare it with what is asked."
    ),
    used_before="Something at “{question}” is not quite right yet. Please read your answer once more.",
    confident="Please check “{question}” once more.",
)
FILLED = Say(
    new=("This page looks complete. Please read it through once, and then press the button at the bottom to go on."),
    used_before="This page looks complete. Please go on to the next one.",
    confident="All done here. Please go on.",
)
COMFORT = Say(
    new="You are doing well. Is the speed all right for you? We can go slower, or take a short break.",
    used_before="You are doing well. Is the speed all right for you?",
    confident="All right so far?",
)
REASSURE = Say(
    new=(
        "You are doing fine. This is a hard form, and nothing you type here can break anything. "
        "We take one thing at a time. Which part shall we look at first?"
    ),
    used_before="You are doing fine, and nothing can break. Which part shall we look at first?",
    confident="Nothing is lost. Which part shall we look at?",
)
COMPLAINT = Say(
    new=(
        "Thank you for telling me. I am sorry that this has been so hard. Please tell me what happened. "
        "I listen, and then we decide together what to do."
    ),
    used_before="I am sorry that this has been so hard. Please tell me what happened, and I will help.",
    confident="I am sorry about this. Please tell me what happened, and what would put it right.",
)
VULNERABLE = Say(
    new=(
        "Thank you for telling me that. I want this to be as easy for you as it can be. "
        "Would you like to go on here with me, or would another way be better for you?"
    ),
    used_before="Thank you for telling me. Shall we go on here, or would another way be better for you?",
    confident="Thank you for telling me. Would you like to go on here, or another way?",
)
DANGER = Say(
    new=(
        "I am glad you told me. You matter more than this form. Are you safe right now? "
        "If you are in danger, please call 999 now. You can talk to Samaritans on 116 123, day and night, "
        "for free. I am staying here."
    ),
)
BEREAVED = Say(
    new="I am very sorry for your loss. We can take this as slowly as you like, or do it on another day.",
)
FAILING = Say(
    new=(
        "You have tried this several times now, and you have been very patient. "
        "I do not want to leave you stuck. May I offer you another way?"
    ),
    used_before="You have tried this several times, and it still does not work. May I offer you another way?",
    confident="This is not working. Shall we take another way?",
)
CHECK_FIRST = Say(
    new=(
        "Before we go on, I need to be sure that I am helping the right person. {why} "
        "A private box opens for you: only you see what you type there, I do not. May I send it to you now?"
    ),
    used_before="Before we go on, please show that it is you. {why} I do not see what you type. May I send it now?",
    confident="A short ID check first. {why} Shall I send it?",
)
CHECK_WAITS = Say(
    new="Take all the time you need for the check. I cannot see what you type there, so please do not tell me.",
    used_before="Take your time with the check. Please do not tell me what you type there.",
    confident="Take your time with the check.",
)
CHECK_AGAIN = Say(
    new=(
        "That did not work yet, and that happens to many people. You can try again, or choose another way in the box. "
        "There is no hurry."
    ),
    used_before="That did not work yet. You can try again, or choose another way in the box.",
    confident="Not yet. Try again, or choose another way in the box.",
)
CHECK_LOCKED = Say(
    new="To keep your account safe, there are no more tries today. You did nothing wrong. {other_way}",
    used_before="To keep your account safe, there are no more tries today. {other_way}",
    confident="No more tries today, to keep your account safe. {other_way}",
)
SOLVED = Say(
    new="Well done, you did it. Is everything sorted now that you came for?",
    used_before="That is done. Is everything sorted now?",
    confident="Done. Anything left?",
)
NOT_SOLVED = Say(
    new=(
        "I am sorry that we could not finish this today. It is not your fault. "
        "Let us agree what happens next, so that you are not left alone with it."
    ),
    used_before="I am sorry that we could not finish this today. Let us agree what happens next.",
    confident="I am sorry we could not finish it. Let us agree what happens next.",
)
COLLEAGUE = "I can bring in a colleague who knows more about this. You do not have to explain it all again."
