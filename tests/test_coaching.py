"""Coaching, purely: what scores come to, who may do and see what, how well two agree, what the log proposes."""

from contextlib import suppress
from pathlib import Path

import pytest
from coached import ADA, CARD, COMMANDS, MAYA, NOOR, RUTH, VERA, Log
from hypothesis import given, settings
from hypothesis import strategies as st
from talk import CARD as TYPED
from talk import CUSTOMER, FORM, WRAPUP, helped, sharing
from talk import MAYA as AGENT

from alongside.coaching import (
    Coaching,
    NotCoached,
    agreements,
    fold,
    proposals,
    result,
    review_card,
    row,
    scan,
    session_of,
    weighted_kappa,
)
from alongside.coaching.agreement import Pair
from alongside.coaching.development import Development
from alongside.coaching.development import decide as develop
from alongside.coaching.development import fold as fold_plan
from alongside.coaching.portfolio import Line, Source, portfolio
from alongside.coaching.standing import Caller
from alongside.faults.telling import plain
from alongside.protocol import (
    ChoosePlaybook,
    Cue,
    Decision,
    EndSession,
    GiveConsent,
    OpenLens,
    Prompt,
    PromptShown,
    PromptUsed,
    ReportTrouble,
    SendMessage,
    ShowHighlight,
)
from alongside.protocol.coaching import ScoreChange
from alongside.protocol.coaching_facts import COACHING_CODEC, CoachingEntry
from alongside.protocol.coaching_views import Scored
from alongside.protocol.development import (
    DEVELOPMENT_CODEC,
    CloseGoal,
    DevelopmentCommand,
    DevelopmentEntry,
    NoteProgress,
    SetAction,
    SetGoal,
    TickAction,
    WriteStatement,
    WriteWitness,
)

CASES = Path(__file__).parent / "cases"
SHIPPED = Path(__file__).parents[1] / "playbooks" / "scorecards"


def scores(**levels: int | None) -> dict[str, Scored]:
    return {item: Scored(level=level, applies=level is not None) for item, level in levels.items()}


# --- scorecards ---


def test_the_mistakes_of_a_scorecard_are_named_with_line_and_remedy() -> None:
    told = review_card("x.yaml", (CASES / "scorecard-mistakes.yaml").read_text()).problems
    assert [str(each).removeprefix("x.yaml:") for each in told] == (
        CASES / "scorecard-mistakes.txt"
    ).read_text().splitlines()


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_scorecard_that_we_ship_has_no_mistake_and_asks_for_evidence_everywhere(path: Path) -> None:
    reading = review_card(path.name, path.read_text())
    assert (reading.problems, reading.advice) == ((), ())
    assert reading.scorecard
    assert all(item.evidence for item in reading.scorecard.criteria)


# --- scores ---


def test_the_whole_is_the_mean_of_the_sections_by_their_weights() -> None:
    # Hearing: (2*3/3 + 1*1/3) / 3 = 7/9, weight 3. Identity: 1/1, weight 4. Closing: 2/3, weight 1.5.
    # (3*7/9 + 4*1 + 1.5*2/3) / 8.5 = 7.3333 / 8.5 = 86.27 %
    reached = result(CARD, scores(listened=3, asked=1, account=1, identity=1, closed=2))
    assert (reached.score, reached.sections, reached.missing) == (86, (78, 100, 67), ())


def test_what_does_not_apply_does_not_count_and_nothing_is_missing() -> None:
    # Hearing: 2/3, weight 2 (asked is left out). Identity: nothing counts. Closing: 3/3, weight 1.5.
    # (2*2/3 + 1.5) / 3.5 = 80.95 %
    reached = result(CARD, scores(listened=2, asked=None, account=0, closed=3))
    assert (reached.score, reached.sections, reached.missing) == (81, (67, None, 100), ())
    assert "identity" not in reached.asked


def test_a_critical_item_at_its_worst_fails_the_whole() -> None:
    reached = result(CARD, scores(listened=3, asked=3, account=1, identity=0, closed=3))
    assert (reached.score, reached.failed) == (0, ("identity",))
    assert reached.reached == 53  # (3 + 0 + 1.5) / 8.5 = 52.94 %


def test_halves_are_rounded_up_and_nothing_scored_is_no_score() -> None:
    reached = result(CARD, scores(account=1, identity=1, closed=0))
    assert reached.score == 73  # 4 / 5.5 = 72.73 %
    assert result(CARD, {}).score is None
    assert result(CARD, {}).missing == ("listened", "asked", "account", "closed")


