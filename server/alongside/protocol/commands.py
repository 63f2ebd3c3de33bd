"""Commands: what a client asks for. Imperative names; never stored; may be refused.

Who may send which is `access.py`'s word, what they do is `session.decide`'s.
"""

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from alongside.protocol.cards import ArticleId, CardChoices, CardKind, CardLines
from alongside.protocol.checks import (
    AnswerCheck,
    BeginCheck,
    CancelCheck,
    DeclineCheck,
    ExpireCheck,
    IdentifyCheck,
    OfferCheck,
    OpenAccount,
    RequestCheck,
    SettleCheck,
)
from alongside.protocol.prompts import PromptUse, Steering
from alongside.protocol.shapes import (
    Channel,
    Familiarity,
    Field,
    HelpedBefore,
    Id,
    LensModel,
    Line,
    Scope,
    Solved,
    Step,
    Words,
)
from alongside.protocol.trouble import FEW, Cause, Cue, Fault, OfferReason
from alongside.protocol.watching import LapseWatcher, SendWhisper, TakeOver, UnwatchSession, WatchSession
from alongside.protocol.wrapups import FAULTS_MOST, FaultDraft, FollowUpDraft, HelpedBy


class _Command(Struct, frozen=True, tag_field="do", omit_defaults=True, kw_only=True, forbid_unknown_fields=True):
    pass


# --- the customer's -------------------------------------------------------------------------------------


class RequestHelp(_Command, frozen=True, tag="session.request"):
    """Start: what the customer tries to do (`goal`), what goes wrong (`difficulty`, or a quick `choice`).

    `offered`: help was offered to them for this reason, and they took it. `helped_before`: whole days since they were
    last helped with this browser, where the site has it kept; -1: not known.
    """

    channel: Channel
    goal: Words = ""
    difficulty: Words = ""
    choice: Line = ""
    familiarity: Familiarity = "new"
    language: Annotated[str, Meta(max_length=20)] = "en"
    offered: OfferReason = ""
    helped_before: HelpedBefore = -1


class IssueCode(_Command, frozen=True, tag="code.issue"):
    """Ask for a fresh spoken code; the digits come back in the answer only and an earlier code is void."""


class GiveConsent(_Command, frozen=True, tag="consent.give"):
    """Agree to share `scope`. `wording` is the version of the words the customer read."""

    scope: Scope
    wording: Id


class DeclineConsent(_Command, frozen=True, tag="consent.decline"):
    """Choose not to share `scope`; the chat goes on."""

    scope: Scope
    wording: Id


class WithdrawConsent(_Command, frozen=True, tag="consent.withdraw"):
    """Stop sharing `scope`, at once."""

    scope: Scope


class OpenLens(_Command, frozen=True, tag="lens.open"):
    """Report the whole form: after consent, after a page load, and when another tab comes to the front."""

    model: LensModel


class ChangeLens(_Command, frozen=True, tag="lens.change"):
    """Report what changed on page `page` since the last report.

    `fields` are whole fields, new or changed; `gone` ids that left; `order` the ids in page order when it
    changed; `steps` all steps when any changed; `focus` the focused field's id (empty: none) when it changed.
    """

    page: Id
    fields: Annotated[tuple[Field, ...], Meta(max_length=5_000)] = ()
    gone: Annotated[tuple[Id, ...], Meta(max_length=5_000)] = ()
    order: Annotated[tuple[Id, ...], Meta(max_length=5_000)] | UnsetType = UNSET
    steps: Annotated[tuple[Step, ...], Meta(max_length=200)] | UnsetType = UNSET
    focus: Annotated[str, Meta(max_length=64)] | UnsetType = UNSET
    title: Line | UnsetType = UNSET


class ReportTrouble(_Command, frozen=True, tag="trouble.report"):
    """Report the cues and faults noticed since the last report, while sharing is on."""

    cues: Annotated[tuple[Cue, ...], Meta(max_length=FEW)] = ()
    faults: Annotated[tuple[Fault, ...], Meta(max_length=FEW)] = ()


class GiveFeedback(_Command, frozen=True, tag="feedback.give"):
    """What the customer says of the help; each may be left out.

    `rating`: 1 to 5 stars, 0: none. `ease`: how easy it was, 1 (very hard) to 7 (very easy), 0: none.
    `recommend`: would they tell others to get help here, 0 to 10, -1: none.
    """

    solved: Solved | None = None
    rating: Annotated[int, Meta(ge=0, le=5)] = 0
    ease: Annotated[int, Meta(ge=0, le=7)] = 0
    recommend: Annotated[int, Meta(ge=-1, le=10)] = -1
    comment: Words = ""


class AnswerCard(_Command, frozen=True, tag="card.answer"):
    """Tap the answer number `choice`, from 0, of the card `card`. A card is answered once."""

    card: Id
    choice: Annotated[int, Meta(ge=0, le=9)]


# --- both sides' ----------------------------------------------------------------------------------------


class SendMessage(_Command, frozen=True, tag="message.send"):
    """Say something. Secrets in it are removed before it is stored or delivered."""

    text: Words


