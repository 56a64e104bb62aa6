/**
 * Builds the display, the service worker that keeps it, the console, and each file's compressed twins. The two pages are
 * built apart, so that no chunk they would share brings to the wall what only the console uses.
 */

import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { type BuildEnvironmentOptions, build, defineConfig, type Plugin, type Rollup, type UserConfig } from 'vite';

const here = import.meta.dirname;
const kiosk = join(here, 'kiosk');
const out = join(here, 'dist/kiosk');

/** What hangs on walls: firmware WebViews that nobody updates, and the last iPads of their kind (kiosk-facts, A2). */
const OLDEST_BROWSERS = ['chrome83', 'safari15'];

const page = {
  root: kiosk,
  css: { modules: { generateScopedName: createShortNames() } },
} satisfies UserConfig;

/** Its module entry is written for browsers without classes, at twice the size. */
const modernWorkbox = { 'workbox-window': 'workbox-window/build/workbox-window.prod.mjs' };

/**
 * Chrome 83 runs it, but for one bug that would have every `?.` written out at length: a spread among the arguments of an
 * optional call, `f?.(...list)`, which we do not write.
 */
const SCRIPT_LEVEL = ['es2020', 'safari15'];

/** The twins take their time, and need no remark. */
const quiet = { checks: { pluginTimings: false } };

const tight = {
  ...quiet,
  // Most constants are shorter than a name for them.
  optimization: { inlineConst: { mode: 'all', pass: 3 } as const },
  // So does idb add its shortcuts and its iterators, a twentieth of our script, to transactions that work without.
  treeshake: { manualPureFunctions: ['replaceTraps'] },
  // In one piece it is smaller and quicker to have than in the four that would be shared with what comes later.
  output: { codeSplitting: { groups: [{ name: 'display', tags: ['$initial' as const] }] } },
};

const intoKiosk = {
  outDir: out,
  target: SCRIPT_LEVEL,
  cssTarget: OLDEST_BROWSERS,
  // The content security policy lets no inline script or data: font pass, and Chrome 66 on knows modulepreload.
  assetsInlineLimit: 0,
  modulePreload: { polyfill: false },
  // In the console MSAL is a chunk of its own, and that is what it weighs.
  chunkSizeWarningLimit: 400,
  reportCompressedSize: false,
} satisfies BuildEnvironmentOptions;

export default defineConfig({
  ...page,
  publicDir: join(here, 'public'),
  resolve: { alias: modernWorkbox },
  define: { WITHOUT_SCHEMAS: 'true' },
  plugins: [smallPreload(), releaseName(), shellKeeper(), consoleBeside(), compressedTwins()],
  build: { ...intoKiosk, emptyOutDir: true, rollupOptions: { ...tight, input: join(kiosk, 'index.html') } },
});

/**
 * "b3" for the fourth class of the second file: what is read by no one need not be long, and depends on the source alone,
 * so that the same source is always the same release.
 */
function createShortNames(): (name: string, file: string) => string {
  const sheets = readdirSync(kiosk, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.module.css'),
  );
  const places = new Map(sheets.sort().map((path, place) => [join(kiosk, path), place]));
  const named = new Map<string, Map<string, string>>();
  return (name, file) => {
    const ofFile = named.get(file) ?? new Map<string, string>();
    named.set(file, ofFile);
    const short = ofFile.get(name) ?? `${letters(places.get(file) ?? places.size)}${ofFile.size}`;
    ofFile.set(name, short);
    return short;
  };
}

/** a to z, then ba, bb. */
function letters(count: number): string {
  const last = String.fromCharCode(97 + (count % 26));
  return count < 26 ? last : letters(Math.floor(count / 26)) + last;
}

/**
 * Vite's own way of fetching a lazy chunk's styles serves every browser and weighs half a kilobyte of the thirty that the
 * display may. Should Vite ever look for it elsewhere, the build is right as before and only that much larger.
 */
function smallPreload(): Plugin {
  return {
    name: 'small-preload',
    enforce: 'pre',
    load(id) {
      if (!id.endsWith('vite/preload-helper.js')) return;
      return `
        export const __vitePreload = (load, files = []) => Promise.all([
          load(),
          ...files.filter((file) => file.endsWith('.css')).map((file) => new Promise((done, fail) => {
            const link = document.createElement('link');
            link.rel = 'stylesheet';
            link.href = '/' + file;
            link.onload = done;
            link.onerror = fail;
            document.head.append(link);
          })),
        ]).then(([loaded]) => loaded);`;
    },
  };
}

/**
 * The page says which release it is, by the names of what it loads, which are hashes of what is in them; and watches over
 * itself by a script that comes before all others.
 */
function releaseName(): Plugin {
  return {
    name: 'release-name',
    apply: 'build',
    transformIndexHtml: () => [
      { tag: 'script', attrs: { src: `/${BOOT}`, async: true, fetchpriority: 'high' }, injectTo: 'head-prepend' },
    ],
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const page = bundle['index.html'];
        if (page?.type !== 'asset') throw new Error('the build has no index.html');
        const release = shortHash(Object.keys(bundle).sort().join('\n'));
        page.source = String(page.source).replace('<html ', `<html data-release="${release}" `);
      },
    },
  };
}

const BOOT = 'boot.js';

function shortHash(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex').slice(0, 16);
}

type ShellFile = { url: string; revision: string | null };