# --- agreement ---

XEROMAMMOGRAMS = ((21, 12, 0, 0), (4, 17, 1, 0), (3, 9, 15, 2), (0, 0, 0, 1))
"""Two radiologists, 85 pictures, four diagnoses: N. Boyd and others, Mammographic patterns and breast cancer risk,
Journal of the National Cancer Institute 68 (1982) 547-549; with the kappas in the Stata manual, [R] kappa."""


def pairs_in(table: tuple[tuple[int, ...], ...]) -> list[tuple[int, int]]:
    return [(one, other) for one, line in enumerate(table) for other, count in enumerate(line) for _ in range(count)]


def test_weighted_kappa_agrees_with_a_published_example() -> None:
    found = weighted_kappa(pairs_in(XEROMAMMOGRAMS), 4, "linear")
    assert found == pytest.approx(0.5684, abs=0.00005)


def test_weighted_kappa_of_two_levels_is_cohens_kappa() -> None:
    # 50 of 100 both no, 20 both yes, 30 apart: po = .7; by hand pe = .6*.7 + .4*.3 = .54; (.7 - .54) / .46 = .3478
    table = ((50, 10), (20, 20))
    assert weighted_kappa(pairs_in(table), 2) == pytest.approx((0.7 - 0.54) / 0.46)


def test_kappa_is_one_for_agreement_and_nothing_where_only_one_level_was_used() -> None:
    assert weighted_kappa([(0, 0), (3, 3), (1, 1)], 4) == 1
    assert weighted_kappa([(3, 3), (3, 3)], 4) is None
    assert weighted_kappa([], 4) is None


def test_agreement_counts_either_way_round_and_leaves_out_what_one_thought_did_not_apply() -> None:
    given = ((3, 2), (2, 3), (0, 0), (None, 1), (None, None))
    pairs = [Pair(item="a", title="A", levels=4, one=one, other=other) for one, other in given]
    [found] = agreements(pairs)
    assert (found.pairs, found.same, found.apart) == (3, 1, 1)
    [turned] = agreements(Pair(item="a", title="A", levels=4, one=p.other, other=p.one) for p in pairs)
    assert turned.kappa == found.kappa


# --- who may do what, and how a review goes ---


def test_a_review_is_begun_scored_released_answered_and_appealed_against_once() -> None:
    log = Log()
    review = log.whole()  # (3*8/9 + 1.5*2/3) / 4.5 = 81.48 %
    assert log.seen(MAYA).reviews == ()
    log.does(RUTH, "review.release", review=review)
    seen = log.review(MAYA, review)
    assert (seen.result.score, seen.may) == (81, ("review.reply", "appeal.make"))
    log.does(MAYA, "review.reply", review=review, words="Thank you.")
    log.does(MAYA, "appeal.make", review=review, words="I asked at 10:02.")
    assert "already" in log.refused(MAYA, "appeal.make", review=review, words="Again")
    log.does(
        VERA,
        "appeal.decide",
        review=review,
        outcome="changed",
        reason="True.",
        changes=(ScoreChange(item="asked", level=3),),
    )
    after = log.review(MAYA, review)
    assert after.scores["asked"].level == 3
    assert after.appeal
    assert (after.appeal.outcome, after.appeal.decided_by) == ("changed", "Vera")
    assert after.result.score == 89  # (3*1 + 1.5*2/3) / 4.5
    assert "decided" in log.refused(RUTH, "appeal.decide", review=review, outcome="upheld", reason="No.")


@pytest.mark.parametrize(
    ("do", "fields"),
    [
        ("review.begin", {"scorecard": "small"}),
        ("score.set", {"review": "r1", "item": "listened", "level": 0}),
        ("evidence.add", {"review": "r1", "item": "listened", "entry": 2}),
        ("comment.add", {"review": "r1", "words": "Good"}),
        ("review.submit", {"review": "r1"}),
        ("review.release", {"review": "r1"}),
        ("review.discard", {"review": "r1"}),
        ("appeal.decide", {"review": "r1", "outcome": "upheld", "reason": "No"}),
        ("second.ask", {}),
        ("calibration.open", {"title": "June", "scorecard": "small"}),
        ("goal.link", {"review": "r1", "goal": "g1"}),
        ("review.reply", {"review": "r1", "words": "Hello"}),
    ],
)
def test_agents_write_no_reviews_and_answer_only_what_is_released(do: str, fields: dict[str, object]) -> None:
    log = Log()
    log.whole()
    for agent in (MAYA, NOOR):
        assert log.refused(agent, do, **fields).endswith(".")


