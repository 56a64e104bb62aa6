/**
 * The tablets of stream-crowd.ts: bare sockets over one shared buffer, which look in what comes for nothing but the begin of
 * the event that they wait for. From several addresses of loopback, as one has ports for some 28,000 connections only.
 */

import { connect, type Socket } from 'node:net';
import {
  type CrowdCounts,
  type CrowdOrder,
  type CrowdReply,
  type CrowdTarget,
  SNAPSHOT_MARK,
  sharedNowMs,
} from './stream-crowd.ts';

const ADDRESSES = 8;
const PATIENCE_MS = 60_000;
/** Read into by every socket in its turn, and looked through before the next. */
const buffer = Buffer.alloc(256 * 1024);

const mark = Buffer.from(SNAPSHOT_MARK);
const endOfEvent = Buffer.from('\n\n');
/** What follows an event that came whole: the end of its chunk, or nothing. */
const MOST_BETWEEN = 2;

type Tablet = {
  readonly socket: Socket;
  /** What came of an event that is not whole yet. */
  rest: Buffer | null;
  isWelcomed: boolean;
  snapshots: number;
  bytes: number;
  /** When the first snapshot came since it was last asked to listen; null where none has. */
  heardAtMs: number | null;
};

let tablets: Tablet[] = [];
let welcomed = 0;
let heard = 0;
let fault: string | null = null;
/** Whoever waits looks again. */
let onProgress: () => void = () => undefined;

process.on('message', (order: CrowdOrder) => {
  obey(order).then(
    (reply) => process.send?.(reply),
    (cause: unknown) => process.send?.({ kind: 'failed', why: String(cause) } satisfies CrowdReply),
  );
});
// Whoever started us is done, or gone.
process.once('disconnect', () => process.exit(0));

async function obey(order: CrowdOrder): Promise<CrowdReply> {
  switch (order.do) {
    case 'open':
      return { kind: 'opened', tookMs: await openAll(order.target) };
    case 'arm':
      heard = 0;
      for (const tablet of tablets) tablet.heardAtMs = null;
      return { kind: 'done' };
    case 'hear':
      await until(
        () => heard === tablets.length,
        () => `${heard} of ${tablets.length} heard of the change`,
      );
      return { kind: 'heard', atMs: tablets.map(({ heardAtMs }) => heardAtMs ?? Number.NaN) };
    case 'count':
      return { kind: 'counted', counts: counts() };
    case 'drop':
      await dropAll();
      return { kind: 'done' };
    default:
      return order satisfies never;
  }
}

async function openAll(target: CrowdTarget): Promise<number> {
  welcomed = 0;
  fault = null;
  tablets = [];
  const begunMs = sharedNowMs();
  for (let n = 0; n < target.cookies.length; n += target.atOnce) {
    const some = target.cookies.slice(n, n + target.atOnce);
    tablets.push(...some.map((cookie, m) => open(target, cookie, n + m)));
    await until(
      () => welcomed === tablets.length,
      () => `${welcomed} of ${tablets.length} were welcomed`,
    );
  }
  return sharedNowMs() - begunMs;
}

function open({ port, path, welcome }: CrowdTarget, cookie: string, n: number): Tablet {
  const tablet: Tablet = {
    socket: connect({
      host: '127.0.0.1',
      port,
      localAddress: `127.0.0.${2 + (n % ADDRESSES)}`,
      onread: {
        buffer,
        callback(length) {
          take(tablet, buffer.subarray(0, length), welcome);
          return true;
        },
      },
    }),
    rest: null,
    isWelcomed: false,
    snapshots: 0,
    bytes: 0,
    heardAtMs: null,
  };
  const { socket } = tablet;
  socket.on('error', ({ message }) => failed(message));
  socket.on('close', () => failed('a stream has ended'));
  socket.write(
    `GET ${path} HTTP/1.1\r\nHost: localhost:${port}\r\nAccept: text/event-stream\r\n${cookie === '' ? '' : `Cookie: ${cookie}\r\n`}\r\n`,
  );
  return tablet;
}

function take(tablet: Tablet, bytes: Buffer, welcome: CrowdTarget['welcome']): void {
  if (tablet.bytes === 0 && bytes.toString('latin1', 9, 12) !== '200') {
    failed(`a tablet was answered with ${bytes.toString('latin1', 0, 40)}`);
  }
  tablet.bytes += bytes.byteLength;
  const all = tablet.rest === null ? bytes : Buffer.concat([tablet.rest, bytes]);
  const last = all.lastIndexOf(endOfEvent);
  const whole = last < 0 ? 0 : last + endOfEvent.byteLength;
  for (let at = all.indexOf(mark); at >= 0 && at < whole; at = all.indexOf(mark, at + mark.byteLength)) {
    tablet.snapshots += 1;
    if (tablet.heardAtMs !== null) continue;
    tablet.heardAtMs = sharedNowMs();
    heard += 1;
  }
  // The buffer is everybody's.
  tablet.rest = all.byteLength - whole <= MOST_BETWEEN ? null : Buffer.from(all.subarray(whole));
  if (!tablet.isWelcomed && (welcome === 'head' || tablet.snapshots > 0)) {
    tablet.isWelcomed = true;
    welcomed += 1;
  }
  onProgress();
}

function counts(): CrowdCounts {
  const each = tablets.map(({ snapshots }) => snapshots);
  return {
    leastSnapshots: Math.min(...each),
    mostSnapshots: Math.max(...each),
    bytes: tablets.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

async function dropAll(): Promise<void> {
  const leaving = tablets;
  tablets = [];
  await Promise.all(
    leaving.map(
      ({ socket }) =>
        new Promise<void>((closed) => {
          // One that the server ended has said so already.
          if (socket.closed) return closed();
          socket.removeAllListeners('close').removeAllListeners('error');
          socket.once('error', () => undefined).once('close', () => closed());
          socket.destroy();
        }),
    ),
  );
}

function failed(why: string): void {
  fault ??= why;
  onProgress();
}

function until(isSo: () => boolean, sofar: () => string): Promise<void> {
  return new Promise((settle, fail) => {
    const patience = setTimeout(() => end(new Error(`after ${PATIENCE_MS / 1_000} s only ${sofar()}`)), PATIENCE_MS);
    onProgress = () => {
      if (fault !== null) end(new Error(`${fault} (${sofar()})`));
      else if (isSo()) end(null);
    };
    function end(fault: Error | null): void {
      clearTimeout(patience);
      onProgress = () => undefined;
      if (fault === null) settle();
      else fail(fault);
    }
    onProgress();
  });
}
