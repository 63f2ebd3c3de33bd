/**
 * Putting a moment of this session into an agent's evidence portfolio: what is shown, or what is chosen on the timeline,
 * for one criterion of a scorecard. Agents do it for themselves, supervisors for whoever had the session.
 */

import type { JSX } from "preact";
import { useId, useState } from "preact/hooks";
import { BookmarkPlus, X } from "lucide-preact";

import { plainText } from "../../agent/words";
import type { CoachingView, MomentView } from "../../shared/protocol.gen";
import type { Player } from "../panels";
import { type Coaching, forget, keep, kept } from "./coaching";
import { focusNext } from "./focus";
import { SeekButton } from "./item";
import { momentWords, shownRange } from "./marks";

interface PortfolioProps {
  readonly coaching: Coaching;
  readonly player: Player;
}

export function Portfolio({ coaching, player }: PortfolioProps): JSX.Element | null {
  const view = coaching.view.value;
  const moments = view.moments ?? [];
  const may = view.may?.includes("moment.choose") ?? false;
  if (!may && moments.length === 0) return null;
  return (
    <details class="review-part review-portfolio">
      <summary>Evidence portfolio{moments.length ? `: ${moments.length} from this session` : ""}</summary>
      {moments.length > 0 && (
        <ul aria-label="Moments in portfolios">
          {moments.map((each) => (
            <Kept key={each.id} coaching={coaching} player={player} view={view} moment={each} />
          ))}
        </ul>
      )}
      {may && <Choose coaching={coaching} player={player} view={view} />}
    </details>
  );
}

const agentsOf = (view: CoachingView): readonly (readonly [string, string])[] => {
  const all = Object.entries(view.agents ?? {});
  const mine = all.filter(([id]) => id === view.me);
  return mine.length > 0 ? mine : all;
};

const titleOf = (view: CoachingView, criterion: string): string =>
  (view.scorecards ?? []).flatMap(({ criteria }) => criteria).find(([id]) => id === criterion)?.[1] ?? criterion;

interface KeptProps extends PortfolioProps {
  readonly view: CoachingView;
  readonly moment: MomentView;
}

function Kept({ coaching, player, view, moment }: KeptProps) {
  const words = momentWords(player, moment.entry, moment.until);
  const title = titleOf(view, moment.criterion);
  const whose = moment.agent === view.me ? "" : `${view.agents?.[moment.agent] ?? moment.agent}: `;
  return (
    <li class="review-evidence">
      <SeekButton player={player} entry={moment.entry} until={moment.until ?? 0} words={words} />
      <span>
        {whose}
        {title}
        {moment.note?.length ? `. ${plainText(moment.note)}` : ""}
      </span>
      <button
        type="button"
        class="review-remove"
        aria-label={`Take the moment at ${words} out of the portfolio`}
        onClick={(event) => {
          const part = event.currentTarget.closest("details");
          void coaching.send({ do: "moment.remove", moment: moment.id }).then(() => focusNext(part, "summary"));
        }}
      >
        <X size="1em" aria-hidden="true" />
      </button>
    </li>
  );
}

function Choose({ coaching, player, view }: PortfolioProps & { view: CoachingView }) {
  const id = useId();
  const agents = agentsOf(view);
  const criteria = (view.scorecards ?? []).flatMap((card) => card.criteria);
  const [note, type] = useState(kept(view.session, "portfolio") ?? "");
  const { entry, until } = shownRange(player);
  const choose = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget as HTMLFormElement);
    const agent = String(fields.get("agent") ?? agents[0]?.[0] ?? "");
    const criterion = String(fields.get("criterion"));
    if (await coaching.send({ do: "moment.choose", agent, criterion, entry, until, note })) {
      forget(view.session, "portfolio", note);
      type("");
    }
  };
  const typed = (words: string): void => {
    keep(view.session, "portfolio", words);
    type(words);
  };
  if (criteria.length === 0 || agents.length === 0) return null;
  return (
    <form class="review-new" onSubmit={(event) => void choose(event)}>
      {agents.length > 1 && (
        <label>
          Whose portfolio
          <select name="agent">{agents.map(([account, name]) => <option key={account} value={account}>{name}</option>)}</select>
        </label>
      )}
      <label>
        What it shows
        <select name="criterion">{criteria.map(([item, title]) => <option key={item} value={item}>{title}</option>)}</select>
      </label>
      <label for={id}>In a few words, if they help</label>
      <textarea id={id} rows={2} maxLength={4000} value={note} onInput={(event) => typed(event.currentTarget.value)} />
      <button class="review-button">
        <BookmarkPlus size="1em" aria-hidden="true" /> Put {momentWords(player, entry, until)} into the portfolio
      </button>
    </form>
  );
}
