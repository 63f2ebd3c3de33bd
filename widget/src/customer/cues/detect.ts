/**
 * The detectors: from a stream of marks to cues. Pure: a tally and a mark in, the next tally and what was noticed out.
 *
 * The cases are in tests/cases/cues.json. A cue comes at its threshold and each time it happens again after that.
 */
import type { Limits, Mark, Noticed, Tally } from "./marks";

type Next = readonly [Tally, readonly Noticed[]];
type Of<Name extends Mark["mark"]> = Extract<Mark, { mark: Name }>;

/** So many steps are remembered: enough for any number of loops that somebody would set as the limit. */
const TRAIL = 21;

export function follow(before: Tally, mark: Mark, limits: Limits): Next {
  const tally = mark.mark === "tick" || mark.mark === "wrong" ? before : { ...before, active: mark.at };
  switch (mark.mark) {
    case "field":
      return entered(tally, mark, limits);
    case "typed":
      return [{ ...tally, tried: tally.wrong.includes(mark.field) ? added(tally.tried, mark.field) : tally.tried }, []];
    case "sent":
      return [{ ...tally, sent: true }, []];
    case "wrong":
      return judged(tally, mark, limits);
    case "click":
      return clicked(tally, mark, limits);
    case "step":
      return stepped(tally, mark.step, limits);
    case "tick":
      return waited(tally, mark.at, limits);
    case "active":
      return [tally, []];
  }
}

/** They came into a field: for the first time, or back from another one. */
function entered(tally: Tally, { field, short }: Of<"field">, limits: Limits): Next {
  if (field === tally.last) return [tally, []];
  const visits = (tally.visits[field] ?? 0) + (short ? 1 : 0);
  const next = { ...tally, last: field, visits: { ...tally.visits, [field]: visits } };
  return [next, visits > limits.returns ? [{ kind: "returns", field }] : []];
}

/** An error counts when it appears, and again when the page finds it again after another try. */
function judged(tally: Tally, { fields, anew = [] }: Of<"wrong">, limits: Limits): Next {
  const again = (field: string): boolean => tally.tried.includes(field) && anew.includes(field);
  const failed = fields.filter((field) => tally.sent || !tally.wrong.includes(field) || again(field));
  const errors = { ...tally.errors };
  for (const field of failed) errors[field] = (errors[field] ?? 0) + 1;
  const refused = tally.sent ? (fields.length > 0 ? tally.refused + 1 : 0) : tally.refused;
  const noticed: Noticed[] = failed
    .filter((field) => (errors[field] as number) >= limits.errors)
    .map((field) => ({ kind: "repeated_error", field }));
  if (refused > tally.refused && refused >= limits.submits) noticed.push({ kind: "refused_submits" });
  const idled = tally.idled && failed.length === 0;
  const tried = tally.tried.filter((field) => fields.includes(field) && !failed.includes(field));
  return [{ ...tally, wrong: fields, tried, errors, refused, sent: false, idled }, noticed];
}

function clicked(tally: Tally, { at, x, y, on }: Of<"click">, limits: Limits): Next {
  if (on !== "control") return [{ ...tally, clicks: [] }, []];
  const near = tally.clicks.filter(
    ([when, left, top]) => at - when <= limits.click_millis && Math.hypot(x - left, y - top) <= limits.click_pixels,
  );
  const enough = near.length + 1 >= limits.clicks;
  const clicks = enough ? [] : [...near, [at, x, y] as const];
  return [{ ...tally, clicks }, enough ? [{ kind: "rage_clicks" }] : []];
}

/** To another step and back is a loop; how many there were without a break, between the same two. */
function stepped(tally: Tally, step: string, limits: Limits): Next {
  if (tally.trail.at(-1) === step) return [tally, []];
  const trail = [...tally.trail, step].slice(-TRAIL);
  let run = 1;
  while (run < trail.length && trail.at(-run - 1) === trail.at(run % 2 ? -2 : -1)) run++;
  const loops = (run - 1) / 2; // whole when they are back where they began
  const next = { ...tally, trail, refused: 0 };
  return [next, Number.isInteger(loops) && loops >= limits.loops ? [{ kind: "step_loops" }] : []];
}

function waited(tally: Tally, at: number, limits: Limits): Next {
  const idle = tally.wrong.length > 0 && !tally.idled && at - tally.active >= limits.idle_seconds * 1_000;
  if (!idle) return [tally, []];
  const field = tally.wrong.includes(tally.last) ? tally.last : (tally.wrong[0] as string);
  return [{ ...tally, idled: true }, [{ kind: "idle_after_error", field }]];
}

const added = (list: readonly string[], item: string): readonly string[] => (list.includes(item) ? list : [...list, item]);
