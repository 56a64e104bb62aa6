/** Whether our own server answers, and not a captive portal or a gateway in its place. */

export const WORKER_URL = '/sw.js';

/** Asked of the worker's script, the one file that no worker keeps. */
export async function isWorkerServed(fetch: typeof globalThis.fetch): Promise<boolean> {
  try {
    const { status, headers } = await fetch(WORKER_URL, { cache: 'no-store', redirect: 'error' });
    return status === 200 && /javascript/.test(headers.get('content-type') ?? '');
  } catch {
    return false;
  }
}
