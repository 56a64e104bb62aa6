/** A JSON body, read no further than its cap and decoded whole; or the problem to answer with. */

import type { Context } from 'hono';
import { type Codec, decodeText } from '../../shared/basics/codec.ts';
import { err, ok, type Result } from '../../shared/basics/result.ts';
import type { Fault } from './problem-response.ts';

/** Many times the largest body that our own pages send. */
const MOST_BYTES = 16 * 1024;

/** `whenEmpty`: the text that no body at all stands for; left out, a body is needed. */
export async function readJsonBody<T>(
  c: Context,
  codec: Codec<T>,
  { whenEmpty }: { whenEmpty?: string } = {},
): Promise<Result<T, Fault>> {
  if (Number(c.req.header('Content-Length') ?? 0) > MOST_BYTES) return err({ kind: 'too-large' });
  const text = await readText(c.req.raw);
  if (!text.ok) return text;
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

async function readText(request: Request): Promise<Result<string, Fault>> {
  if (request.body === null) return ok('');
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
      bytes += chunk.byteLength;
      if (bytes > MOST_BYTES) return err({ kind: 'too-large' });
      chunks.push(chunk);
    }
    return ok(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks)));
  } catch {
    // The sender hung up, or it was no UTF-8.
    return err({ kind: 'bad-request', detail: 'The body has to be JSON in UTF-8.' });
  }
}

/** A page of another site can send forms and plain text without asking; JSON it cannot. */
function isJson(contentType: string | undefined): boolean {
  return /^application\/json\s*(;|$)/i.test(contentType ?? '');
}
