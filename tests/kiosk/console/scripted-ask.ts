/** A proxy that answers the console's questions from a script, over the real codecs, and remembers what was asked. */

import type { Ask, Failure } from '../../../kiosk/console/console-client.ts';
import type { Codec, Json } from '../../../shared/basics/codec.ts';
import { err, ok } from '../../../shared/basics/result.ts';

type Line = unknown | { readonly failure: Failure };

/** `script`: by "GET /path", what is answered now; it may be changed at any time. What is not in it is no answer. */
export function createScriptedAsk(script: Record<string, Line | (() => Line)>) {
  const asked: { readonly question: string; readonly body: Json | undefined }[] = [];
  const ask = (async (method: string, path: string, codec: Codec<unknown> | null, body?: Json) => {
    const question = `${method} ${path}`;
    asked.push({ question, body });
    const line = script[question];
    const answer = typeof line === 'function' ? line() : line;
    if (answer === undefined) return err({ kind: 'no-answer' });
    if (isFailure(answer)) return err(answer.failure);
    if (codec === null) return ok(null);
    const decoded = codec.decode(codec.encode(answer));
    return decoded.ok ? ok(decoded.value) : err({ kind: 'no-answer' });
  }) as Ask;
  return { ask, asked, questions: () => asked.map(({ question }) => question), script };
}

function isFailure(answer: unknown): answer is { failure: Failure } {
  return typeof answer === 'object' && answer !== null && 'failure' in answer && Object.keys(answer).length === 1;
}
