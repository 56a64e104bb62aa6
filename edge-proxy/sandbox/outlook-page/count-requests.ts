/** Writes each request to Entra and Graph into the request log, those inside a batch too. */

import type { MiddlewareHandler } from 'hono';
import type { RequestLog } from './request-log.ts';

export function countRequests(log: RequestLog): MiddlewareHandler {
  return async (c, next) => {
    if (c.req.method === 'POST' && c.req.path.endsWith('/$batch')) await noteBatch(c.req.raw.clone(), log);
    const end = log.begin(c.req.method, c.req.path);
    try {
      await next();
    } finally {
      end(c.res.status);
    }
  };
}

async function noteBatch(request: Request, log: RequestLog): Promise<void> {
  let body: unknown;
  try {
    body = await request.json();
  } catch {
    // No JSON: Graph will say so, and there is nothing to count.
    return;
  }
  const inner = (body as { requests?: unknown } | null)?.requests;
  if (!Array.isArray(inner)) return;
  for (const { method, url } of inner as { method?: unknown; url?: unknown }[]) {
    if (typeof method === 'string' && typeof url === 'string') log.noteBatched(method, `/graph/v1.0${url}`);
  }
}
