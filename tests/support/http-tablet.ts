/** A tablet as far as the wire goes: paired over HTTP, and a tap sent as its outbox sends it. */

import type { Intent } from '../../shared/wire/intent-request.ts';
import { intentCodec } from '../../shared/wire/intent-request.ts';

export type HttpTablet = Awaited<ReturnType<typeof pairTablet>>;

/** What became of a post: the status, and the answer's or the problem's JSON. */
export type PostOutcome = { readonly status: number; readonly body: Record<string, unknown> };

/** `token` is an operator's, who says yes. */
export function pairTablet(origin: string, token: string, room: string) {
  const headers = { ...json, Authorization: `Bearer ${token}` };
  return pairTabletAs(
    origin,
    (method, path, body) => fetch(`${origin}/api/console${path}`, { method, headers, body: JSON.stringify(body) }),
    room,
  );
}

/** `console` asks as an operator, who says yes. */
export async function pairTabletAs(
  origin: string,
  console: (method: string, path: string, body?: unknown) => Promise<Response>,
  room: string,
) {
  const { code, cookie: asking } = await askForCode(origin);
  const confirmed = await console('POST', `/pairings/${code}/confirm`, { room });
  if (!confirmed.ok) throw new Error(`pairing with ${room}: ${confirmed.status} ${await confirmed.text()}`);
  const news = await fetch(`${origin}/api/pairings/current`, { headers: { Cookie: asking } });
  const cookie = cookiesOf(news);

  async function post(intent: Intent): Promise<PostOutcome> {
    const body = JSON.stringify(intentCodec.encode(intent));
    const answer = await fetch(`${origin}/api/intents`, { method: 'POST', headers: { ...json, Cookie: cookie }, body });
    return { status: answer.status, body: parsed(await answer.text()) };
  }

  return {
    cookie,
    post,
    /** Repeats it with the same key until somebody answers whom it can believe. */
    async tap(intent: Intent): Promise<PostOutcome & { readonly tries: number }> {
      for (let tries = 1; ; tries += 1) {
        const outcome = await post(intent).catch(() => null);
        if (outcome !== null && !PASSING.has(outcome.status)) return { ...outcome, tries };
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    },
  };
}

/** What a new tablet shows, and what it waits with. */
export async function askForCode(origin: string): Promise<{ code: string; cookie: string }> {
  const asked = await fetch(`${origin}/api/pairings`, { method: 'POST', headers: json, body: '{}' });
  const { code } = (await asked.json()) as { code: string };
  return { code, cookie: cookiesOf(asked) };
}

const json = { 'Content-Type': 'application/json' };
/** Not about the room: it may be otherwise in a moment. */
const PASSING: ReadonlySet<number> = new Set([429, 500, 502, 503, 504]);
const RETRY_MS = 100;

function parsed(text: string): Record<string, unknown> {
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
}

function cookiesOf(answer: Response): string {
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0] ?? '')
    .filter((cookie) => !cookie.endsWith('='))
    .join('; ');
}
