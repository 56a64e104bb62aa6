/** A JSON body, read no further than its cap and decoded whole; or the problem to answer with. */

import type { Context } from 'hono';
import { type Codec, decodeText } from '../../shared/basics/codec.ts';
import { err, type Result } from '../../shared/basics/result.ts';
import { readBody } from './body.ts';
import type { Fault } from './problem-response.ts';

/** Many times the largest body that our own pages send. */
const MOST_BYTES = 16 * 1024;

/** `whenEmpty`: the text that no body at all stands for; left out, a body is needed. `mostBytes`: for the few that are long. */
export async function readJsonBody<T>(
  c: Context,
  codec: Codec<T>,
  { whenEmpty, mostBytes = MOST_BYTES }: { whenEmpty?: string; mostBytes?: number } = {},
): Promise<Result<T, Fault>> {
  const text = await readBody(c.req.raw, mostBytes);
  if (!text.ok) return err(text.error === 'too-large' ? { kind: 'too-large' } : { kind: 'bad-request' });
  if (text.value === '' && whenEmpty !== undefined) return decoded(codec, whenEmpty);
  if (!isJson(c.req.header('Content-Type'))) return err({ kind: 'wrong-media-type' });
  return decoded(codec, text.value);
}

function decoded<T>(codec: Codec<T>, text: string): Result<T, Fault> {
  const value = decodeText(codec, text);
  if (value.ok) return value;
  const { path, wanted } = value.error;
  // Both are words of our own schema: nothing of what was sent is sent back.
  return err({ kind: 'bad-request', detail: `${path === '' ? 'The body' : path} has to be ${wanted}.` });
}

/** A page of another site can send forms and plain text without asking; JSON it cannot. */
function isJson(contentType: string | undefined): boolean {
  return /^application\/json\s*(;|$)/i.test(contentType ?? '');
}
