/**
 * Thousands of tablets that listen, in a process of their own (stream-crowd-main.ts), so that what they cost is not
 * counted for the server. Told over Node's channel what to do; what it hears it times by the clock that all processes of
 * a machine share.
 */

import { fork } from 'node:child_process';

/** Where the tablets listen, and who they are: one for each cookie, an empty one where nobody asks. */
export type CrowdTarget = {
  readonly port: number;
  readonly path: string;
  readonly cookies: readonly string[];
  /** What a tablet waits for when it has come: a snapshot, or the head of the answer where the server sends none. */
  readonly welcome: 'snapshot' | 'head';
  /** So many come together, and the next once those are welcomed. */
  readonly atOnce: number;
};

/** What the tablets have been sent since they last came. */
export type CrowdCounts = {
  readonly leastSnapshots: number;
  readonly mostSnapshots: number;
  readonly bytes: number;
};

export type CrowdOrder =
  | { readonly do: 'open'; readonly target: CrowdTarget }
  | { readonly do: 'arm' }
  | { readonly do: 'hear' }
  | { readonly do: 'count' }
  | { readonly do: 'drop' };

export type CrowdReply =
  | { readonly kind: 'done' }
  | { readonly kind: 'opened'; readonly tookMs: number }
  | { readonly kind: 'heard'; readonly atMs: readonly number[] }
  | { readonly kind: 'counted'; readonly counts: CrowdCounts }
  | { readonly kind: 'failed'; readonly why: string };

export type StreamCrowd = {
  /** Resolves when each has its welcome, with the milliseconds that took. */
  open(target: CrowdTarget): Promise<number>;
  /** Does `change` and resolves when each tablet has its next snapshot, with how many milliseconds after its begin. */
  hear(change: () => Promise<void>): Promise<readonly number[]>;
  count(): Promise<CrowdCounts>;
  /** All hang up at once. */
  drop(): Promise<void>;
  close(): void;
};

/** How a server-sent event begins that the tablets wait for. */
export const SNAPSHOT_MARK = 'event: room-day\n';

/** As it stands on a clock that all processes of this machine share. */
export function sharedNowMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

export function startCrowd(): StreamCrowd {
  const child = fork(new URL('./stream-crowd-main.ts', import.meta.url), {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const gone = new Promise<never>((_, fail) => {
    child.once('exit', (code) => fail(new Error(`the crowd ended with ${code}`)));
  });
  // Only whoever waits for an answer cares.
  gone.catch(() => undefined);

  async function ask(order: CrowdOrder): Promise<CrowdReply> {
    const answered = new Promise<CrowdReply>((settle) => child.once('message', (reply) => settle(reply as CrowdReply)));
    child.send(order);
    const reply = await Promise.race([answered, gone]);
    if (reply.kind === 'failed') throw new Error(reply.why);
    return reply;
  }

  return {
    async open(target) {
      const reply = await ask({ do: 'open', target });
      return reply.kind === 'opened' ? reply.tookMs : Number.NaN;
    },
    async hear(change) {
      await ask({ do: 'arm' });
      const begunMs = sharedNowMs();
      await change();
      const reply = await ask({ do: 'hear' });
      return reply.kind === 'heard' ? reply.atMs.map((atMs) => atMs - begunMs) : [];
    },
    async count() {
      const reply = await ask({ do: 'count' });
      if (reply.kind !== 'counted') throw new Error(`the crowd said ${reply.kind}`);
      return reply.counts;
    },
    async drop() {
      await ask({ do: 'drop' });
    },
    close: () => child.disconnect(),
  };
}
