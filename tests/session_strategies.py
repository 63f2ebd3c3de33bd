"""Hypothesis strategies for sessions: plausible ones, played by people, and logs in senseless orders.

Every word of a form that is reported here holds LENS, so that a law can look for it anywhere.
"""

from collections.abc import Callable
from typing import NamedTuple, get_args

from hypothesis import strategies as st
from msgspec import UNSET
from talk import BOOK, CARD, CHECK, CHECKED, CUSTOMER, FOLLOW_UP, MAYA, NOOR, SUPERVISOR, WRAPUP, Talk

from alongside.access import SYSTEM, Who
from alongside.protocol import (
    AccountOpened,
    Actor,
    AgentJoined,
    AgentLeft,
    AnswerCard,
    AnswerCheck,
    AskConsent,
    BeginCheck,
    BeginPractice,
    CancelCheck,
    Card,
    CardAnswered,
    CardChoice,
    CardSent,
    ChangeLens,
    CheckBegun,
    CheckCancelled,
    CheckExpired,
    CheckFailed,
    CheckLocked,
    CheckOffered,
    CheckPassed,
    CheckRequested,
    CheckRule,
    CheckTried,
    ChoosePlaybook,
    ClearHighlight,
    CodeIssued,
    Command,
    CompleteFollowUp,
    ConsentAsked,
    ConsentDeclined,
    ConsentGiven,
    ConsentWithdrawn,
    Cue,
    CueKind,
    CueSeen,
    Decision,
    DeclineCheck,
    DeclineConsent,
    Destination,
    EndSession,
    Entry,
    Event,
    ExpireCheck,
    Fault,
    FaultKind,
    FaultSeen,
    FaultStatus,
    FeedbackGiven,
    Field,
    FollowUp,
    FollowUpCompleted,
    GiveConsent,
    GiveFeedback,
    HighlightCleared,
    HighlightShown,
    IdentifyCheck,
    IssueCode,
    JoinSession,
    LapseAgent,
    LapseWatcher,
    LensChanged,
    LensModel,
    LensOpened,
    LogGap,
    MessageSent,
    OfferAccepted,
    OfferCheck,
    OpenAccount,
    OpenLens,
    Part,
    PlaybookChosen,
    Prompt,
    PromptShown,
    PromptSteered,
    PromptUse,
    PromptUsed,
    RecordGap,
    RecordWrapup,
    RemindAgent,
    ReportTrouble,
    RequestCheck,
    RequestHelp,
    ReturnToQueue,
    SendCard,
    SendMessage,
    SendWhisper,
    SessionEnded,
    SessionQueued,
    SessionRequested,
    SessionTakenOver,
    SessionTransferred,
    SessionUnwatched,
    SessionWatched,
    SettleCheck,
    ShowHighlight,
    Steering,
    SteerPrompt,
    Step,
    TakeOver,
    TransferSession,
    UnwatchSession,
    UsePrompt,
    WatchSession,
    WhisperSent,
    WithdrawConsent,
    WrapupRecorded,
)
from alongside.session import Refused

LENS = "LENSWORD"
SECRET = "ANSWERWORD"
WHISPER = "WHISPERWORD"
"""In every whisper and every note to a relieved agent."""

# --- words and forms ------------------------------------------------------------------------------------

ABEL = Who(role="administrator", id="abel", name="Abel", session="s1")
"""Who watches and never helps: no customer may learn their name."""
HELPING = Who(role="agent", id=SUPERVISOR.id, name=SUPERVISOR.name, session="s1")
"""The supervisor, once they have taken over: in this session they are an agent."""

