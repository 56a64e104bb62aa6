/** Reads a request's body up to a bound, so that nobody's megabytes become ours. */

import { err, ok, type Result } from '../../shared/basics/result.ts';

export type BodyFault = 'too-large' | 'broken-off';

/** As UTF-8 text; bytes that are none become U+FFFD. */
export async function readBody(request: Request, maxBytes: number): Promise<Result<string, BodyFault>> {
  const bytes = await readBytes(request, maxBytes);
  return bytes.ok ? ok(new TextDecoder().decode(bytes.value)) : bytes;
}

/** Stops reading at the first byte too many. */
export async function readBytes(request: Request, maxBytes: number): Promise<Result<Uint8Array, BodyFault>> {
  // What the sender says of itself saves work where it is honest; the count below is what binds.
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) return err('too-large');
  if (request.body === null) return ok(new Uint8Array());

  const chunks: Uint8Array[] = [];
  let bytes = 0;
  const reader = request.body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      bytes += value.byteLength;
      if (bytes > maxBytes) {
        await reader.cancel();
        return err('too-large');
      }
      chunks.push(value);
    }
  } catch {
    // The sender went away in the middle.
    return err('broken-off');
  }
  return ok(Buffer.concat(chunks));
}
