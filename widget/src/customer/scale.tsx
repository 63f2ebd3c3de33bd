/** A question answered by a number: radio buttons in a row, with words for its two ends. */
import type { JSX } from "preact";
import type { Ends } from "./words/screens";

interface Props {
  readonly name: string;
  readonly asks: string;
  readonly ends: Ends;
  readonly from: number;
  readonly to: number;
  readonly value: number;
  readonly onChoose: (number: number) => void;
}

export function Scale({ name, asks, ends, from, to, value, onChoose }: Props): JSX.Element {
  const numbers = Array.from({ length: to - from + 1 }, (_, at) => from + at);
  const spoken = (number: number): string => {
    const end = number === from ? ends[0] : number === to ? ends[1] : "";
    return end && `: ${end}`;
  };
  return (
    <fieldset class="question">
      <legend>{asks}</legend>
      <div class={numbers.length > 7 ? "chips scale long" : "chips scale"}>
        {numbers.map((number) => (
          <label key={number} class="choice">
            <input type="radio" name={name} checked={value === number} onChange={() => onChoose(number)} />
            <span>
              {number}
              <span class="unseen">{spoken(number)}</span>
            </span>
          </label>
        ))}
      </div>
      <p class="ends" aria-hidden="true">
        <span>
          {from}: {ends[0]}
        </span>
        <span>
          {to}: {ends[1]}
        </span>
      </p>
    </fieldset>
  );
}
