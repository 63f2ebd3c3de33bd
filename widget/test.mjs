/**
 * Runs the browser side's own tests: `node test.mjs`. Bundles test/*.test.ts into a temporary directory and hands
 * them to Node's test runner; exits as it does. The cases come from tests/cases/, which pytest runs too.
 */
import { spawnSync } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { slim } from "./slim.mjs";

const here = dirname(fileURLToPath(import.meta.url));
/** The modules that customers get, slim as they get them, where Node would take others from the same packages. */
const asInBrowsers = {
  name: "as-in-browsers",
  setup({ onResolve }) {
    onResolve({ filter: /^(socket|engine)\.io-(client|parser)$/ }, ({ path, kind }) =>
      kind === "import-statement" ? { path: join(here, "node_modules", path, "build/esm/index.js") } : undefined,
    );
  },
};

const tests = (await readdir(join(here, "test"))).filter((name) => name.endsWith(".test.ts"));
const out = await mkdtemp(join(tmpdir(), "alongside-"));
try {
  await build({
    absWorkingDir: here,
    entryPoints: tests.map((name) => join("test", name)),
    outdir: out,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    // What npm packages in the older module format ask for by name.
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
    plugins: [asInBrowsers, slim({ whole: false })],
    format: "esm",
    sourcemap: "inline",
    logLevel: "warning",
    jsx: "automatic",
    jsxImportSource: "preact",
  });
  const files = tests.map((name) => join(out, name.replace(/\.ts$/, ".mjs")));
  const { status } = spawnSync(process.execPath, ["--enable-source-maps", "--test-timeout=60000", "--test", ...files], { stdio: "inherit" });
  process.exitCode = status ?? 1;
} finally {
  await rm(out, { recursive: true, force: true });
}
