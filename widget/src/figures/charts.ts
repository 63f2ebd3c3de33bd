/**
 * Draws a chart above each table of a figures page, from the numbers in that table.
 *
 * The page is complete without it: the table has every number, is read aloud and prints. Where a chart could be drawn
 * the table folds away behind it. Colours are the page's own custom properties, so that dark mode, print and forced
 * colours need no second drawing; patterns tell series apart where colours cannot. It knows nothing of what a
 * number means: `data-chart` says how to draw, `data-value` what, `data-as` what a column is drawn as.
 */
import { BarChart, LineChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, MarkLineComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

use([BarChart, LineChart, AriaComponent, GridComponent, LegendComponent, MarkLineComponent, SVGRenderer]);

/** A column of the table: its name and numbers (NaN: none), and how it is drawn; `pattern` tells it from the others. */
interface Series {
  readonly name: string;
  readonly as: "bar" | "line";
  readonly unit: string;
  readonly colour: string;
  readonly pattern: number;
  readonly values: readonly number[];
}

interface Numbers {
  readonly names: readonly string[];
  readonly series: readonly Series[];
  /** The row that a line is drawn at, such as the day of a change; -1: none. */
  readonly marked: number;
  readonly mark: string;
}

const colour = (name: string): string => `var(--chart-${name})`;

function read(table: HTMLTableElement): Numbers {
  const rows = [...(table.tBodies[0]?.rows ?? [])].filter((row) => row.dataset["left"] === undefined);
  const heads = [...(table.tHead?.rows[0]?.cells ?? [])];
  const all = heads.flatMap((head, at) => {
    const as = head.dataset["as"];
    if (as !== "bar" && as !== "line") return [];
    const values = rows.map((row) => Number.parseFloat(row.cells[at]?.dataset["value"] ?? "NaN"));
    const name = head.dataset["name"] ?? head.textContent?.trim() ?? "";
    return [{ name, as, unit: head.dataset["unit"] ?? "", colour: head.dataset["colour"] ?? "1", values } as const];
  });
  all.sort((one, other) => one.as.localeCompare(other.as)); // lines lie over bars
  const told = all.map((each, pattern) => ({ ...each, pattern })).filter((each) => each.values.some((value) => value !== 0 && !Number.isNaN(value)));
  const series = told.length > 0 ? told : all.slice(0, 1).map((each) => ({ ...each, pattern: 0 }));
  const marked = rows.findIndex((row) => row.dataset["mark"] !== undefined);
  return {
    names: rows.map((row) => row.dataset["name"] ?? row.cells[0]?.textContent?.trim() ?? ""),
    series,
    marked,
    mark: rows[marked]?.dataset["mark"] ?? "",
  };
}

const WORDS: Record<string, (value: number) => string> = {
  share: (value) => `${Math.round(value * 100)} %`,
  seconds: (value) => (value === 0 || value % 60 !== 0 ? `${value} s` : value % 3600 === 0 ? `${value / 3600} h` : `${value / 60} min`),
};

/** The steps of an axis: few enough to be read, and each a number that people count in. */
const STEPS: Record<string, readonly number[]> = {
  share: [0.05, 0.1, 0.25],
  seconds: [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 43200, 86400],
};
const MOST_STEPS = 4;

/** The family by its names: words are measured before they are drawn. */
const text = { color: colour("text"), fontFamily: getComputedStyle(document.body).fontFamily };
const LINE = 14;
/** About the width of a letter, to leave room for words. Pixels, as all lengths here. */
const LETTER = 6.4;

/** `fixed`: the step of an axis that always goes to 100 %. */
function axis(unit: string, right: boolean, series: readonly Series[], fixed = 0) {
  const values = series.filter((each) => each.unit === unit).flatMap((each) => each.values.filter((value) => !Number.isNaN(value)));
  const most = Math.max(0, ...values);
  const steps = STEPS[unit] ?? [];
  const step = fixed || (steps.find((each) => most / each <= MOST_STEPS) ?? steps[steps.length - 1]);
  const top = step && (unit === "share" && step >= 0.25 ? 1 : Math.max(step, Math.ceil(most / step) * step));
  const range = step ? { interval: step, max: top } : { minInterval: 1, splitNumber: 4 };
  return {
    type: "value" as const,
    min: 0,
    ...range,
    splitLine: { show: !right, lineStyle: { color: colour("grid") } },
    axisLabel: { ...text, hideOverlap: true, formatter: WORDS[unit] ?? ((value: number) => value.toLocaleString("en-GB")) },
  };
}

/** How a chart of this kind lies in this width. Where there is no room for names side by side, bars lie below each other. */
function laid(kind: string, { names, series }: Numbers, width: number) {
  const lying = kind === "lying" || (NAMED.has(kind) && width < NARROWEST * names.length);
  const label = Math.min(220, Math.round(width * 0.44));
  const keys = series.length > 1 ? series.map((each) => 42 + 6 * each.name.length) : [];
  const lines = keys.reduce(({ count, used }, key) => (used + key > width ? { count: count + 1, used: key } : { count, used: used + key }), { count: 1, used: 0 }).count;
  const top = (keys.length > 0 ? 14 + 22 * lines : 12) + (lying && kind === "pareto" ? 14 : 0);
  const named = Math.max(...names.map((name) => Math.ceil((LETTER * name.length * 1.1) / label)));
  const row = Math.max(kind === "side" ? 14 + 14 * series.length : 34, 8 + LINE * named);
  return { lying, label, top, height: lying ? top + 30 + row * names.length : null };
}

/** Kinds whose every name is to be read, and the room that a name takes at least. */
const NAMED = new Set(["pareto", "side"]);
const NARROWEST = 80;

function option(kind: string, numbers: Numbers, width: number) {
  const { names, series, marked, mark } = numbers;
  const units = [...new Set(series.map((each) => each.unit))].slice(0, 2);
  const { lying, label, top } = laid(kind, numbers, width);
  const broken = { width: lying ? label : Math.min(140, Math.round((width - 90) / names.length)), overflow: "break" as const, lineHeight: LINE, interval: 0 };
  const category = {
    type: "category" as const,
    data: [...names],
    inverse: lying,
    axisTick: { show: false },
    axisLine: { lineStyle: { color: colour("edge") } },
    axisLabel: { ...text, hideOverlap: true, ...(lying || NAMED.has(kind) ? { ...broken, hideOverlap: false } : {}) },
  };
  const values = units.map((unit, at) => axis(unit, at > 0, series, unit === "share" && kind === "pareto" ? (lying ? 0.5 : 0.25) : 0));
  return {
    animation: false,
    aria: { enabled: true, label: { enabled: false } },
    grid: { left: 8, right: 20, top, bottom: 4, containLabel: true },
    legend: {
      top: 0,
      left: 0,
      textStyle: text,
      selectedMode: false,
      show: series.length > 1,
      data: series.map((each) => (each.as === "bar" ? { name: each.name, icon: "roundRect" } : { name: each.name })),
    },
    xAxis: lying ? values : category,
    yAxis: lying ? category : values,
    series: series.map((each, at) => ({
      name: each.name,
      type: each.as,
      ...(each.as === "bar"
        ? { stack: kind === "side" ? `${at}` : "all", barMaxWidth: kind === "pareto" ? 96 : 40, barCategoryGap: kind === "pareto" ? "12%" : "30%" }
        : { symbolSize: names.length > FEW ? 4 : 7, showAllSymbol: true }),
      [lying ? "xAxisIndex" : "yAxisIndex"]: Math.max(0, units.indexOf(each.unit)),
      itemStyle: { color: colour(each.colour), decal: series.length > 1 && each.as === "bar" ? DECALS[each.pattern % DECALS.length] : { symbol: "none" } },
      lineStyle: { color: colour(each.colour), width: 2, type: LINES[each.pattern % LINES.length] },
      symbol: SYMBOLS[each.pattern % SYMBOLS.length],
      silent: true,
      data: each.values.map((value) => (Number.isNaN(value) ? null : value)),
      ...(marked >= 0 && at === 0
        ? {
            markLine: {
              silent: true,
              symbol: "none",
              lineStyle: { color: colour("text"), type: "dashed" as const },
              label: { ...text, formatter: mark },
              data: [{ xAxis: marked }],
            },
          }
        : {}),
    })),
  };
}

/** With more points than these the marks on a line would hide it. */
const FEW = 14;
const LINES = ["solid", "dashed", "dotted"] as const;
const SYMBOLS = ["circle", "rect", "triangle"] as const;
/** The first series is plain; the others are told apart in black and white too. */
const DECALS = [
  { symbol: "none" },
  { color: colour("decal"), dashArrayX: [1, 0], dashArrayY: [2, 5], rotation: -Math.PI / 4 },
  { color: colour("decal"), symbol: "circle", dashArrayX: [[8, 8], [0, 8, 8, 0]], dashArrayY: [6, 0], symbolSize: 0.6 },
  { color: colour("decal"), dashArrayX: [1, 0], dashArrayY: [2, 5], rotation: Math.PI / 4 },
];

function draw(figure: HTMLElement): void {
  const table = figure.querySelector("table");
  if (table === null) return;
  const numbers = read(table);
  if (numbers.series.length === 0 || numbers.names.length === 0) return;
  const place = document.createElement("div");
  place.className = "chart";
  place.setAttribute("role", "img");
  place.setAttribute("aria-label", `Chart: ${figure.querySelector("figcaption")?.textContent?.trim() ?? ""}. The table has its numbers.`);
  figure.querySelector("details")?.before(place);
  const kind = figure.dataset["chart"] ?? "";
  const chart = init(place, null, { renderer: "svg" });
  let drawn = 0;
  const fit = (width: number) => {
    if (width === drawn || width === 0) return; // it became higher, or is out of sight
    drawn = width;
    const { height } = laid(kind, numbers, width);
    place.style.height = height === null ? "" : `${height}px`;
    chart.resize({ width, height: place.clientHeight });
    chart.setOption(option(kind, numbers, width), true);
  };
  fit(place.clientWidth);
  if (figure.dataset["open"] === undefined) figure.querySelector("details")?.removeAttribute("open");
  new ResizeObserver(() => fit(place.clientWidth)).observe(place);
  // Paper is narrower than most windows, and nothing may be cut off there.
  addEventListener("beforeprint", () => fit(Math.min(660, place.clientWidth)));
  addEventListener("afterprint", () => fit(place.clientWidth));
}

for (const figure of document.querySelectorAll<HTMLElement>("figure[data-chart]")) {
  try {
    draw(figure);
  } catch (error) {
    console.error("a chart could not be drawn; its table has the numbers", error);
  }
}