texts = st.sampled_from(["Hello", "", " ", f"My card is {CARD}", "x" * 201]) | st.text(max_size=20)
pages = st.sampled_from(["p1", "p2"])
ids = st.sampled_from(["f1", "f2", "f3", "f4", "s1", "s2"])
lens_words = st.sampled_from([LENS, f"{LENS} again", f"{LENS} {CARD}"])
fields = st.builds(
    Field,
    id=ids,
    step=st.sampled_from(["s1", "s2", "s3"]),
    name=lens_words,
    kind=st.sampled_from(["text", "date", "choice"]),
    state=st.sampled_from(["empty", "typing", "filled", "invalid"]),
    required=st.booleans(),
    private=st.booleans(),
    error=lens_words,
)
steps = st.builds(Step, id=st.sampled_from(["s1", "s2"]), name=lens_words, state=st.sampled_from(["done", "current"]))
models = st.builds(
    LensModel,
    page=pages,
    title=lens_words,
    steps=st.lists(steps, max_size=2).map(tuple),
    fields=st.lists(fields, max_size=5).map(tuple),
    focus=ids | st.just(""),
    applies=st.sampled_from([(), ("permit",), ("permit", "none-such")]),
)


def a_change(shape: Callable[..., ChangeLens | LensChanged]) -> st.SearchStrategy[ChangeLens | LensChanged]:
    """A change of the form, as a command or as an event: they have the same fields."""
    return st.builds(
        shape,
        page=pages,
        fields=st.lists(fields, max_size=3).map(tuple),
        gone=st.lists(ids, max_size=2).map(tuple),
        order=st.just(UNSET) | st.lists(ids, max_size=4).map(tuple),
        steps=st.just(UNSET) | st.lists(steps, max_size=2).map(tuple),
        focus=st.just(UNSET) | ids | st.just(""),
        title=st.just(UNSET) | lens_words,
    )


cue_kinds, fault_kinds = st.sampled_from(get_args(CueKind)), st.sampled_from(get_args(FaultKind))
counts, hosts = st.integers(1, 3), st.sampled_from(["", "api.example.org", "forms.example.org:8443"])
fault_statuses = st.sampled_from(get_args(FaultStatus))
cues = st.builds(Cue, kind=cue_kinds, count=counts, field=ids | st.just(""))
faults = st.builds(Fault, kind=fault_kinds, count=counts, host=hosts, status=fault_statuses, millis=counts)

# --- plausible sessions ---------------------------------------------------------------------------------


class Turn(NamedTuple):
    """Somebody's command, after `skipped` numbers of their browser that never arrived."""

    who: Who
    command: Command
    skipped: int = 0


whispers = st.sampled_from([WHISPER, f"{WHISPER} {CARD}", ""])
cards_sent = [f"client-agent-{name}.{number}" for name in ("maya", "noor") for number in range(1, 6)]
choices = (CardChoice(label="Yes", means="yes"), CardChoice(label=f"Not sure, {CARD}", means="unsure"))
checks = st.sampled_from([CHECK, CHECK, "a-question", f"{CHECK}.representative"])
"""Checks that the playbook `checked` has; a customer's secret words for them are SECRET."""

ways = st.sampled_from(["signed", "code", "questions"])
answered = st.sampled_from([{"code": "123456"}, {"postcode": SECRET, "year": "1"}])

