/**
 * The review beside the player: a supervisor scores the session and points at what shows it; the agent reads what was
 * released. Registers itself as the panel `review` where there is something to show.
 *
 * What may be done is the server's word (`may`). It knows of the player what panels.ts says.
 */

import type { ComponentChildren, JSX } from "preact";
import { useEffect } from "preact/hooks";

import { plainText } from "../../agent/words";
import type { CalibrationView, CoachingView, ReviewView } from "../../shared/protocol.gen";
import { type Player, registerPanel } from "../panels";
import { Coaching, pathOf } from "./coaching";
import { Comments } from "./comments";
import { Finish } from "./finish";
import { focusNext } from "./focus";
import { Item } from "./item";
import { pinsOf, scoreWords } from "./marks";
import { Portfolio } from "./portfolio";
import { Reading } from "./reading";
import { WordsField } from "./words_field";

function Panel({ coaching, player }: { coaching: Coaching; player: Player }): JSX.Element {
  const view = coaching.view.value;
  const reviews = view.reviews ?? [];
  const mine = reviews.find((review) => review.mine && review.state !== "released");
  const others = reviews.filter((review) => review !== mine);
  useEffect(() => {
    player.pins.value = reviews.filter(({ hidden }) => !hidden).flatMap(pinsOf);
  }, [reviews]);
  return (
    <div class="review">
      <Trouble coaching={coaching} />
      {mine && <Writing coaching={coaching} player={player} review={mine} />}
      {!mine && <Begin coaching={coaching} view={view} />}
      {others.map((review) => (
        <article key={review.id} class="review-part" aria-label={`Review by ${review.reviewer.name}`}>
          <h2 id={review.mine ? "review-title" : undefined} tabIndex={-1}>
            {review.state === "released" ? `Review of ${review.agent.name}` : `Review by ${review.reviewer.name}`}
          </h2>
          <Reading coaching={coaching} player={player} review={review} />
        </article>
      ))}
      {reviews.length === 0 && view.me in (view.agents ?? {}) && (
        <p class="quiet">No review of this session has been released to you.</p>
      )}
      <Portfolio coaching={coaching} player={player} />
    </div>
  );
}

const SAVING = { saved: "Saved", saving: "Saving…", unsaved: "Not saved yet" } as const;

/** What went wrong, said at once; the place is there before there is anything to say. */
function Trouble({ coaching }: { coaching: Coaching }) {
  const trouble = coaching.trouble.value;
  const view = coaching.view.value;
  useEffect(() => {
    if (trouble && document.activeElement === document.body) focusNext(document, "#review-title");
  }, [trouble, view]);
  return (
    <p role="alert" class={trouble ? "review-trouble" : "unseen"}>
      {trouble}
    </p>
  );
}

function Writing({ coaching, player, review }: { coaching: Coaching; player: Player; review: ReviewView }) {
  const editable = review.may?.includes("score.set") ?? false;
  const asked = new Set(review.result?.asked);
  const scored = asked.size - (review.result?.missing?.length ?? 0);
  const other = otherOf(review, coaching.view.value.reviews ?? []);
  if (!editable) return <HandedIn coaching={coaching} player={player} review={review} />;
  return (
    <article aria-labelledby="review-title">
      <Head review={review}>
        <p role="status">
          {scored} of {asked.size} scored{typeof review.result?.score === "number" ? `${scored < asked.size ? ", so far" : ":"} ${scoreWords(review)}` : ""}
        </p>
        <p class="review-saving">{SAVING[coaching.saving.value]}</p>
      </Head>
      {other && (
        <p class="review-settle">
          <b>Both have handed in.</b> Compare with {other.reviewer.name}, settle on what you both agree, and one of you
          releases it. What each scored blind stays, and is what is compared.
        </p>
      )}
      {review.scorecard.sections.map((section) => {
        const items = section.items.filter(({ id }) => asked.has(id));
        return (
          items.length > 0 && (
            <section key={section.title} class="review-part">
              <h3>{section.title}</h3>
              {items.map((item) => (
                <Item key={item.id} coaching={coaching} player={player} review={review} item={item} other={other} />
              ))}
            </section>
          )
        );
      })}
      <Comments coaching={coaching} player={player} review={review} />
      <section class="review-part">
        <WordsField
          coaching={coaching}
          where={`${review.id}.summary`}
          label={`In short, for ${review.agent.name}`}
          saved={plainText(review.summary ?? [])}
          rows={3}
          command={(words) => ({ do: "review.summarise", review: review.id, words })}
        />
      </section>
      <Finish coaching={coaching} review={review} />
      <Second coaching={coaching} />
    </article>
  );
}

const Head = ({ review, children }: { review: ReviewView; children: ComponentChildren }) => (
  <header class="review-head">
    <h2 id="review-title" tabIndex={-1}>
      Review of {review.agent.name}
    </h2>
    {children}
  </header>
);

