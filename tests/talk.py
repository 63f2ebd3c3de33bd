"""A session without a server: people send commands, what is decided is folded, and everything is kept."""

from msgspec.structs import replace

from alongside import playbook
from alongside.access import Who
from alongside.identity import Offering
from alongside.playbook import Playbook
from alongside.playbook.book import bound
from alongside.playbook.shapes import AppliesTo, Before, Say
from alongside.protocol import (
    AnswerCard,
    AnswerCheck,
    Article,
    AskConsent,
    BeginCheck,
    BeginPractice,
    Block,
    CancelCheck,
    CardChoice,
    ChangeLens,
    CheckField,
    CheckMethodOffer,
    ChoosePlaybook,
    ClearHighlight,
    Command,
    CompleteFollowUp,
    Cue,
    Decision,
    DeclineCheck,
    DeclineConsent,
    Destination,
    EndSession,
    Entry,
    Event,
    ExpireCheck,
    Fault,
    FaultDraft,
    Field,
    FollowUpDraft,
    GiveConsent,
    GiveFeedback,
    IdentifyCheck,
    IssueCode,
    JoinSession,
    LapseAgent,
    LapseWatcher,
    LensModel,
    OfferCheck,
    OpenAccount,
    OpenLens,
    RecordGap,
    RecordWrapup,
    RemindAgent,
    ReportTrouble,
    Request,
    RequestCheck,
    RequestHelp,
    ReturnToQueue,
    Run,
    SendCard,
    SendMessage,
    SendWhisper,
    SettleCheck,
    ShowHighlight,
    SteerPrompt,
    Step,
    TakeOver,
    TransferSession,
    UnwatchSession,
    UsePrompt,
    WatchSession,
    Where,
    WithdrawConsent,
)
from alongside.protocol.rules import Match
from alongside.session import Refused, Rules, State, decide, fold_entry, new_state

CUSTOMER = Who(role="customer", site="permits", session="s1")
MAYA = Who(role="agent", id="maya", name="Maya", teams=("parking",), session="s1")
NOOR = Who(role="agent", id="noor", name="Noor", teams=("payments",), session="s1")
SUPERVISOR = Who(role="supervisor", id="vera", name="Vera", session="s1")
BOOK = bound(
    "permit",
    Playbook(
        title="Get a permit",
        task="Apply for a permit",
        owner="Permits team",
        version="1",
        applies_to=AppliesTo(sites=("permits",)),
        steps=(
            playbook.Step(
                id="name",
                title="Full name",
                match=Match(name="Full name"),
                say=Say(new="Write your name as it stands on your card.", confident="Your name, please."),
            ),
            playbook.Step(
                id="born",
                title="Date of birth",
                match=Match(name="Date of birth"),
                say=Say(new="Write the day, the month and the year you were born."),
            ),
        ),
    ),
)
"""A playbook of two steps, for the form below."""

ARTICLE = Article(
    id="proof",
    title="What counts as proof",
    summary="Which letters we take.",
    owner="Permits team",
    review="2027-01-31",
    sites=("permits",),
    blocks=(Block(kind="bullets", lines=((Run(text="a bill"),), (Run(text="a lease", strong=True),))),),
)

CHECK = "who-you-are"
CHECKED = bound(
    "checked",
    replace(
        BOOK.playbook,
        title="See a permit",
        checks=(
            playbook.Check(
                id=CHECK,
                title="Who you are",
                level="strong",
                before=Before(steps=("born",), acts=("account-talk",)),
                methods=("signed", "code", "totp"),
                why="It is about you alone.",
                other_way="Come to see us.",
            ),
            playbook.Check(
                id="a-question",
                title="A question",
                level="basic",
                before=Before(acts=("suggestion",)),
                methods=("questions", "code"),
                why="So that nobody else fills in your form.",
                other_way="Call us.",
            ),
        ),
    ),
)
"""The same with ID checks: a strong one before the second step and talk about the account, a basic one."""
OFFERING = Offering(
    ways={
        "signed": CheckMethodOffer(method="signed"),
        "code": CheckMethodOffer(
            method="code",
            fields=(CheckField(id="code", kind="code"),),
            destinations=(Destination(id="email", kind="email"), Destination(id="sms", kind="sms")),
            needs_account=True,
        ),
        "questions": CheckMethodOffer(
            method="questions",
            fields=(
                CheckField(id="postcode", label="Postcode"),
                CheckField(id="amount", label="The last amount", required=False),
                CheckField(id="year", label="The year you joined", required=False),
            ),
            any_of=1,
            needs_account=True,
        ),
    },
    account_label="Customer number",
)

RULES = Rules(
    message_length=200,
    code_minutes=10,
    lens_fields=6,
    agents={"maya": "Maya", "noor": "Noor"},
    teams=("parking", "payments"),
    articles={ARTICLE.id: ARTICLE, "elsewhere": replace(ARTICLE, id="elsewhere", sites=("library",))},
    books={"permit": BOOK, BOOK.hash: BOOK, "checked": CHECKED, CHECKED.hash: CHECKED},
    offerings={"permits": OFFERING},
    first_contact_days={"permits": 7},
)
START = 1_780_000_000_000  # 2026-05-28 20:26:40 UTC
CARD = "4111 1111 1111 1111"

STEPS = (Step(id="s1", name="About you", state="current"), Step(id="s2", name="Payment", state="ahead"))
FORM = LensModel(
    page="p1",
    title="Apply for a permit",
    steps=STEPS,
    fields=(
        Field(id="name", step="s1", name="Full name", kind="text", state="filled", required=True),
        Field(id="born", step="s1", name="Date of birth", kind="date", state="empty"),
        Field(id="card", step="s2", name="Card number", kind="text", state="empty"),
    ),
    focus="name",
)

