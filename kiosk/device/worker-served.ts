/** Whether our own server answers, and not a captive portal or a gateway in its place. */

import { SECOND_MS } from '../../shared/basics/instant.ts';
import type { TabletClock } from '../ports.ts';

export const WORKER_URL = '/sw.js';

/** Where packets are lost, a browser would wait for minutes, and whoever asks with it. */
const DEADLINE_MS = 8 * SECOND_MS;

/** Asked of the worker's script, the one file that no worker keeps. */
export async function isWorkerServed(fetch: typeof globalThis.fetch, after: TabletClock['after']): Promise<boolean> {
  const abort = new AbortController();
  const cancelDeadline = after(DEADLINE_MS, () => abort.abort());
  try {
    const { status, headers } = await fetch(WORKER_URL, { cache: 'no-store', redirect: 'error', signal: abort.signal });
    return status === 200 && /javascript/.test(headers.get('content-type') ?? '');
  } catch {
    return false;
  } finally {
    cancelDeadline();
    // Nobody reads the rest, and a browser keeps what is not read for as long as the page lives.
    abort.abort();
  }
}
