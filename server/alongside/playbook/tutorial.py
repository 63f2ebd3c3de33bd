"""What of a playbook customers may read by themselves: never an agent's notes, faults, triggers or other ways.

Words stand here that were written for customers; a step's `alone` goes before them, where those of an agent would not
fit. Whatever is new in a playbook stays out until it is named here.
"""

from alongside.playbook.shapes import IfError, Playbook, Say, Step
from alongside.protocol.tutorial import Tutorial, TutorialReply, TutorialStep, Variants


def tutorial(id: str, playbook: Playbook) -> Tutorial:
    """The playbook `id` as its customers follow it."""
    steps = tuple(map(_step, playbook.steps))
    return Tutorial(id=id, title=playbook.title, task=playbook.task, steps=steps)


def _step(step: Step) -> TutorialStep:
    alone = step.alone
    return TutorialStep(
        id=step.id,
        title=step.title,
        match=step.match,
        say=_variants((alone and alone.say) or step.say),
        why=(alone and alone.why) or step.why,
        expect=step.expect,
        if_error=tuple(map(_reply, step.if_error)),
        if_stuck=(alone and alone.if_stuck) or step.if_stuck,
    )


def _reply(reply: IfError) -> TutorialReply:
    return TutorialReply(say=_variants(reply.say), verdict=reply.verdict, error=reply.error)


def _variants(say: Say) -> Variants:
    return Variants(new=say.new, used_before=say.used_before, confident=say.confident)
