/**
 * POST /webhooks/graph and /webhooks/graph/lifecycle: hints in. Whatever a body claims, its sender learns only that it
 * was taken: 202, or 503 where the marks could not be kept and Graph must try again.
 *
 * @see https://learn.microsoft.com/graph/change-notifications-delivery-webhooks
 */

import { createHash, timingSafeEqual } from 'node:crypto';
import { Hono } from 'hono';
import { err, ok, type Result } from '../../shared/basics/result.ts';
import { readBody } from '../http/body.ts';
import { type Fault, problemResponse } from '../http/problem-response.ts';
import type { Log } from '../ports/runtime.ts';
import type { Hint, HintIntake } from '../sync/hint-intake.ts';

/** Some hundreds of notifications at once. */
const MOST_BYTES = 256 * 1024;
/** As many real ones as fit in that. Empty ones would be a hundred times as many, and each costs two hashes. */
const MOST_HINTS = 1_000;
/** Graph's tokens have about a hundred characters. Whoever sends more wants to see what we echo. */
const LONGEST_TOKEN = 1_024;
const STORE_RETRY_MS = 5_000;

type Options = {
  readonly intake: HintIntake;
  readonly log: Log;
};

export function graphNotificationRoutes({ intake, log }: Options) {
  const app = new Hono();
  for (const path of ['/webhooks/graph', '/webhooks/graph/lifecycle']) {
    app.post(path, async (c) => {
      const token = c.req.query('validationToken');
      if (token !== undefined) return answerValidation(token);

      const body = await readBody(c.req.raw, MOST_BYTES);
      if (!body.ok) return problemResponse({ kind: body.error === 'too-large' ? 'too-large' : 'bad-request' });
      const hints = decodeHints(body.value);
      if (!hints.ok) return problemResponse(hints.error);
      try {
        await intake.accept(hints.value);
      } catch (fault) {
        // The store cannot keep the marks. A 5xx makes Graph send them again, for up to four hours.
        log.error('webhook.not-kept', { hints: hints.value.length, fault: fault instanceof Error ? fault.name : null });
        return problemResponse({ kind: 'not-ready', retryAfterMs: STORE_RETRY_MS });
      }
      return c.body(null, 202);
    });
  }
  return app;
}

/** For the intake: hashed first, since the comparison wants equal lengths and must not tell how long ours is. */
export function isSameSecret(given: string, kept: string): boolean {
  const digest = (secret: string) => createHash('sha256').update(secret).digest();
  return timingSafeEqual(digest(given), digest(kept));
}

/** The token as it was before it was put into an address, as plain text that no browser takes for anything else. */
function answerValidation(token: string): Response {
  if (token === '' || token.length > LONGEST_TOKEN) return problemResponse({ kind: 'bad-request' });
  return new Response(token, {
    headers: {
      'Content-Type': 'text/plain; charset=utf-8',
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
    },
  });
}

/** Only what we act on, and whatever is of another type counts as missing: Graph adds members as it likes. */
function decodeHints(body: string): Result<Hint[], Fault> {
  let input: unknown;
  try {
    input = JSON.parse(body);
  } catch {
    return err({ kind: 'bad-request' });
  }
  const items = isRecord(input) ? input['value'] : undefined;
  if (!Array.isArray(items)) return err({ kind: 'bad-request' });
  if (items.length > MOST_HINTS) return err({ kind: 'too-large' });
  return ok(items.map(decodeHint));
}

function decodeHint(item: unknown): Hint {
  const given = isRecord(item) ? item : {};
  const text = (name: string) => (typeof given[name] === 'string' ? given[name] : null);
  return {
    subscriptionId: text('subscriptionId'),
    clientState: text('clientState'),
    tenantId: text('tenantId'),
    lifecycleEvent: text('lifecycleEvent'),
  };
}

function isRecord(input: unknown): input is Record<string, unknown> {
  return typeof input === 'object' && input !== null;
}