def test_an_agent_sees_released_reviews_of_their_own_work_alone() -> None:
    log = Log()
    review = log.released()
    assert [each.id for each in log.seen(MAYA).reviews] == [review]
    assert log.seen(NOOR).reviews == ()
    assert log.refused(NOOR, "review.reply", review=review, words="Hm") == "This review is not released."


def test_a_review_is_changed_by_its_writer_alone_and_not_after_its_release() -> None:
    log = Log()
    review = log.whole()
    assert "writes" in log.refused(VERA, "score.set", review=review, item="asked", level=0)
    assert log.review(VERA, review).hidden
    log.does(RUTH, "review.release", review=review)
    assert "appeal" in log.refused(RUTH, "score.set", review=review, item="asked", level=0)


def test_a_review_is_whole_before_it_is_handed_in_or_released() -> None:
    log = Log()
    review = log.begin()
    assert log.refused(RUTH, "review.release", review=review) == "Still to be scored: “Listened” and 3 more."
    log.scored(RUTH, review, listened=3, asked=None, account=1, closed=0)
    assert log.refused(RUTH, "review.submit", review=review) == "Still to be scored: “Identity first”."


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"item": "listened", "applies": False}, "always applies"),
        ({"item": "listened", "level": 4}, "no such word"),
        ({"item": "nothing", "level": 1}, "no such item"),
    ],
)
def test_a_score_that_the_card_does_not_have_is_refused(fields: dict[str, object], says: str) -> None:
    log = Log()
    assert says in log.refused(RUTH, "score.set", review=log.begin(), **fields)


def test_evidence_is_a_moment_of_the_session_and_stands_once() -> None:
    log = Log()
    review = log.begin()
    assert "not in the session" in log.refused(RUTH, "evidence.add", review=review, item="listened", entry=11)
    assert "not in the session" in log.refused(RUTH, "evidence.add", review=review, item="listened", entry=4, until=4)
    assert log.does(RUTH, "evidence.add", review=review, item="listened", entry=2, until=4, proposed=True)
    assert log.does(RUTH, "evidence.add", review=review, item="listened", entry=2, until=4) is None
    [evidence] = log.review(RUTH, review).evidence
    assert (evidence.at, evidence.until_at, evidence.proposed) == (2_000, 4_000, True)
    log.does(RUTH, "evidence.remove", review=review, evidence=evidence.id)
    assert log.review(RUTH, review).evidence == ()


def test_what_a_supervisor_writes_is_redacted() -> None:
    log = Log()
    review = log.begin()
    log.does(RUTH, "comment.add", review=review, words="Asked for 4111 1111 1111 1111", tone="fault", entry=3)
    [comment] = log.review(RUTH, review).comments
    assert [part.hidden for part in comment.words] == ["", "card"]


def test_the_same_command_twice_is_one_fact() -> None:
    log = Log()
    review = log.begin()
    assert log.does(RUTH, "review.begin", scorecard="small") is None
    for _ in range(2):
        log.does(RUTH, "score.set", review=review, item="asked", level=1, why="Late")
        log.does(RUTH, "comment.add", review=review, words="Well done", tone="praise")
        log.does(RUTH, "review.summarise", review=review, words="Fine")
    assert len(log.entries) == 4


# --- two scorers, a group ---


def test_a_blind_second_scorer_does_not_see_the_first_until_both_are_in() -> None:
    log = Log()
    log.does(RUTH, "second.ask")
    first, second = log.whole(RUTH), log.whole(VERA, listened=1)
    log.does(RUTH, "review.submit", review=first)
    assert log.review(VERA, first).hidden
    assert log.review(VERA, first).scores == {}
    assert log.review(ADA, first).hidden
    assert "not handed in yet" in log.refused(RUTH, "review.release", review=first)
    assert "handed this review in" in log.refused(RUTH, "score.set", review=first, item="listened", level=1)
    log.does(VERA, "review.submit", review=second)
    assert not log.review(VERA, first).hidden
    assert log.review(RUTH, second).result.score == 52  # (3*4/9 + 1.5*2/3) / 4.5 = 51.85 %