/**
 * The worker's list is the display's page and what it can reach: never the console or MSAL, which no wall needs. A plugin
 * of our own instead of vite-plugin-pwa, which brings 177 packages for these lines.
 */
function shellKeeper(): Plugin {
  let files: string[] = [];
  return {
    name: 'shell-keeper',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        files = filesOfKiosk(bundle);
      },
    },
    closeBundle: {
      order: 'pre',
      sequential: true,
      async handler() {
        await buildScript('boot/boot.ts', BOOT);
        const page = await readFile(join(out, 'index.html'));
        const release = /data-release="([0-9a-f]+)"/.exec(page.toString())?.[1];
        const shell: ShellFile[] = [
          { url: '/', revision: shortHash(page) },
          { url: `/${BOOT}`, revision: shortHash(await readFile(join(out, BOOT))) },
          // Their names are hashes of what is in them.
          ...files.map((file) => ({ url: `/${file}`, revision: null })),
        ];
        await buildScript('service-worker/service-worker.ts', 'sw.js', {
          SHELL_FILES: JSON.stringify(shell),
          RELEASE: JSON.stringify(release),
        });
        await buildScript('service-worker/kill-switch.ts', 'sw-off.js');
      },
    },
  };
}

/** Fonts for other scripts are fetched by whoever needs one, and then kept by the browser for a year. */
const RARE_FONTS = /latin-ext|arabic/;

function filesOfKiosk(bundle: Rollup.OutputBundle): string[] {
  const chunks = Object.values(bundle).filter((file): file is Rollup.OutputChunk => file.type === 'chunk');
  const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
  const entry = chunks.find((chunk) => chunk.isEntry && chunk.facadeModuleId === join(kiosk, 'index.html'));
  if (entry === undefined) throw new Error('the build has no chunk for kiosk/index.html');

  const found = new Set<string>();
  const toVisit = [entry];
  for (let chunk = toVisit.pop(); chunk !== undefined; chunk = toVisit.pop()) {
    if (found.has(chunk.fileName)) continue;
    found.add(chunk.fileName);
    for (const file of chunk.viteMetadata?.importedCss ?? []) found.add(file);
    for (const file of chunk.viteMetadata?.importedAssets ?? []) found.add(file);
    for (const name of [...chunk.imports, ...chunk.dynamicImports]) {
      const next = byName.get(name);
      if (next !== undefined) toVisit.push(next);
    }
  }
  return [...found].filter((file) => !RARE_FONTS.test(file)).sort();
}

/** A classic script in one file: module workers came with Chrome 91 and Safari 15, and the watch waits for no other. */
async function buildScript(source: string, name: string, define: Record<string, string> = {}): Promise<void> {
  await build({
    configFile: false,
    root: kiosk,
    publicDir: false,
    logLevel: 'warn',
    define: { ...define, 'process.env.NODE_ENV': JSON.stringify('production') },
    build: {
      ...intoKiosk,
      emptyOutDir: false,
      rollupOptions: {
        ...quiet,
        input: join(kiosk, source),
        output: { format: 'iife', entryFileNames: name },
      },
    },
  });
}

function consoleBeside(): Plugin {
  return {
    name: 'console-beside',
    apply: 'build',
    closeBundle: {
      order: 'pre',
      sequential: true,
      async handler() {
        await build({
          ...page,
          configFile: false,
          publicDir: false,
          logLevel: 'warn',
          build: {
            ...intoKiosk,
            emptyOutDir: false,
            rollupOptions: { ...quiet, input: join(kiosk, 'console/index.html') },
          },
        });
      },
    },
  };
}

const COMPRESSIBLE = new Set(['.html', '.js', '.css', '.svg', '.json', '.webmanifest', '.txt']);
/** Below this the headers outweigh what is saved. */
const WORTH_COMPRESSING_BYTES = 256;

/** Writes `.br` and `.gz` beside each text file, so that the proxy sends the best without computing it again. */
function compressedTwins(): Plugin {
  return {
    name: 'compressed-twins',
    apply: 'build',
    closeBundle: {
      order: 'post',
      sequential: true,
      async handler() {
        const entries = await readdir(out, { recursive: true, withFileTypes: true });
        const files = entries.filter((entry) => entry.isFile() && COMPRESSIBLE.has(extname(entry.name)));
        await Promise.all(files.map((file) => writeTwins(join(file.parentPath, file.name))));
      },
    },
  };
}

/** What each expects of a file is only a beginning: minified script comes out smallest by the one that is meant for fonts. */
const BROTLI_MODES = [constants.BROTLI_MODE_GENERIC, constants.BROTLI_MODE_TEXT, constants.BROTLI_MODE_FONT];

function compress(content: Uint8Array, mode: number): Promise<Uint8Array> {
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_MODE]: mode,
    [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
  };
  return promisify(brotliCompress)(content, { params });
}

async function writeTwins(path: string): Promise<void> {
  const content = await readFile(path);
  if (content.length < WORTH_COMPRESSING_BYTES) return;
  const twins = await Promise.all(BROTLI_MODES.map((mode) => compress(content, mode)));
  await writeFile(
    `${path}.br`,
    twins.reduce((best, twin) => (twin.length < best.length ? twin : best)),
  );
  await writeFile(`${path}.gz`, await promisify(gzip)(content, { level: constants.Z_BEST_COMPRESSION }));
}