/** The other one of two who scored blind, once both are in and it can be read. */
const otherOf = (review: ReviewView, reviews: readonly ReviewView[]): ReviewView | undefined =>
  review.state === "submitted" && review.blind
    ? reviews.find((each) => each.id !== review.id && each.blind && !each.hidden && !each.calibration)
    : undefined;

function HandedIn({ coaching, player, review }: { coaching: Coaching; player: Player; review: ReviewView }) {
  return (
    <article aria-labelledby="review-title">
      <Head review={review}>
        <p role="status">Handed in</p>
      </Head>
      <Finish coaching={coaching} review={review} />
      <Reading coaching={coaching} player={player} review={review} />
    </article>
  );
}

/** A second opinion that knows nothing of the first. */
function Second({ coaching }: { coaching: Coaching }) {
  const view = coaching.view.value;
  if (view.second_asked_by)
    return <p class="quiet">{view.second_asked_by} asked for a second, blind scoring of this session.</p>;
  if (!view.may?.includes("second.ask")) return null;
  const ask = async (): Promise<void> => {
    if (await coaching.send({ do: "second.ask" })) focusNext(document, "#review-title");
  };
  return (
    <section class="review-part">
      <button type="button" class="review-link" onClick={() => void ask()}>
        Have a second supervisor score it blind
      </button>
    </section>
  );
}

// --- beginning ---------------------------------------------------------------------------------------------

function Begin({ coaching, view }: { coaching: Coaching; view: CoachingView }) {
  const open = (view.calibrations ?? []).filter(({ may }) => may?.includes("review.begin"));
  if (!view.may?.includes("review.begin") && open.length === 0) return null;
  return (
    <section class="review-part" aria-labelledby="review-begin">
      <h2 id="review-begin" tabIndex={-1}>{headingOf(view)}</h2>
      {view.second_asked_by && view.may?.includes("review.begin") && (
        <p>{view.second_asked_by} asks for a second scoring, blind: neither sees the other’s before both are in.</p>
      )}
      {view.may?.includes("review.begin") && <BeginForm coaching={coaching} view={view} />}
      {open.map((each) => (
        <Calibrate key={each.id} coaching={coaching} calibration={each} />
      ))}
    </section>
  );
}

function headingOf({ second_asked_by, reviews = [], may = [] }: CoachingView): string {
  if (!may.includes("review.begin")) return "Calibration";
  if (second_asked_by) return "Score it blind";
  return reviews.length ? "Review it too" : "Nobody has reviewed this session";
}

function BeginForm({ coaching, view }: { coaching: Coaching; view: CoachingView }) {
  const cards = view.scorecards ?? [];
  const agents = Object.entries(view.agents ?? {});
  const begin = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget as HTMLFormElement);
    const scorecard = String(fields.get("scorecard") ?? "");
    const agent = String(fields.get("agent") ?? "");
    if (await coaching.send({ do: "review.begin", scorecard, agent })) focusNext(document, "#review-title");
  };
  if (cards.length === 0) return <p class="quiet">There is no scorecard yet. An administrator adds one.</p>;
  return (
    <form class="review-new" onSubmit={(event) => void begin(event)}>
      {cards.length > 1 && (
        <label>
          Scorecard
          <select name="scorecard">{cards.map(({ id, title }) => <option key={id} value={id}>{title}</option>)}</select>
        </label>
      )}
      {agents.length > 1 && (
        <label>
          Whose work
          <select name="agent">{agents.map(([id, name]) => <option key={id} value={id}>{name}</option>)}</select>
        </label>
      )}
      <button class="review-button primary">Begin a review</button>
    </form>
  );
}

function Calibrate({ coaching, calibration }: { coaching: Coaching; calibration: CalibrationView }) {
  const { id, title, handed_in = [] } = calibration;
  return (
    <p>
      <button
        type="button"
        class="review-button"
        onClick={() =>
          void coaching.send({ do: "review.begin", calibration: id }).then(() => focusNext(document, "#review-title"))
        }
      >
        Score for “{title}”
      </button>{" "}
      <span class="quiet">{handed_in.length ? `In: ${handed_in.join(", ")}` : "Nobody has handed in yet"}</span>
    </p>
  );
}

/** Puts the panel beside the player, where the caller has something to write or to read. */
async function start(session: string): Promise<void> {
  const answer = await fetch(pathOf(session));
  if (!answer.ok) return;
  const view = (await answer.json()) as CoachingView;
  const something = (view.reviews ?? []).length > 0 || (view.may ?? []).length > 0;
  if (!something) return;
  const coaching = new Coaching(view);
  registerPanel("review", {
    title: "Review",
    component: ({ player }) => <Panel coaching={coaching} player={player} />,
  });
}

const info = document.getElementById("replay-info")?.textContent;

/** Settles once the panel is registered, or it is known that there is none. */
export const ready: Promise<void> = info
  ? start((JSON.parse(info) as { session: string }).session).catch(() => undefined)
  : Promise.resolve();

