/**
 * The network between tablets and the proxy, to be broken on purpose: cut, so that everybody is told; gone quiet, so that
 * nobody is; or in the hands of somebody else, who answers in the proxy's place.
 */

import { type AddressInfo, createServer, connect as dial, type Socket } from 'node:net';
import { type Instead, tapWire } from './wire-tap.ts';

export type Line = {
  /** Where tablets go instead of the proxy's own. */
  readonly origin: string;
  /** As it was. Connections that were dropped on the way stay dead, as real ones do. */
  mend(): void;
  /** Every connection is closed, and none can be opened. */
  cut(): void;
  /** Nothing is handed on in either direction, nothing is closed, and who dials is kept waiting. */
  goQuiet(): void;
  /** Somebody answers instead of the proxy, if they want to; told of connections opened from now on. */
  answerWith(instead: Instead): void;
  /** How often this path was asked for, also where somebody else answered. */
  asked(path: string): number;
  /** Of tablets, open now. */
  connections(): number;
  close(): Promise<void>;
};

type State = 'whole' | 'cut' | 'quiet';

export async function layLine(target: string): Promise<Line> {
  const counts = new Map<string, number>();
  let instead = nobody;
  const tap = await tapWire(target, (path, answer) => {
    counts.set(path, (counts.get(path) ?? 0) + 1);
    return instead(path, answer);
  });
  const behind = Number(new URL(tap.origin).port);
  let state: State = 'whole';
  const ends = new Set<Socket>();
  let tablets = 0;

  const server = createServer({ pauseOnConnect: true }, (near) => {
    hold(near);
    tablets += 1;
    near.on('close', () => {
      tablets -= 1;
    });
    if (state === 'cut') near.destroy();
    if (state !== 'whole') return;
    const far = dial(behind, '127.0.0.1');
    hold(far);
    near.pipe(far).pipe(near);
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
  });

  function hold(end: Socket): void {
    ends.add(end);
    end.on('close', () => ends.delete(end));
    // A connection that is torn off is what this is for.
    end.on('error', () => end.destroy());
  }

  function closeAll(): void {
    for (const end of ends) end.destroy();
  }

  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    mend() {
      state = 'whole';
      if (instead !== nobody) closeAll();
      instead = nobody;
    },
    cut() {
      state = 'cut';
      closeAll();
    },
    goQuiet() {
      state = 'quiet';
      for (const end of ends) end.unpipe().pause();
    },
    answerWith(other) {
      instead = other;
      closeAll();
    },
    asked: (path) => counts.get(path) ?? 0,
    connections: () => tablets,
    async close() {
      closeAll();
      await new Promise((closed) => server.close(closed));
      await tap.close();
    },
  };
}

/** The proxy itself answers. */
const nobody: Instead = () => false;
