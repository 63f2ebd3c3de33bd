/**
 * Builds the front end into server/alongside/static/built/, and weighs it.
 *
 *   node build.mjs                 build everything
 *   node build.mjs --check-sizes   build, print the gzip sizes, fail when a part is over its budget
 *
 * Three builds: the customer's parts (ES modules that share chunks, loaded one by one as they are needed), the
 * desk's parts (console and style sheets), and last the loader, a classic script with the panel's name in it. What the
 * customer's parts leave out of their libraries stands in slim.mjs.
 * File names carry a hash of their content; manifest.json maps a part to its file: {"panel": "panel-HASH.js",
 * "console": "console-HASH.js", "console.css": "console-HASH.css", ...}. It knows nothing of the server.
 */
import { mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { minify } from "terser";
import { slim } from "./slim.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "../server/alongside/static/built");

const CUSTOMER = {
  panel: "src/customer/panel.tsx",
  screens: "src/customer/screens.ts",
  consent: "src/customer/consent.tsx",
  check: "src/customer/check.tsx",
  lens: "src/customer/lens/index.ts",
  verdicts: "src/customer/lens/verdicts.ts",
  highlight: "src/customer/highlight.ts",
  card: "src/customer/card.tsx",
  tutorial_way: "src/customer/tutorial_way.tsx",
  tutorial: "src/customer/tutorial.tsx",
  offer: "src/customer/cues/offer.ts",
  report: "src/customer/cues/report.ts",
  de: "src/customer/words/de.ts",
};
const DESK = {
  console: "src/agent/console.tsx",
  "console.css": "src/agent/console.css",
  replay: "src/supervise/replay.tsx",
  "replay.css": "src/supervise/replay.css",
  wall: "src/supervise/wall.tsx",
  "wall.css": "src/supervise/wall.css",
  watch: "src/supervise/watch.tsx",
  "watch.css": "src/supervise/watch.css",
  figures: "src/figures/charts.ts",
  "figures.css": "src/figures/figures.css",
  "pages.css": "src/pages/pages.css",
};
const LOADER = { widget: "src/customer/loader.ts" };

/** Budgets in bytes, gzip. `weigh` says what belongs to each. */
const BUDGETS = { loader: 2_048, panel: 35 * 1_024, lens: 15 * 1_024, verdicts: 4 * 1_024, cues: 6 * 1_024 };

const shared = {
  absWorkingDir: here,
  outdir: out,
  bundle: true,
  minify: true,
  metafile: true,
  target: "es2022",
  legalComments: "none",
  logLevel: "warning",
  charset: "utf8",
  define: { "process.env.NODE_ENV": '"production"' },
  jsx: "automatic",
  jsxImportSource: "preact",
};

/** Style sheets become text, with their imports inlined: the widget adopts them into its shadow roots. */
const cssAsText = {
  name: "css-as-text",
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const sheet = await build({
        entryPoints: [path],
        bundle: true,
        minify: true,
        write: false,
        metafile: true,
        charset: "utf8",
        target: "es2022",
        logLevel: "silent",
      });
      return { contents: sheet.outputFiles[0].text.trim(), loader: "text" };
    });
  },
};

/** Imports each icon from its own file: by way of the index, every part would carry every other part's icons. */
const singleIcons = {
  name: "single-icons",
  setup({ onLoad }) {
    const kebab = (name) => name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, "-").toLowerCase();
    const file = (name) => JSON.stringify(join(here, `node_modules/lucide-preact/dist/esm/icons/${kebab(name)}.mjs`));
    const single = (name) => `import ${name} from ${file(name)};`;
    const each = (names) => names.split(",").map((name) => name.trim()).filter(Boolean).map(single).join(" ");
    onLoad({ filter: /[\\/]src[\\/].*\.tsx$/ }, async ({ path }) => {
      const text = await readFile(path, "utf8");
      const contents = text.replace(/import \{([^}]*)\} from "lucide-preact";/g, (_, names) => each(names));
      return { contents, loader: "tsx" };
    });
  },
};

function entries(parts) {
  return Object.entries(parts).map(([name, path]) => ({ in: path, out: name.replace(/\.css$/, "") }));
}

/** From a part's name to its built file, by the entry points that esbuild reports. */
function named(parts, metafile) {
  const files = new Map(
    Object.entries(metafile.outputs)
      .filter(([, output]) => output.entryPoint !== undefined)
      .map(([file, output]) => [output.entryPoint, basename(file)]),
  );
  return Object.fromEntries(Object.entries(parts).map(([name, path]) => [name, files.get(path)]));
}

async function buildModules(parts, extra = {}) {
  const { metafile } = await build({
    ...shared,
    entryPoints: entries(parts),
    format: "esm",
    splitting: true,
    entryNames: "[name]-[hash]",
    chunkNames: "shared-[hash]",
    assetNames: "[name]-[hash]",
    ...extra,
  });
  return metafile;
}

