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

/** A column of the table: its name and numbers (NaN: none), and how it is drawn. */
interface Series {
  readonly name: string;
  readonly as: "bar" | "line";
  readonly unit: string;
  readonly colour: string;
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
  const series = heads.flatMap((head, at) => {
    const as = head.dataset["as"];
    if (as !== "bar" && as !== "line") return [];
    const values = rows.map((row) => Number.parseFloat(row.cells[at]?.dataset["value"] ?? "NaN"));
    const name = head.dataset["name"] ?? head.textContent?.trim() ?? "";
    return [{ name, as, unit: head.dataset["unit"] ?? "", colour: head.dataset["colour"] ?? "1", values } as const];
  });
  series.sort((one, other) => one.as.localeCompare(other.as)); // lines lie over bars
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
  seconds: (value) => (value < 120 ? `${Math.round(value)} s` : `${Math.round(value / 60)} min`),
};

/** The family by its names: words are measured before they are drawn. */
const text = { color: colour("text"), fontFamily: getComputedStyle(document.body).fontFamily };

function axis(unit: string, right: boolean) {
  return {
    type: "value" as const,
    min: 0,
    ...(unit === "share" ? { max: 1, interval: 0.25 } : { minInterval: 1, splitNumber: 4 }),
    splitLine: { show: !right, lineStyle: { color: colour("grid") } },
    axisLabel: { ...text, formatter: WORDS[unit] ?? ((value: number) => value.toLocaleString("en-GB")) },
  };
}

function option(kind: string, { names, series, marked, mark }: Numbers) {
  const units = [...new Set(series.map((each) => each.unit))].slice(0, 2);
  const lying = kind === "lying";
  const category = {
    type: "category" as const,
    data: [...names],
    inverse: lying,
    axisTick: { show: false },
    axisLine: { lineStyle: { color: colour("edge") } },
    axisLabel: { ...text, hideOverlap: true, ...(kind === "pareto" ? { width: 110, overflow: "break" as const, lineHeight: 14 } : {}) },
  };
  const values = units.map((unit, at) => axis(unit, at > 0));
  return {
    animation: false,
    aria: { enabled: true, label: { enabled: false }, decal: { show: series.length > 1, decals: DECALS } },
    grid: { left: 8, right: 16, top: series.length > 1 ? 36 : 12, bottom: 4, containLabel: true },
    legend: { top: 0, left: 0, icon: "roundRect", textStyle: text, selectedMode: false, show: series.length > 1 },
    xAxis: lying ? values : category,
    yAxis: lying ? category : values,
    series: series.map((each, at) => ({
      name: each.name,
      type: each.as,
      ...(each.as === "bar" ? { stack: kind === "side" ? `${at}` : "all", barMaxWidth: kind === "pareto" ? 96 : 40, barCategoryGap: kind === "pareto" ? "12%" : "30%" } : { symbolSize: 7 }),
      [lying ? "xAxisIndex" : "yAxisIndex"]: Math.max(0, units.indexOf(each.unit)),
      itemStyle: { color: colour(each.colour) },
      lineStyle: { color: colour(each.colour), width: 2, type: LINES[at % LINES.length] },
      symbol: SYMBOLS[at % SYMBOLS.length],
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
  if (kind === "lying") place.style.height = `${64 + 34 * numbers.names.length}px`;
  const chart = init(place, null, { renderer: "svg" });
  chart.setOption(option(kind, numbers));
  if (figure.dataset["open"] === undefined) figure.querySelector("details")?.removeAttribute("open");
  const fit = () => chart.resize({ width: place.clientWidth, height: place.clientHeight });
  new ResizeObserver(fit).observe(place);
  // Paper is narrower than most windows, and nothing may be cut off there.
  addEventListener("beforeprint", () => chart.resize({ width: Math.min(660, place.clientWidth), height: place.clientHeight }));
  addEventListener("afterprint", fit);
}

for (const figure of document.querySelectorAll<HTMLElement>("figure[data-chart]")) {
  try {
    draw(figure);
  } catch (error) {
    console.error("a chart could not be drawn; its table has the numbers", error);
  }
}
