/** The spoken code: big enough to read out, and read digit by digit by a screen reader. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { useHelp } from "./context";
import { useScreenWords } from "./screen_words";
import sheet from "./screens.css";
import { adopt } from "./sheets";
import type { ScreenWords } from "./words/screens";

/** Milliseconds between looks at the clock: the time left is told in minutes. */
const TICK = 5_000;

export function CodeScreen(): JSX.Element {
  const { session, root } = useHelp();
  const words = useScreenWords();
  adopt(root, sheet);
  useTick();
  const now = Date.now();
  const code = session.code.value;
  const over = code !== null && now >= code.until;
  useEffect(() => {
    if (code === null) void session.renewCode();
  }, [code]);
  return (
    <section class="card code" aria-labelledby="code-title">
      <h2 id="code-title">{words.code.title}</h2>
      <p>{words.code.lead}</p>
      {code === null ? <p class="digits waiting">{words.code.getting}</p> : <Digits digits={code.digits} over={over} />}
      {code !== null && (
        <p class="hint" role="status">
          {validity(code.until - now, words)}
        </p>
      )}
      <div class="actions">
        <button type="button" class={over ? "primary" : "secondary"} onClick={() => void session.renewCode()}>
          {words.code.fresh}
        </button>
        <button type="button" class="quiet" onClick={() => session.end()}>
          {words.code.leave}
        </button>
      </div>
    </section>
  );
}

function Digits({ digits, over }: { digits: string; over: boolean }): JSX.Element {
  const words = useScreenWords();
  return (
    <div role="status">
      <span class="unseen">{words.code.label(digits)}</span>
      <p class={over ? "digits over" : "digits"} aria-hidden="true">
        <span>{digits.slice(0, 3)}</span> <span>{digits.slice(3)}</span>
      </p>
    </div>
  );
}

function validity(left: number, { code }: ScreenWords): string {
  if (left <= 0) return code.over;
  return left < 60_000 ? code.soon_over : code.valid(Math.ceil(left / 60_000));
}

/** Draws anew every few seconds, so that the time left stays true. */
function useTick(): void {
  const ticks = useSignal(0);
  useEffect(() => {
    const timer = setInterval(() => (ticks.value += 1), TICK);
    return () => clearInterval(timer);
  }, []);
  void ticks.value;
}