async function buildLoader(panel) {
  const { metafile } = await build({
    ...shared,
    entryPoints: entries(LOADER),
    format: "iife",
    plugins: [cssAsText],
    define: { ...shared.define, PANEL_FILE: JSON.stringify(panel) },
  });
  await squeeze(Object.keys(metafile.outputs));
}

/** A second, slower minifier takes off another twentieth of what customers fetch; names are not hashed again. */
async function squeeze(files) {
  for (const file of files) {
    const path = join(here, file);
    const options = { module: true, ecma: 2020, compress: { passes: 3 }, format: { comments: false } };
    await writeFile(path, (await minify(await readFile(path, "utf8"), options)).code);
  }
}

/** Removes earlier builds' files once they are an hour old: until then a running server still hands them out. */
async function removeStale(builds) {
  const current = new Set(builds.flatMap(({ outputs }) => Object.keys(outputs).map((file) => basename(file))));
  for (const file of await readdir(out)) {
    if (current.has(file) || !/-[A-Z0-9]{8}\.(js|css)$/.test(file)) continue;
    if (Date.now() - (await stat(join(out, file))).mtimeMs > 3_600_000) await rm(join(out, file), { force: true });
  }
}

/** A module and everything it imports statically: what a browser fetches before it runs. */
function closure(file, outputs, seen = new Set()) {
  if (!seen.has(file)) {
    seen.add(file);
    for (const { path, kind } of outputs[file].imports) {
      if (kind === "import-statement" && outputs[path] !== undefined) closure(path, outputs, seen);
    }
  }
  return seen;
}

async function gzipSize(files) {
  const sizes = [...files].map(async (file) => gzipSync(await readFile(join(here, file)), { level: 9 }).length);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

/**
 * The gzip size of what is fetched: for an ordinary chat (`panel`: the panel, and what looks for secrets in words,
 * fetched when somebody first writes), and of each further part what it adds to that; of `cues`, which is fetched
 * before the panel, all of it.
 */
async function weigh(outputs, manifest) {
  const built = (file) => Object.keys(outputs).find((output) => basename(output) === file);
  const outgoing = Object.keys(outputs).find((output) => outputs[output].entryPoint === "src/customer/outgoing.ts");
  const panel = closure(outgoing, outputs, closure(built(manifest.panel), outputs));
  const lens = closure(built(manifest.lens), outputs);
  const beyondPanel = (part) => [...closure(built(manifest[part]), outputs)].filter((file) => !panel.has(file));
  return {
    loader: await gzipSize([join("../server/alongside/static/built", "widget.js")]),
    panel: await gzipSize(panel),
    lens: await gzipSize(beyondPanel("lens")),
    verdicts: await gzipSize(beyondPanel("verdicts").filter((file) => !lens.has(file))),
    screens: await gzipSize(beyondPanel("screens")),
    consent: await gzipSize(beyondPanel("consent")),
    check: await gzipSize(beyondPanel("check")),
    highlight: await gzipSize(beyondPanel("highlight")),
    card: await gzipSize(beyondPanel("card")),
    "show steps": await gzipSize(beyondPanel("tutorial_way")),
    tutorial: await gzipSize(beyondPanel("tutorial").filter((file) => !lens.has(file))),
    cues: await gzipSize(closure(built(manifest.offer), outputs)),
    report: await gzipSize(beyondPanel("report")),
    de: await gzipSize(beyondPanel("de")),
  };
}

/** Prints each part's weight; true when all that have a budget are within it. */
function report(weights) {
  let within = true;
  for (const [part, bytes] of Object.entries(weights)) {
    const budget = BUDGETS[part];
    const over = budget !== undefined && bytes > budget;
    within &&= !over;
    const limit = budget === undefined ? "" : `of ${(budget / 1_024).toFixed(1)} kB${over ? "  TOO BIG" : ""}`;
    console.log(`${part.padEnd(10)} ${(bytes / 1_024).toFixed(2).padStart(6)} kB gzip  ${limit}`);
  }
  return within;
}

await mkdir(out, { recursive: true });
const [customer, desk] = await Promise.all([
  buildModules(CUSTOMER, { plugins: [cssAsText, slim({ whole: true }), singleIcons] }),
  buildModules(DESK),
]);
await squeeze(Object.keys(customer.outputs).filter((file) => file.endsWith(".js")));
const manifest = { ...named(CUSTOMER, customer), ...named(DESK, desk) };
await buildLoader(manifest.panel);
await removeStale([customer, desk]);
await writeFile(join(out, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);

if (process.argv.includes("--check-sizes")) {
  if (!report(await weigh(customer.outputs, manifest))) process.exitCode = 1;
}