class ClearHighlight(_Command, frozen=True, tag="highlight.clear"):
    """Take the highlight away; the customer and the agent may."""

    highlight: Id


class EndSession(_Command, frozen=True, tag="session.end"):
    """End the conversation; by a customer who waits, it means leaving the queue."""


# --- the agent's ----------------------------------------------------------------------------------------


class JoinSession(_Command, frozen=True, tag="session.join"):
    """Take the customer: from the queue, or by a spoken code that the server has just redeemed."""

    by_code: bool = False


class BeginPractice(_Command, frozen=True, tag="practice.begin"):
    """Begin to practise, with a customer that the server plays; the agent has them at once, past every queue.

    `source` says who is played: `script:NAME`, or `session:ID` of a recorded one.
    """

    goal: Words = ""
    difficulty: Words = ""
    choice: Line = ""
    familiarity: Familiarity = "new"
    language: Annotated[str, Meta(max_length=20)] = "en"
    source: Annotated[str, Meta(max_length=100)] = ""


class SendCard(_Command, frozen=True, tag="card.send"):
    """Send a card: its words (`text`), its `lines`, and answers to tap, each as the agent edited it.

    It comes from the prompt of the key `prompt`, or it shows the approved article of the id `article`: then its
    words are the article's, and none of the agent's.
    """

    kind: CardKind
    text: Words = ""
    title: Line = ""
    lines: CardLines = ()
    choices: CardChoices = ()
    prompt: Annotated[str, Meta(max_length=120)] = ""
    article: ArticleId = ""


class AskConsent(_Command, frozen=True, tag="consent.ask"):
    """Ask the customer to share `scope`."""

    scope: Scope


class ShowHighlight(_Command, frozen=True, tag="highlight.show"):
    """Point at a field or a step (`target` is its id) with words."""

    target: Id
    words: Words = ""


class TransferSession(_Command, frozen=True, tag="session.transfer"):
    """Hand over to an agent (`to_agent`, an account's id) or a team; `note` is for agents only."""

    to_agent: Annotated[str, Meta(max_length=64)] = ""
    to_team: Annotated[str, Meta(max_length=64)] = ""
    note: Words = ""


class ReturnToQueue(_Command, frozen=True, tag="session.return"):
    """The agent hands the customer back to the head of the queue."""


class ChoosePlaybook(_Command, frozen=True, tag="playbook.choose"):
    """Work by a playbook, or (empty) by none."""

    playbook: Annotated[str, Meta(max_length=60)] = ""


class SteerPrompt(_Command, frozen=True, tag="prompt.steer"):
    """Hold the prompts at a step (pin), go to one (jump), pass one over (skip, with a `reason`), put the playbook
    aside, come to the end (finish), or let it follow the customer again (follow)."""

    how: Steering
    step: Annotated[str, Meta(max_length=60)] = ""
    reason: Line = ""


class UsePrompt(_Command, frozen=True, tag="prompt.use"):
    """The agent dealt with the prompt `key`: sent its words, pointed, ticked it off, or waved it away."""

    key: Annotated[str, Meta(min_length=1, max_length=120)]
    how: PromptUse


class RecordWrapup(_Command, frozen=True, tag="wrapup.record"):
    """Wrap the session up once it is over, or correct what was noted: the whole account each time."""

    task: Line
    cause: Cause
    resolved: Solved
    helped_by: HelpedBy
    faults: Annotated[tuple[FaultDraft, ...], Meta(max_length=FAULTS_MOST)] = ()
    follow_up: FollowUpDraft | None = None


class CompleteFollowUp(_Command, frozen=True, tag="followup.complete"):
    """What was still to be done is done."""


# --- the server's own -----------------------------------------------------------------------------------


class LapseAgent(_Command, frozen=True, tag="agent.lapse"):
    """The agent `agent` has been away for longer than the grace period."""

    agent: Id


class RemindAgent(_Command, frozen=True, tag="prompt.remind"):
    """Time has passed: show the prompt that is due by it alone, such as a comfort check."""


class RecordGap(_Command, frozen=True, tag="log.record_gap"):
    """The store lost entries `first` to `last` which had been acknowledged."""

    first: int
    last: int


Command = (
    RequestHelp
    | IssueCode
    | GiveConsent
    | DeclineConsent
    | WithdrawConsent
    | OpenLens
    | ChangeLens
    | ReportTrouble
    | GiveFeedback
    | AnswerCard
    | SendMessage
    | ClearHighlight
    | EndSession
    | JoinSession
    | BeginPractice
    | SendCard
    | AskConsent
    | ShowHighlight
    | TransferSession
    | ReturnToQueue
    | ChoosePlaybook
    | SteerPrompt
    | UsePrompt
    | RecordWrapup
    | CompleteFollowUp
    | LapseAgent
    | RemindAgent
    | RecordGap
    | RequestCheck
    | CancelCheck
    | OpenAccount
    | BeginCheck
    | AnswerCheck
    | IdentifyCheck
    | DeclineCheck
    | OfferCheck
    | SettleCheck
    | ExpireCheck
    | WatchSession
    | UnwatchSession
    | SendWhisper
    | TakeOver
    | LapseWatcher
)
