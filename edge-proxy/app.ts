/** Mounts middleware and routes in their order; starts nothing. */

import { Hono } from 'hono';
import { refuseWhileDraining } from './http/draining.ts';
import { answerNotFound } from './http/not-found.ts';
import type { Trust } from './http/request-origin.ts';
import { sameOrigin } from './http/same-origin.ts';
import { securityHeaders } from './http/security-headers.ts';
import { answerUnforeseen } from './http/unforeseen-errors.ts';
import type { Chance, Log } from './ports/runtime.ts';

type Parts = {
  readonly trust: Trust;
  readonly publicUrl: string | null;
  /** Whether it was told to stop. */
  readonly isDraining: () => boolean;
  /** Origins that the console's page fetches its tokens from. */
  readonly signInOrigins: readonly string[];
  readonly lightOrigins?: () => readonly string[];
  /** Graph posts here from its own site, with no browser in between. */
  readonly webhooks: Hono;
  /** What pages of ours ask for, and nobody else's. */
  readonly api: readonly Hono[];
  readonly health: Hono;
  /** The sandbox tenant's pages, which guard themselves; null with a real tenant. */
  readonly sandbox: Hono | null;
  /** Last, as it answers whatever is a file. */
  readonly pages: Hono;
  readonly log: Log;
  readonly chance: Chance;
};

export function createApp(parts: Parts): Hono {
  const { trust, publicUrl, isDraining, signInOrigins, webhooks, api, health, sandbox, pages, log, chance } = parts;
  const app = new Hono();
  app.onError(answerUnforeseen({ log, chance }));
  const { lightOrigins = () => [] } = parts;
  app.use(securityHeaders({ trust, signInOrigins, lightOrigins }));
  app.use('/api/*', refuseWhileDraining(isDraining), sameOrigin({ publicUrl }));
  app.route('/', webhooks).route('/', health);
  for (const routes of api) app.route('/', routes);
  if (sandbox !== null) app.route('/', sandbox);
  app.route('/', pages);
  app.notFound(answerNotFound(app));
  return app;
}
