/**
 * Another release of the display, as a server would serve it: the built one under another name, its script replaced where
 * that is wanted. Its page, its worker and its script tell of each other as those of a real build do.
 */

import type { Instead } from './wire-tap.ts';

export type Release = {
  /** Answers for the page, the worker and the script; the rest is the proxy's. */
  readonly instead: Instead;
  readonly scriptPath: string;
};

type Options = {
  /** Hexadecimal, as the build makes them. */
  readonly name: string;
  /** Left out: that of the real one; null: it cannot be had. */
  readonly script?: string | null;
  /**
   * Left under the name that the later chunks know it by: under another, they load the real one beside it, and two displays
   * live in one page, which is no matter to who only looks at what is shown.
   */
  readonly sameScript?: boolean;
};

/** `origin` serves the real one. */
export async function aRelease(origin: string, { name, script, sameScript = false }: Options): Promise<Release> {
  const [page, worker] = await Promise.all([textOf(`${origin}/`), textOf(`${origin}/sw.js`)]);
  const realPath = /<script type="module"[^>]* src="([^"]+)"/.exec(page)?.[1];
  const realName = /data-release="([0-9a-f]+)"/.exec(page)?.[1];
  if (realPath === undefined || realName === undefined) throw new Error('the page has no script: is it built?');
  const scriptPath = sameScript ? realPath : `/assets/index-${name}.js`;
  const body = script === undefined ? await textOf(`${origin}${realPath}`) : script;
  const files = new Map([
    ['/', { type: 'text/html', body: renamed(page) }],
    ['/sw.js', { type: 'text/javascript', body: withRevision(renamed(worker), name) }],
    [scriptPath, { type: 'text/javascript', body }],
  ]);

  function renamed(text: string): string {
    return text.replaceAll(realPath ?? '', scriptPath).replaceAll(realName ?? '', name);
  }

  return {
    scriptPath,
    instead(path, answer) {
      const file = files.get(path);
      if (file === undefined) return false;
      const status = file.body === null ? 404 : 200;
      answer.writeHead(status, { 'Content-Type': file.type, 'Cache-Control': 'no-store' }).end(file.body ?? '');
      return true;
    },
  };
}

/** The page is kept under its revision. */
function withRevision(worker: string, name: string): string {
  const replaced = worker.replace(/(url:.\/.,revision:.)[0-9a-f]{16}/, `$1${name.padEnd(16, '0')}`);
  if (replaced === worker) throw new Error('the worker has no list of its files that we can read');
  return replaced;
}

async function textOf(url: string): Promise<string> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer.text();
}