customers_commands: st.SearchStrategy[Command] = st.one_of(
    st.builds(
        RequestHelp, channel=st.sampled_from(["queue", "code"]), goal=texts, helped_before=st.sampled_from([-1, 0, 3])
    ),
    st.builds(GiveConsent, scope=st.just("lens"), wording=st.sampled_from(["w1", "w1", "lens-3"])),
    st.builds(OpenLens, model=models),
    a_change(ChangeLens),
    a_change(ChangeLens),
    st.builds(
        ReportTrouble,
        cues=st.lists(cues, max_size=3).map(tuple),
        faults=st.lists(faults, max_size=3).map(tuple),
    ),
    st.builds(SendMessage, text=texts),
    st.builds(WithdrawConsent, scope=st.just("lens")),
    st.builds(DeclineConsent, scope=st.just("lens"), wording=st.just("w1")),
    st.builds(ClearHighlight, highlight=st.sampled_from(["client-agent-maya.2", "client-agent-noor.3"])),
    st.builds(IssueCode),
    st.builds(AnswerCard, card=st.sampled_from(cards_sent), choice=st.integers(0, 2)),
    st.builds(EndSession),
    st.builds(GiveFeedback, solved=st.sampled_from(["yes", None]), comment=texts),
    st.builds(BeginCheck, check=checks, method=ways, account=st.just(SECRET)),
    st.builds(AnswerCheck, check=checks, answers=answered),
    st.builds(IdentifyCheck, check=checks, token=st.just(SECRET)),
    st.builds(DeclineCheck, check=checks),
)
agents_commands: st.SearchStrategy[Command] = st.one_of(
    st.builds(JoinSession, by_code=st.booleans()),
    st.builds(BeginPractice, goal=texts, difficulty=texts, source=st.just("script:anna")),
    st.builds(AskConsent, scope=st.just("lens")),
    st.builds(ShowHighlight, target=ids, words=texts),
    st.builds(SendMessage, text=texts),
    st.builds(
        SendCard,
        kind=st.sampled_from(["agree", "question", "article"]),
        text=texts,
        lines=st.lists(texts, max_size=2).map(tuple),
        choices=st.sampled_from([(), choices]),
        prompt=st.sampled_from(["", "agree", "understanding:name"]),
        article=st.sampled_from(["", "proof"]),
    ),
    st.builds(TransferSession, to_agent=st.sampled_from(["", "maya", "noor", "nobody"]), note=texts),
    st.builds(TransferSession, to_team=st.sampled_from(["parking", "nobody"])),
    st.builds(ReturnToQueue),
    st.builds(ChoosePlaybook, playbook=st.sampled_from(["", "permit", "checked", "none-such"])),
    st.builds(
        SteerPrompt,
        how=st.sampled_from(get_args(Steering)),
        step=st.sampled_from(["", "name", "born", "none-such"]),
        reason=st.sampled_from(["", "Not asked here"]),
    ),
    st.builds(UsePrompt, key=st.sampled_from(["hello", "agree"]), how=st.sampled_from(get_args(PromptUse))),
    st.builds(
        RequestCheck, check=checks, authority=st.sampled_from([None, None, "appointee"]), reference=st.just("LPA 1")
    ),
    st.builds(CancelCheck, check=checks),
    st.builds(OpenAccount),
    st.builds(SendWhisper, text=whispers),
    st.builds(EndSession),
    st.builds(
        RecordWrapup,
        task=texts,
        cause=st.just("use"),
        resolved=st.sampled_from(["yes", "no"]),
        helped_by=st.just("guidance"),
        faults=st.sampled_from([(), WRAPUP.faults]),
        follow_up=st.sampled_from([None, FOLLOW_UP]),
    ),
    st.builds(CompleteFollowUp),
)
watchers_commands: st.SearchStrategy[Command] = st.one_of(
    st.builds(WatchSession),
    st.builds(WatchSession),
    st.builds(SendWhisper, text=whispers),
    st.builds(UnwatchSession),
)
supervisors_commands: st.SearchStrategy[Command] = watchers_commands | st.builds(TakeOver, note=whispers)
systems_commands: st.SearchStrategy[Command] = st.one_of(
    st.builds(LapseAgent, agent=st.sampled_from(["maya", "noor", "vera"])),
    st.builds(LapseWatcher, watcher=st.sampled_from(["vera", "abel"])),
    st.builds(RemindAgent),
    st.builds(RecordGap, first=st.just(2), last=st.just(3)),
    st.builds(OfferCheck, check=checks, destinations=st.just((Destination(id="email", kind="email", shown="a"),))),
    st.builds(
        SettleCheck,
        check=checks,
        tried=st.integers(1, 25).map(lambda seq: f"client-customer-.{seq}"),
        outcome=st.sampled_from(["passed", "failed", "locked"]),
        who=st.sampled_from(["w1", "w2"]),
    ),
    st.builds(ExpireCheck, check=checks),
)
skips = st.sampled_from([0, 0, 0, 1, 3])
customers_turns = st.builds(Turn, st.just(CUSTOMER), customers_commands, skips)
agents_turns = st.builds(Turn, st.sampled_from([MAYA, MAYA, NOOR, HELPING]), agents_commands, skips)
systems_turns = st.builds(Turn, st.just(SYSTEM), systems_commands, st.just(0))
supervisors_turns = st.one_of(
    st.builds(Turn, st.just(SUPERVISOR), supervisors_commands, skips),
    st.builds(Turn, st.just(SUPERVISOR), supervisors_commands, skips),
    st.builds(Turn, st.just(ABEL), watchers_commands, skips),
)
turns = st.one_of(
    customers_turns,
    customers_turns,
    customers_turns,
    agents_turns,
    agents_turns,
    supervisors_turns,
    systems_turns,
)

