/**
 * Builds pages with forms that no one here wrote, each with the lens as `window.AlongsideLens`.
 *
 *   node build.mjs [DIRECTORY]     into dist/ unless told otherwise; what is in the directory goes
 *
 * The components come from their packages; only how they are put together is ours. Knows nothing of the server.
 */
import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

import { govukFixtures, govukPage } from "./src/govuk.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const dist = resolve(process.argv[2] ?? join(here, "dist"));
const packages = join(here, "node_modules");
const customer = join(here, "../../../widget/src/customer");

/** Pages of which the form is drawn by a script. */
const SCRIPTED = { react: "src/react.jsx", vue: "src/vue.js", webawesome: "src/webawesome.js", shoelace: "src/shoelace.js", survey: "src/survey.js" };
const STYLES = {
  "bootstrap.css": "bootstrap/dist/css/bootstrap.min.css",
  "govuk.css": "govuk-frontend/dist/govuk/govuk-frontend.min.css",
  "govuk.js": "govuk-frontend/dist/govuk/govuk-frontend.min.js",
  "shoelace.css": "@shoelace-style/shoelace/dist/themes/light.css",
  "survey.css": "survey-core/survey-core.fontless.min.css",
};
const STYLED = new Set(["webawesome", "shoelace", "survey"]);
const STATIC = ["bootstrap", "aria", "steps", "wizard", "stepper", "frame", "frame_inner", "large", "pointing"];

function page(title, body, style = "") {
  const link = style ? `<link rel="stylesheet" href="${style}">` : "";
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title}</title>${link}<script src="lens.js"></script><body>${body}</body></html>\n`;
}

const cssText = {
  name: "css-as-text",
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => ({ contents: await readFile(path, "utf8"), loader: "text" }));
  },
};

const common = { absWorkingDir: here, bundle: true, target: "es2022", logLevel: "warning", define: { "process.env.NODE_ENV": '"production"' } };

async function buildScripts() {
  await build({ ...common, entryPoints: Object.entries(SCRIPTED).map(([out, path]) => ({ in: path, out })), outdir: dist, format: "esm", splitting: true,
    jsx: "automatic", alias: { vue: "vue/dist/vue.esm-bundler.js" },
    define: { ...common.define, __VUE_OPTIONS_API__: "true", __VUE_PROD_DEVTOOLS__: "false", __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false" } });
  await build({ ...common, entryPoints: [join(packages, "@awesome.me/webawesome/dist/styles/webawesome.css")], outfile: join(dist, "webawesome.css") });
  await build({ ...common, stdin: { contents: EXPOSED, resolveDir: customer }, outfile: join(dist, "lens.js"), format: "iife",
    plugins: [cssText], nodePaths: [join(customer, "../../node_modules")] });
}

/** What the tests use of the customer's side. */
const EXPOSED = `
import { readLens } from "./lens/index";
import { outwards, isVisible, childrenOf } from "./lens/tree";
import { showHighlight } from "./highlight";
window.AlongsideLens = { readLens, outwards, isVisible, childrenOf, showHighlight };
`;

async function writePages() {
  for (const name of Object.keys(SCRIPTED)) {
    const style = STYLED.has(name) ? `${name}.css` : "";
    await writeFile(join(dist, `${name}.html`), page(`A form made with ${name}`, `<main><div id="root"></div></main><script type="module" src="${name}.js"></script>`, style));
  }
  for (const name of STATIC) {
    const style = name === "bootstrap" ? "bootstrap.css" : "";
    await writeFile(join(dist, `${name}.html`), page(`A form: ${name}`, await readFile(join(here, `src/${name}.html`), "utf8"), style));
  }
  await writeFile(join(dist, "govuk.html"), page("A form made with govuk-frontend", await govukPage(packages), "govuk.css"));
  await writeFile(join(dist, "blank.html"), page("Blank", "<main></main>", "govuk.css"));
  await writeFile(join(dist, "govuk-fixtures.json"), JSON.stringify(await govukFixtures(packages)));
}

await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });
await Promise.all([buildScripts(), writePages(), ...Object.entries(STYLES).map(([to, from]) => copyFile(join(packages, from), join(dist, to)))]);