FOLLOW_UP = FollowUpDraft(what="Ring them back", owner="noor", due="2026-06-01")
WRAPUP = RecordWrapup(
    task="Get a permit",
    cause="system",
    resolved="partly",
    helped_by="guidance",
    faults=(FaultDraft(what="Upload fails", where=Where(page="Apply", step="Proof", host="files.example.org")),),
    follow_up=FOLLOW_UP,
)

EXAMPLES: tuple[Command, ...] = (
    RequestHelp(channel="queue", goal="Get a permit"),
    IssueCode(),
    GiveConsent(scope="lens", wording="2026-01"),
    DeclineConsent(scope="lens", wording="2026-01"),
    WithdrawConsent(scope="lens"),
    OpenLens(model=FORM),
    ChangeLens(page="p1", fields=FORM.fields, gone=("card",), order=("born",), steps=STEPS, focus="born"),
    ReportTrouble(cues=(Cue(kind="returns", field="name"),), faults=(Fault(kind="script_error"),)),
    GiveFeedback(solved="yes", rating=5, comment="Thank you"),
    AnswerCard(card="client-a.1", choice=1),
    SendMessage(text="Hello"),
    ClearHighlight(highlight="client-a.1"),
    EndSession(),
    JoinSession(by_code=True),
    BeginPractice(goal="Learn it", source="script:anna"),
    SendCard(kind="agree", text="We go step by step.", lines=("Name",), choices=(CardChoice(label="Yes"),)),
    AskConsent(scope="lens"),
    ShowHighlight(target="name", words="Here"),
    TransferSession(to_agent="noor", note="Is new here"),
    ReturnToQueue(),
    ChoosePlaybook(playbook="permit"),
    SteerPrompt(how="pin", step="name"),
    UsePrompt(key="hello", how="sent"),
    WRAPUP,
    CompleteFollowUp(),
    LapseAgent(agent="maya"),
    RemindAgent(),
    RecordGap(first=2, last=3),
    RequestCheck(check="who-you-are", authority="power-of-attorney", reference="LPA 12"),
    CancelCheck(check="who-you-are"),
    OpenAccount(),
    BeginCheck(check="who-you-are", method="code", account="anna", to="email"),
    AnswerCheck(check="who-you-are", answers={"code": "123456"}),
    IdentifyCheck(check="who-you-are.representative", token="a.b.c"),
    DeclineCheck(check="who-you-are"),
    OfferCheck(check="who-you-are", destinations=(Destination(id="email", kind="email", shown="a•••@e•••.org"),)),
    SettleCheck(check="who-you-are", tried="client-a.1", outcome="passed", who="d1ge57"),
    ExpireCheck(check="who-you-are"),
    WatchSession(),
    UnwatchSession(),
    SendWhisper(text="Ask about the letter"),
    TakeOver(note="I know this case"),
    LapseWatcher(watcher="vera"),
)
"""One of every command."""


class Talk:
    """One session, a second between one entry and the next."""

    def __init__(self, rules: Rules = RULES) -> None:
        self.rules = rules
        self.states: list[State] = [new_state("s1")]
        self.entries: list[Entry] = []
        self.waited = 0
        """Milliseconds that passed beside those between entries."""
        self._seqs: dict[str, int] = {}

    @property
    def state(self) -> State:
        return self.states[-1]

    @property
    def now(self) -> int:
        return START + len(self.entries) * 1000 + self.waited

    def request(self, who: Who, command: Command, skip: int = 0) -> Request:
        """The command as this person's browser would number it, after `skip` numbers that got lost."""
        client = f"client-{who.role}-{who.id}"[:40]
        self._seqs[client] = self._seqs.get(client, 0) + 1 + skip
        return Request(client, self._seqs[client], command)

    def sends(self, who: Who, command: Command, skip: int = 0) -> tuple[Event, ...]:
        """What comes of a command, folded. Raises Refused."""
        return self.applies(who, self.request(who, command, skip))

    def applies(self, who: Who, request: Request) -> tuple[Event, ...]:
        """What comes of a request as it is, folded. Raises Refused."""
        events = decide(self.state, who, request, now=self.now, rules=self.rules)
        if events:
            self.adds(Decision(actor=who.actor, client=request.client, seq=request.seq, events=events))
        return events

    def adds(self, *decisions: Decision) -> None:
        """One more entry, as it is."""
        entry = Entry(number=self.state.number + 1, at=self.now, decisions=decisions)
        self.entries.append(entry)
        self.states.append(fold_entry(self.state, entry))

    def refusal(self, who: Who, command: Command) -> Refused:
        """How this command is refused. Fails when it is not."""
        before = self.state
        try:
            events = self.sends(who, command)
        except Refused as refused:
            assert self.state is before, "a refused command changes nothing"
            return refused
        raise AssertionError(f"not refused, but {events}")


def waiting() -> Talk:
    """A customer in the queue."""
    talk = Talk()
    talk.sends(CUSTOMER, RequestHelp(channel="queue", goal="Get a permit"))
    return talk


def coded() -> Talk:
    """A customer who has a code to read out."""
    talk = Talk()
    talk.sends(CUSTOMER, RequestHelp(channel="code"))
    return talk


def helped() -> Talk:
    """A customer whom Maya helps."""
    talk = waiting()
    talk.sends(MAYA, JoinSession())
    return talk


def over() -> Talk:
    """A customer whom Maya helped, until they ended it."""
    talk = helped()
    talk.sends(CUSTOMER, EndSession())
    return talk


def sharing() -> Talk:
    """A customer whom Maya helps, and whose form she sees."""
    talk = helped()
    talk.sends(CUSTOMER, GiveConsent(scope="lens", wording="2026-01"))
    talk.sends(CUSTOMER, OpenLens(model=FORM))
    return talk
