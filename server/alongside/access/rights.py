"""Who is asking, and what each role may do. Deny by default: what is not listed here is not allowed."""

from collections.abc import Collection, Mapping

from msgspec import Struct

from alongside import protocol
from alongside.protocol import Actor, Role

_BOTH = frozenset({protocol.SendMessage, protocol.ClearHighlight, protocol.EndSession})
_WATCHING = frozenset({protocol.WatchSession, protocol.UnwatchSession, protocol.SendWhisper, protocol.TakeOver})

_COMMANDS: Mapping[Role, frozenset[type]] = {
    "customer": _BOTH
    | {
        protocol.RequestHelp,
        protocol.IssueCode,
        protocol.GiveConsent,
        protocol.DeclineConsent,
        protocol.WithdrawConsent,
        protocol.OpenLens,
        protocol.ChangeLens,
        protocol.ReportTrouble,
        protocol.GiveFeedback,
        protocol.BeginCheck,
        protocol.AnswerCheck,
        protocol.IdentifyCheck,
        protocol.DeclineCheck,
        protocol.AnswerCard,
    },
    "agent": _BOTH
    | {
        protocol.JoinSession,
        protocol.BeginPractice,
        protocol.SendCard,
        protocol.AskConsent,
        protocol.ShowHighlight,
        protocol.TransferSession,
        protocol.ReturnToQueue,
        protocol.ChoosePlaybook,
        protocol.SteerPrompt,
        protocol.UsePrompt,
        protocol.RecordWrapup,
        protocol.CompleteFollowUp,
        protocol.RequestCheck,
        protocol.CancelCheck,
        protocol.OpenAccount,
        protocol.SendWhisper,
    },
    "supervisor": _WATCHING,
    "administrator": _WATCHING,
    "system": frozenset(
        {
            protocol.LapseAgent,
            protocol.RemindAgent,
            protocol.RecordGap,
            protocol.EndSession,
            protocol.OfferCheck,
            protocol.SettleCheck,
            protocol.ExpireCheck,
            protocol.LapseWatcher,
        }
    ),
}


class NotAllowed(Exception):
    """The caller may not do this. `says` is a sentence for a person."""

    def __init__(self, says: str, code: str = "not_allowed") -> None:
        super().__init__(says)
        self.says = says
        self.code = code


class Who(Struct, frozen=True, kw_only=True):
    """A caller: role and account; `session` and `site` bind them to one session where a token does.

    `sites` empty means every site. A customer has no account: `id` is empty.
    """

    role: Role
    id: str = ""
    name: str = ""
    teams: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    site: str = ""
    session: str = ""

    @property
    def actor(self) -> Actor:
        """This caller as the log keeps them."""
        return Actor(role=self.role, id=self.id, name=self.name)


SYSTEM = Who(role="system")


def may_send(who: Who, command: protocol.Command) -> bool:
    """Whether this role may send this kind of command at all; `session.decide` asks about the moment."""
    return type(command) in _COMMANDS[who.role]


def may_work_desk(who: Who) -> bool:
    """Whether they see the queue and may take customers."""
    return who.role == "agent"


def may_watch_wall(who: Who) -> bool:
    """Whether they see the wall of running sessions and may watch those within their reach."""
    return who.role in ("supervisor", "administrator")


def may_see_site(who: Who, site: str) -> bool:
    return who.role in ("agent", "supervisor", "administrator") and (not who.sites or site in who.sites)


def may_change_faults(who: Who, site: str) -> bool:
    """Whether they say how a fault of this site stands; agents note faults and read of them."""
    return who.role in ("supervisor", "administrator") and may_see_site(who, site)


def may_see_figures(who: Who) -> bool:
    """Whether they see figures: of the sessions that they may read, agents of their own alone."""
    return who.role in ("agent", "supervisor", "administrator")


def may_write_improvements(who: Who, site: str) -> bool:
    """Whether they write down what is done about a cause of trouble at this site."""
    return who.role in ("supervisor", "administrator") and may_see_site(who, site)


def may_plan_staffing(who: Who, site: str) -> bool:
    """Whether they see forecasts and the service plan of this site, and change the plan."""
    return who.role in ("supervisor", "administrator") and may_see_site(who, site)


def may_coach(who: Who) -> bool:
    """Whether they review sessions and write plans, of sessions and agents within their reach."""
    return who.role in ("supervisor", "administrator")


def may_review(who: Who, site: str, agents: Collection[str], teams_of: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether they may review this session, and see what colleagues make of it."""
    return may_coach(who) and may_read_session(who, site, agents, teams_of)


def may_develop(who: Who, agent: str, teams: Collection[str], sites: Collection[str]) -> bool:
    """Who may see and write this agent's plan and portfolio: the agent, and supervisors who share a team and a site.

    An agent without sites is on all of them; a supervisor without teams looks after all.
    """
    if who.role == "agent":
        return who.id == agent
    if not may_coach(who) or (who.sites and sites and not set(who.sites) & set(sites)):
        return False
    return who.role == "administrator" or not who.teams or any(team in who.teams for team in teams)


def may_see_outbox(who: Who) -> bool:
    """Whether they see what other servers are told, of their sites, and have it sent again or thrown away."""
    return who.role == "administrator"


def may_read_session(who: Who, site: str, agents: Collection[str], teams_of: Mapping[str, tuple[str, ...]]) -> bool:
    """Who may read a session of this site that these accounts took part in: its transcript, replay and figures.

    Agents read those they took part in, administrators all of their sites. So do supervisors who are given no teams;
    who is given some reads those that an agent of one of them took part in, and those that nobody took. `teams_of`:
    the teams of each account.
    """
    if not may_see_site(who, site):
        return False
    if who.role == "agent":
        return who.id in agents
    if who.role == "administrator" or not who.teams or not agents:
        return who.role in ("supervisor", "administrator")
    return any(team in who.teams for agent in agents for team in teams_of.get(agent, ()))