SHARED = LensModel(
    page="p1",
    title=LENS,
    steps=(Step(id="s1", name=LENS, state="current"),),
    fields=tuple(Field(id=id, step="s1", name=LENS, kind="text", state="empty") for id in ("f1", "f2", "f3")),
)
QUEUED = (Turn(CUSTOMER, RequestHelp(channel="queue")), Turn(MAYA, JoinSession()))
BY_CODE = (Turn(CUSTOMER, RequestHelp(channel="code")), Turn(NOOR, JoinSession(by_code=True)))
SHARING = (Turn(CUSTOMER, GiveConsent(scope="lens", wording="w1")), Turn(CUSTOMER, OpenLens(model=SHARED)))
WATCHED = (Turn(SUPERVISOR, WatchSession()), Turn(SUPERVISOR, SendWhisper(text=WHISPER)))
RELIEVED = (*WATCHED, Turn(SUPERVISOR, TakeOver(note=WHISPER)))
OVER = (*QUEUED, Turn(CUSTOMER, EndSession()))
WRAPPED = (*OVER, Turn(MAYA, WRAPUP))
ASKED = (
    Turn(MAYA, ChoosePlaybook(playbook="checked")),
    Turn(MAYA, RequestCheck(check=CHECK)),
    Turn(CUSTOMER, BeginCheck(check=CHECK, method="code", account=SECRET)),
    Turn(CUSTOMER, AnswerCheck(check=CHECK, answers={"code": "123456"})),
)
openings = st.sampled_from(
    [
        (),
        QUEUED,
        BY_CODE,
        OVER,
        WRAPPED,
        (*QUEUED, *SHARING),
        (*BY_CODE, *SHARING),
        (*QUEUED, *SHARING, *ASKED),
        (*QUEUED, *SHARING, *WATCHED),
        (*QUEUED, *SHARING, *RELIEVED),
    ]
)


@st.composite
def talks(draw: st.DrawFn) -> Talk:
    """A session in which people did one thing after the other, sensible or not; some of it was refused."""
    talk = Talk()
    for turn in (*draw(openings), *draw(st.lists(turns, min_size=draw(st.integers(0, 15)), max_size=25))):
        take(talk, turn)
    return talk


def take(talk: Talk, turn: Turn) -> Refused | None:
    """Let somebody have their turn; gives how it was refused, if it was."""
    try:
        talk.sends(turn.who, turn.command, turn.skipped)
    except Refused as refused:
        return refused
    return None


# --- logs in any order ----------------------------------------------------------------------------------