def test_what_is_agreed_afterwards_does_not_change_what_was_scored_blind() -> None:
    log = Log()
    log.does(RUTH, "second.ask")
    first, second = log.whole(RUTH), log.whole(VERA, listened=1)
    for who, review in ((RUTH, first), (VERA, second)):
        log.does(who, "review.submit", review=review)
    log.does(RUTH, "score.set", review=first, item="listened", level=1)
    log.does(RUTH, "review.release", review=first)
    pairs = {pair.item: (pair.one, pair.other) for pair in row(log.coaching, log.around.session).pairs}
    assert pairs["listened"] == (3, 1)
    assert "released already" in log.refused(VERA, "review.release", review=second)


def test_two_score_blind_and_no_third_and_not_after_one_is_finished() -> None:
    log = Log()
    log.does(RUTH, "second.ask")
    log.begin(RUTH)
    log.begin(VERA)
    assert "Two supervisors" in log.refused(ADA, "review.begin")
    late = Log()
    late.does(RUTH, "review.submit", review=late.whole())
    assert "would not be blind" in late.refused(VERA, "second.ask")


def test_a_calibration_shows_scores_side_by_side_only_once_it_is_closed() -> None:
    log = Log()
    log.does(RUTH, "calibration.open", title="June", scorecard="small")
    [calibration] = log.seen(RUTH).calibrations
    mine = [log.begin(who, calibration=calibration.id) for who in (RUTH, VERA)]
    for who, review in zip((RUTH, VERA), mine, strict=True):
        log.scored(who, review, listened=3, asked=None, account=0, closed=3)
        log.does(who, "review.submit", review=review)
    assert log.review(VERA, mine[0]).hidden
    assert "not released to the agent" in log.refused(RUTH, "review.release", review=mine[0])
    assert "Ruth" in log.refused(VERA, "calibration.close", calibration=calibration.id)
    log.does(RUTH, "calibration.close", calibration=calibration.id)
    assert log.review(VERA, mine[0]).result.score == 100
    assert log.seen(RUTH).calibrations[0].handed_in == ("Ruth", "Vera")
    assert not log.seen(MAYA).calibrations
    assert not log.seen(MAYA).reviews


def test_what_is_not_handed_in_when_a_calibration_is_closed_counts_no_more_and_is_not_shown() -> None:
    log = Log()
    log.does(RUTH, "calibration.open", title="June", scorecard="small")
    review = log.begin(VERA, calibration="k1")
    log.does(VERA, "score.set", review=review, item="listened", level=1)
    log.does(RUTH, "calibration.close", calibration="k1")
    assert log.review(RUTH, review).hidden
    assert "closed" in log.refused(VERA, "score.set", review=review, item="listened", level=3)
    assert "closed" in log.refused(VERA, "review.submit", review=review)
    assert log.review(VERA, review).may == ("review.discard", "goal.link")


# --- portfolios' moments ---


def test_moments_are_chosen_by_the_agent_and_their_supervisors_alone() -> None:
    log = Log()
    log.does(MAYA, "moment.choose", agent="maya", criterion="closed", entry=4)
    log.does(RUTH, "moment.choose", agent="maya", criterion="listened", entry=2, until=3)
    assert "Only the agent" in log.refused(NOOR, "moment.choose", agent="maya", criterion="closed", entry=5)
    assert "has such a criterion" in log.refused(MAYA, "moment.choose", agent="maya", criterion="account", entry=5)
    assert len(log.seen(MAYA).moments) == 2
    assert log.seen(NOOR).moments == ()
    log.does(MAYA, "moment.remove", moment=log.seen(MAYA).moments[0].id)
    assert [moment.criterion for moment in log.seen(RUTH).moments] == ["listened"]


# --- the log's laws ---

WHO = st.sampled_from((RUTH, VERA, ADA, MAYA, NOOR))
KEYS = st.sampled_from(("r1", "r2", "r3", "e2", "c3", "k1", "m2"))
ITEMS = st.sampled_from(("listened", "asked", "account", "identity", "closed", "nothing"))
NOTHING, NUMBERS, WORDS = st.just(""), st.integers(0, 12), st.sampled_from(("", "Well", "No"))
FIELDS = {
    **dict.fromkeys(("review", "evidence", "comment", "moment"), KEYS),
    **dict.fromkeys(("item", "criterion"), ITEMS),
    **dict.fromkeys(("entry", "until"), NUMBERS),
    **dict.fromkeys(("words", "title", "reason"), WORDS),
    **dict.fromkeys(("applies", "proposed"), st.booleans()),
    **dict.fromkeys(("why", "note"), NOTHING),
    "calibration": st.sampled_from(("", "k1", "k2")),
    "goal": st.just("g1"),
    "level": st.sampled_from((None, 0, 1, 3, 5)),
    "outcome": st.sampled_from(("upheld", "changed")),
    "agent": st.sampled_from(("", "maya", "nobody")),
    "scorecard": st.just("small"),
    "tone": st.just("praise"),
    "hide": st.just(("Anna",)),
    "changes": st.just((ScoreChange(item="listened", level=0),)),
}


