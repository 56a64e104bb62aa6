/** The pages and what they load: hashed names for ever, everything else asked again each time. */

import { Hono } from 'hono';

type StaticFile = {
  readonly body: Uint8Array;
  readonly type: string;
  readonly encoded: { readonly br?: Uint8Array; readonly gzip?: Uint8Array };
  readonly etag: string;
};

/** Page addresses and the files behind them. */
const pages: Record<string, string> = {
  '/': '/index.html',
  '/board': '/index.html',
  '/console': '/console/index.html',
};

const NOT_BUILT = 'The pages are not built. Run "npm run build", then start again.\n';

export function staticFileRoutes(files: ReadonlyMap<string, StaticFile>) {
  return new Hono().on(['GET', 'HEAD'], '*', async (c, next) => {
    const page = pages[c.req.path];
    // A tablet that asks for a worker we do not have hangs on somebody else's: it is let go.
    const isWorker = c.req.header('Service-Worker') === 'script';
    const file = files.get(page ?? c.req.path) ?? (isWorker ? files.get('/sw-off.js') : undefined);
    if (file === undefined) return page === undefined ? next() : c.text(NOT_BUILT, 503);

    c.header('Cache-Control', c.req.path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache');
    c.header('ETag', file.etag);
    c.header('Vary', 'Accept-Encoding');
    if (c.req.header('If-None-Match') === file.etag) return c.body(null, 304);

    const accepted = c.req.header('Accept-Encoding') ?? '';
    const coding =
      file.encoded.br && /\bbr\b/.test(accepted)
        ? 'br'
        : file.encoded.gzip && /\bgzip\b/.test(accepted)
          ? 'gzip'
          : null;
    if (coding !== null) c.header('Content-Encoding', coding);
    c.header('Content-Type', file.type);
    return c.body(new Uint8Array((coding && file.encoded[coding]) ?? file.body));
  });
}