actors = st.sampled_from([CUSTOMER.actor, MAYA.actor, NOOR.actor, SUPERVISOR.actor, SYSTEM.actor])
agents = st.sampled_from([MAYA.actor, NOOR.actor, Actor(role="agent", id="gone", name="Gone")])
watchers = st.sampled_from([SUPERVISOR.actor, ABEL.actor])
part = st.builds(Part, text=st.text(min_size=1, max_size=9)) | st.just(Part(hidden="card"))
said = st.lists(part, max_size=2).map(tuple)
channels = st.sampled_from(["queue", "code"])
names = st.sampled_from(["a.1", "a.2", "b.1"])
GATES = (CheckRule(id=CHECK, title="Who you are", level="strong", steps=("born",), acts=("account-talk",)),)
scope = st.just("lens")
events: st.SearchStrategy[Event] = st.one_of(
    st.builds(SessionRequested, site=st.just("permits"), channel=channels, goal=said),
    st.builds(CodeIssued, expires_at=st.integers(0, 10)),
    st.builds(SessionQueued, head=st.booleans(), reason=st.sampled_from(["", "lapsed", "new"])),
    st.builds(AgentJoined, agent=agents, by_code=st.booleans()),
    st.builds(AgentLeft, agent=agents, reason=st.sampled_from(["lapsed", "transferred"])),
    st.builds(SessionTransferred, by=agents, to_agent=st.none() | agents, to_team=st.just("x"), note=said),
    st.builds(MessageSent, id=names, parts=said),
    st.builds(CardSent, id=names, card=st.just(Card(kind="agree", choices=choices)), parts=said),
    st.builds(CardAnswered, id=names, card=names, choice=st.integers(0, 3), parts=said),
    st.builds(ConsentAsked, scope=scope),
    st.builds(ConsentGiven, scope=scope, wording=st.sampled_from(["w", "lens-3"])),
    st.builds(ConsentDeclined, scope=scope, wording=st.just("w")),
    st.builds(ConsentWithdrawn, scope=scope),
    st.builds(LensOpened, model=models),
    a_change(LensChanged),
    st.builds(CueSeen, kind=cue_kinds, count=counts, question=lens_words | st.just("")),
    st.builds(FaultSeen, kind=fault_kinds, count=counts, host=hosts, status=fault_statuses, millis=counts),
    st.builds(OfferAccepted, cue=cue_kinds),
    st.builds(HighlightShown, id=names, target=ids, words=said),
    st.builds(HighlightCleared, id=names),
    st.builds(CheckRequested, check=checks, authority=st.sampled_from([None, "appointee"]), until=st.integers(0, 99)),
    st.builds(CheckOffered, check=checks),
    st.builds(CheckBegun, check=checks, method=st.just("code"), id=names),
    st.builds(CheckTried, check=checks, tried=names, until=st.integers(0, 99)),
    st.builds(CheckPassed, check=checks, until=st.integers(0, 99), who=st.just("w")),
    st.builds(CheckFailed, check=checks),
    st.builds(CheckLocked, check=checks),
    st.builds(CheckCancelled, check=checks),
    st.builds(CheckExpired, check=checks),
    st.builds(AccountOpened),
    st.builds(PlaybookChosen, playbook=st.just("checked"), hash=st.just(CHECKED.hash), checks=st.just(GATES)),
    st.builds(PlaybookChosen, playbook=st.sampled_from(["", "permit"]), hash=st.sampled_from(["", BOOK.hash, "lost"])),
    st.builds(PromptSteered, how=st.sampled_from(get_args(Steering)), step=st.sampled_from(["", "name"])),
    st.builds(PromptUsed, key=st.just("hello"), how=st.sampled_from(get_args(PromptUse))),
    st.builds(PromptShown, prompt=st.none() | st.just(Prompt(kind="step", key="step:name")), hash=st.just("lost")),
    st.builds(SessionEnded, reason=st.sampled_from(["solved", "left", "ended", "gone"])),
    st.builds(
        FeedbackGiven,
        solved=st.none(),
        rating=st.integers(0, 5),
        ease=st.integers(0, 7),
        recommend=st.integers(-1, 10),
        comment=said,
    ),
    st.builds(
        WrapupRecorded,
        task=said,
        cause=st.just("other"),
        resolved=st.just("no"),
        helped_by=st.just("agent"),
        follow_up=st.none()
        | st.builds(FollowUp, what=said, owner=st.just("noor"), owner_name=st.just("Noor"), due=st.just("2026-06-01")),
    ),
    st.builds(FollowUpCompleted),
    st.builds(SessionWatched, by=watchers),
    st.builds(SessionUnwatched, by=watchers, reason=st.sampled_from(["left", "lapsed", "took_over"])),
    st.builds(SessionTakenOver, by=watchers, from_agent=agents, note=said),
    st.builds(WhisperSent, id=names, parts=said),
    st.builds(LogGap, first=st.integers(0, 9), last=st.integers(0, 9)),
)
decisions = st.builds(
    Decision,
    actor=actors,
    client=st.sampled_from(["", "client-a", "client-b"]),
    seq=st.integers(0, 200),
    events=st.lists(events, max_size=4).map(tuple),
)


@st.composite
def logs(draw: st.DrawFn) -> list[Entry]:
    """Entries that are valid one by one, in an order that no rules would have led to."""
    batches = draw(st.lists(st.lists(decisions, max_size=3), max_size=12))
    return [Entry(number=n, at=n * 7, decisions=tuple(batch)) for n, batch in enumerate(batches, 1)]
