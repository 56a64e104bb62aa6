/** The check as the console runs it: the last report, and a run that may take longer than one request. */

import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { SECOND_MS } from '../../../shared/basics/instant.ts';
import { type CheckReport, type CheckStatus, checkStatusCodec } from '../../../shared/wire/check.ts';
import type { Answer, ConsoleClient, Failure } from '../console-client.ts';

export type CheckModel = {
  /** Null before the first answer, and where nobody has run it since the proxy started. */
  readonly report: ReadonlySignal<CheckReport | null>;
  readonly running: ReadonlySignal<boolean>;
  /** Whether the proxy has answered at all. */
  readonly known: ReadonlySignal<boolean>;
  readonly failure: ReadonlySignal<Failure | null>;
  look(): Promise<void>;
  run(): Promise<void>;
  close(): void;
};

type Needs = { client: Pick<ConsoleClient, 'ask'>; after(delayMs: number, run: () => void): () => void };

const LOOK_EVERY_MS = 2 * SECOND_MS;

export function createCheckModel({ client: { ask }, after }: Needs): CheckModel {
  const status = signal<CheckStatus | null>(null);
  const asked = signal(false);
  const failure = signal<Failure | null>(null);
  let closed = false;
  let callOff = () => {};

  async function take(answer: Answer<CheckStatus>): Promise<void> {
    const told = await answer;
    if (closed) return;
    if (told.ok) status.value = told.value;
    failure.value = told.ok ? null : told.error;
    callOff();
    if (status.value?.running === true) callOff = after(LOOK_EVERY_MS, () => void look());
  }

  const look = () => take(ask('GET', '/check', checkStatusCodec));

  return {
    report: computed(() => status.value?.report ?? null),
    running: computed(() => asked.value || status.value?.running === true),
    known: computed(() => status.value !== null),
    failure,
    look,
    async run() {
      if (asked.value) return;
      asked.value = true;
      const run = ask('POST', '/check', checkStatusCodec);
      await take(run);
      // Our patience ends before that of a check of a thousand rooms: then it goes on there, and we look now and then.
      const ended = await run;
      if (!ended.ok && ended.error.kind === 'no-answer') await look();
      asked.value = false;
    },
    close() {
      closed = true;
      callOff();
    },
  };
}