@st.composite
def logs(draw: st.DrawFn) -> Log:
    """What comes of random commands by random people."""
    log = Log()
    log.begin()
    for _ in range(draw(st.integers(0, 25))):
        do = draw(st.sampled_from(sorted(COMMANDS)))
        fields = {name: draw(FIELDS[name]) for name in COMMANDS[do].__struct_fields__}
        with suppress(NotCoached):
            log.does(draw(WHO), do, **fields)
    return log


@settings(max_examples=60)
@given(logs(), st.data())
def test_folding_in_two_parts_is_folding_at_once_also_from_what_is_stored(log: Log, data: st.DataObject) -> None:
    stored = [COACHING_CODEC.decode(entry.number, COACHING_CODEC.encode(entry)) for entry in log.entries]
    cut = data.draw(st.integers(0, len(stored)))
    assert fold(stored[cut:], onto=fold(stored[:cut], onto=Coaching())) == log.coaching


@settings(max_examples=60)
@given(logs(), st.data())
def test_no_order_of_entries_raises(log: Log, data: st.DataObject) -> None:
    entries: list[CoachingEntry] = data.draw(st.permutations(log.entries))
    fold(entries, onto=Coaching())


@settings(max_examples=60)
@given(logs())
def test_nobody_is_shown_scores_that_are_hidden_from_them(log: Log) -> None:
    for who in (RUTH, VERA, ADA, MAYA, NOOR):
        for review in log.seen(who).reviews:
            assert not review.hidden or not (review.scores or review.comments or review.result.asked)
            assert who.reviews or (review.state == "released" and review.agent.id == who.actor.id)


# --- what the log proposes ---


def test_the_log_proposes_moments_in_the_words_that_were_there() -> None:
    talk = sharing()
    talk.sends(AGENT, ChoosePlaybook(playbook="permit"))
    talk.sends(AGENT, SendMessage(text=f"Is it {TYPED}?"))
    talk.sends(AGENT, ShowHighlight(target="name", words="Here"))
    talk.sends(CUSTOMER, EndSession())
    talk.sends(AGENT, WRAPUP)
    card = review_card("online.yaml", (SHIPPED / "online-support.yaml").read_text()).scorecard
    assert card
    found = {
        item.id: [each for each in proposals(card, scan(talk.entries)) if each.item == item.id] for item in card.items
    }
    assert [each.kind for each in found["listened"]] == ["request", "first-words"]
    assert [part.hidden for part in found["listened"][1].words] == ["", "card", ""]
    assert [each.kind for each in found["recorded"]] == ["wrapup"]
    assert [plain(each.words) for each in found["stepped-through"]] == ["Pointed at the form: Here"]
    session = session_of("s1", talk.entries)
    assert (session.site, session.last_agent, session.ended, session.cause) == ("permits", "maya", True, "system")
    assert session.at(found["recorded"][0].entry) == found["recorded"][0].at


@pytest.mark.parametrize(("wording", "told"), [("lens-3", "Sent the prompt"), ("lens-4", "Sent: Date of birth")])
def test_what_was_shared_with_the_helper_alone_is_no_evidence_for_others(wording: str, told: str) -> None:
    talk = helped()
    talk.sends(CUSTOMER, GiveConsent(scope="lens", wording=wording))
    talk.sends(CUSTOMER, OpenLens(model=FORM))
    talk.sends(CUSTOMER, ReportTrouble(cues=(Cue(kind="repeated_error", field="born"),)))
    prompt = Prompt(kind="step", key="step:born", title="Date of birth", say="The day you were born.")
    talk.adds(
        Decision(
            actor=AGENT.actor, events=(PromptShown(prompt=prompt, hash="h"), PromptUsed(key="step:born", how="sent"))
        )
    )
    words = [plain(each[2]) for found in scan(talk.entries).values() for each in found]
    assert told in words
    assert any("Date of birth" in each for each in words) == (wording == "lens-4")


# --- plans and portfolios ---


