/**
 * Builds the front end into server/alongside/static/built/, and weighs it.
 *
 *   node build.mjs                 build everything
 *   node build.mjs --check-sizes   build, print the gzip sizes, fail when a part is over its budget
 *
 * Three builds: the customer's parts (ES modules that share chunks, loaded one by one as they are needed), the
 * desk's parts (console and style sheets), and last the loader, a classic script with the panel's name in it.
 * File names carry a hash of their content; manifest.json maps a part to its file: {"panel": "panel-HASH.js",
 * "console": "console-HASH.js", "console.css": "console-HASH.css", ...}. It knows nothing of the server.
 */
import { mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { minify } from "terser";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "../server/alongside/static/built");

const CUSTOMER = {
  panel: "src/customer/panel.tsx",
  screens: "src/customer/screens.ts",
  consent: "src/customer/consent.tsx",
  lens: "src/customer/lens/index.ts",
  highlight: "src/customer/highlight.ts",
  de: "src/customer/words/de.ts",
};
const DESK = {
  console: "src/agent/console.tsx",
  "console.css": "src/agent/console.css",
  "pages.css": "src/pages/pages.css",
};
const LOADER = { widget: "src/customer/loader.ts" };

/** Budgets in bytes, gzip. What finds secrets in words (redact) serves chat and lens, and is fetched by the first. */
const BUDGETS = { loader: 2_048, panel: 35 * 1_024, redact: 3.25 * 1_024, lens: 15 * 1_024 };

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

/**
 * Leaves out of the customer's parts what they never use: socket.io's other transports and its binary packets (we
 * send JSON over WebSocket), polyfills for browsers of long ago, and lucide's options for icons. Each replaced module must be met, or the build fails.
 */
const SLIM = {
  "socket.io-client/build/esm/index.js": `
    export { Manager } from "./manager.js";
    export { WebSocket } from "engine.io-client";`,
  "engine.io-client/build/esm/index.js": `
    export { Socket } from "./socket.js";
    export { parse } from "./contrib/parseuri.js";
    export { installTimerFunctions } from "./util.js";
    export { nextTick } from "./globals.node.js";
    export { WS as WebSocket } from "./transports/websocket.js";
    export const Fetch = undefined, NodeXHR = undefined, XHR = undefined;
    export const NodeWebSocket = undefined, WebTransport = undefined;`,
  "engine.io-client/build/esm/transports/index.js": "export const transports = {};",
  "engine.io-parser/build/esm/index.js": `
    const KINDS = ["open", "close", "ping", "pong", "message", "upgrade", "noop"];
    const BROKEN = { type: "error", data: "parser error" };
    export const protocol = 4;
    export const encodePacket = ({ type, data = "" }, _, done) => done(KINDS.indexOf(type) + data);
    export const decodePacket = (text) =>
      typeof text === "string" && KINDS[text[0]] ? { type: KINDS[text[0]], data: text.slice(1) } : BROKEN;`,
  "socket.io-parser/build/esm/is-binary.js": "export const isBinary = () => false, hasBinary = isBinary;",
  "socket.io-parser/build/esm/binary.js": `
    export const deconstructPacket = (packet) => ({ packet, buffers: [] }), reconstructPacket = (packet) => packet;`,
  "dom-accessibility-api/dist/polyfills/SetLike.mjs": "export default Set;",
  "dom-accessibility-api/dist/polyfills/array.from.mjs": "export default (list) => Array.from(list);",
  "lucide-preact/dist/esm/createLucideIcon.mjs": `
    import { h } from "preact";
    const SHAPE = { viewBox: "0 0 24 24", fill: "none", stroke: "currentColor", "stroke-width": 2,
      "stroke-linecap": "round", "stroke-linejoin": "round" };
    export default ({ node }) => ({ size = 24, ...rest }) =>
      h("svg", { ...SHAPE, width: size, height: size, ...rest }, node.map(([tag, shape]) => h(tag, shape)));`,
};
const slim = {
  name: "slim",
  setup({ onLoad, onEnd }) {
    const unmet = new Set(Object.keys(SLIM));
    onLoad({ filter: /[\\/]node_modules[\\/].*\.m?js$/ }, ({ path }) => {
      const part = path.replaceAll("\\", "/").split("/node_modules/").at(-1);
      if (SLIM[part] === undefined) return undefined;
      unmet.delete(part);
      return { contents: SLIM[part], resolveDir: dirname(path) };
    });
    onEnd(() => ({ errors: [...unmet].map((part) => ({ text: `${part} is no longer there: look at SLIM` })) }));
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
  await build({
    ...shared,
    entryPoints: entries(LOADER),
    format: "iife",
    plugins: [cssAsText],
    define: { ...shared.define, PANEL_FILE: JSON.stringify(panel) },
  });
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

async function weigh(outputs, manifest) {
  const path = (file) => Object.keys(outputs).find((output) => basename(output) === file);
  const panel = closure(path(manifest.panel), outputs);
  const redact = Object.keys(outputs).filter((file) => "src/shared/redact.ts" in outputs[file].inputs);
  const known = new Set([...panel, ...redact]);
  const beyondPanel = (part) => [...closure(path(manifest[part]), outputs)].filter((file) => !known.has(file));
  return {
    loader: await gzipSize([join("../server/alongside/static/built", "widget.js")]),
    panel: await gzipSize(panel),
    redact: await gzipSize(redact),
    lens: await gzipSize(beyondPanel("lens")),
    consent: await gzipSize(beyondPanel("consent")),
    highlight: await gzipSize(beyondPanel("highlight")),
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
  buildModules(CUSTOMER, { plugins: [cssAsText, slim, singleIcons] }),
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
