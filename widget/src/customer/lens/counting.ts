/** How a difference in length is named: `two-digits-too-few`, and beyond five `too-short` or `too-long`. */

const NUMBERS = ["one", "two", "three", "four", "five"];

/** The verdict for a value of `size` units where `wanted` are asked for; "" when they are equal. */
export function difference(size: number, wanted: number, unit: "digit" | "character"): string {
  const gap = Math.abs(size - wanted);
  if (gap === 0) return "";
  const number = NUMBERS[gap - 1];
  if (number === undefined) return size < wanted ? "too-short" : "too-long";
  return `${number}-${unit}${gap > 1 ? "s" : ""}-too-${size < wanted ? "few" : "many"}`;
}