def planned(*turns: tuple[Caller, DevelopmentCommand]) -> Development:
    """A plan after these commands."""
    plan = Development()
    for who, command in turns:
        fact = develop(plan, who.actor, command)
        if fact is not None:
            entry = DevelopmentEntry(number=plan.number + 1, at=plan.number, by=who.actor, fact=fact)
            stored = DEVELOPMENT_CODEC.decode(entry.number, DEVELOPMENT_CODEC.encode(entry))
            plan = fold_plan([stored], onto=plan)
    return plan


def test_a_supervisor_writes_goals_and_actions_and_the_agent_ticks_them_and_answers() -> None:
    plan = planned(
        (RUTH, SetGoal(words="Check understanding", due="2027-01-31")),
        (RUTH, SetAction(goal="g1", words="Read the article")),
        (MAYA, TickAction(action="a2")),
        (MAYA, TickAction(action="a2")),
        (MAYA, NoteProgress(goal="g1", words="It works")),
        (RUTH, CloseGoal(goal="g1", outcome="reached")),
    )
    goal = plan.goals["g1"]
    assert (goal.outcome, len(goal.notes), plan.number) == ("reached", 1, 5)
    assert [bool(action.done_at) for action in plan.actions_of("g1")] == [True]


@pytest.mark.parametrize(
    ("who", "command"),
    [
        (MAYA, SetGoal(words="Less work")),
        (MAYA, WriteWitness(words="I am great")),
        (RUTH, TickAction(action="a2")),
        (RUTH, WriteStatement(words="She is great")),
        (RUTH, SetAction(goal="none", words="Do it")),
        (RUTH, SetGoal(words=" ")),
    ],
)
def test_each_side_of_a_plan_writes_its_own(who: Caller, command: DevelopmentCommand) -> None:
    with pytest.raises(NotCoached, match=r"\.$"):
        planned((who, command))


PLAN_COMMANDS = (
    SetGoal(words="Ask back"),
    SetGoal(words="Listen", goal="g1"),
    SetAction(goal="g1", words="Read on"),
    TickAction(action="a2"),
    TickAction(action="a2", done=False),
    NoteProgress(goal="g1", words="It works"),
    CloseGoal(goal="g1", outcome="dropped"),
    WriteStatement(words="I listen"),
    WriteWitness(words=""),
)


@settings(max_examples=60)
@given(st.lists(st.tuples(st.sampled_from((RUTH, MAYA)), st.sampled_from(PLAN_COMMANDS)), max_size=12), st.data())
def test_a_plan_folds_in_two_parts_as_at_once_and_in_any_order(
    turns: list[tuple[Caller, DevelopmentCommand]], data: st.DataObject
) -> None:
    plan, entries = Development(), list[DevelopmentEntry]()
    for who, command in turns:
        with suppress(NotCoached):
            if fact := develop(plan, who.actor, command):
                entries.append(DevelopmentEntry(number=plan.number + 1, at=plan.number, by=who.actor, fact=fact))
                plan = fold_plan(entries[-1:], onto=plan)
    cut = data.draw(st.integers(0, len(entries)))
    assert fold_plan(entries[cut:], onto=fold_plan(entries[:cut], onto=Development())) == plan
    fold_plan(data.draw(st.permutations(entries)), onto=Development())


def test_a_portfolio_shows_moments_by_criterion_masked_and_says_what_is_missing() -> None:
    log = Log()
    log.does(MAYA, "moment.choose", agent="maya", criterion="listened", entry=2, until=3, note="Anna was unsure")
    log.does(MAYA, "moment.mask", moment="m1", hide=("Anna", "Lindqvist"))
    said = (
        Line(entry=2, who="Maya", words="Hello Tom, I am Maya."),
        Line(entry=3, who="Customer", words="I meant anna lindqvist [card hidden]"),
        Line(entry=4, who="Customer", words="Not shown"),
    )
    source = Source(session=log.around.session, coaching=log.coaching, lines=said)
    made = portfolio("maya", "Maya", CARD, Development(), [source])
    [criterion] = [each for each in made.criteria if each.examples]
    [example] = criterion.examples
    assert [line.words for line in example.lines] == [
        "Hello [name hidden], I am Maya.",
        "I meant [name hidden] [name hidden] [card hidden]",
    ]
    assert example.note == "[name hidden] was unsure"
    assert made.missing == (
        "3 of 4 criteria have no moment yet.",
        "No session with a customer who knows the service.",
        "No session with a difficulty that came from use.",
        "No session with a difficulty that came from a system failure.",
        "All moments are from one session.",
        "The personal statement is not written.",
        "The witness note is not written.",
    )
