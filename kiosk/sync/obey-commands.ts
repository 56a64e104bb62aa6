/**
 * Does what facilities tell this tablet, once, in time or not at all, and says how far it is. The same command comes again
 * after a torn connection: then it is answered again, and not done again.
 */

import { encodeText, object } from '../../shared/basics/codec.ts';
import { type Instant, SECOND_MS } from '../../shared/basics/instant.ts';
import { type CommandProgress, commandProgressCodec } from '../../shared/wire/device-commands.ts';
import type { Command } from '../../shared/wire/stream-message.ts';
import type { TabletChance, TabletClock } from '../ports.ts';
import { type AskProxy, isProblem } from './ask-proxy.ts';
import { createBackOff } from './back-off.ts';
import { isPassing } from './proxy-client.ts';

export type ObeyParts = {
  readonly clock: Pick<TabletClock, 'after'>;
  readonly chance: Pick<TabletChance, 'fraction'>;
  readonly ask: AskProxy;
  /** By the proxy's clock. */
  readonly now: () => Instant;
  /** What outlives a reload of the page and not the tablet's next start: the command that the reload itself is. */
  readonly memory: { read(): string | null; write(text: string): void };
  readonly deeds: Deeds;
};

/** How each is done here. Answered when it is done; a rejection's message says why it was not. */
export type Deeds = {
  /** `leaving`: to be called the moment before the page goes, and not if it stays. */
  reload(leaving: () => void): Promise<void>;
  update(leaving: () => void): Promise<void>;
  identify(words: string, ms: number): Promise<void>;
  dim(percent: number, ms: number): Promise<void>;
  message(words: string, ms: number): Promise<void>;
};

/** The words of a failure are for the console, and are ours. */
export class NotDone extends Error {
  override readonly name = 'NotDone';
}

/** An answer that could not be given in this many tries will not be missed: the proxy gives the command up by itself. */
const MOST_TRIES = 8;
/** Of a site's worth of bulk commands; the oldest are long over. */
const MOST_REMEMBERED = 200;
/** Between the tablet's reckoning of the proxy's clock and that clock. */
const LENIENCE_MS = 2 * SECOND_MS;

export function createObedience({ clock, chance, ask, now, memory, deeds }: ObeyParts) {
  const answers = new Map<string, CommandProgress | null>();

  /** One answer after another, so that `received` never overtakes `done`. */
  let answering: Promise<unknown> = Promise.resolve();
  function answer(id: string, progress: CommandProgress): Promise<unknown> {
    answers.set(id, progress);
    answering = answering.then(() => post(id, progress));
    return answering;
  }

  async function post(id: string, progress: CommandProgress): Promise<void> {
    const backOff = createBackOff(chance);
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const body = encodeText(commandProgressCodec, progress);
      const taken = await ask({ path: `/api/device/commands/${encodeURIComponent(id)}`, body, codec: object({}) });
      if (taken.ok || (isProblem(taken.error) && !isPassing(taken.error))) return;
      await new Promise<void>((go) => {
        clock.after(backOff.nextMs(), go);
      });
    }
  }

  function perform(
    { name, words = '', seconds = 0, percent = 100 }: Command,
    leaving: () => void,
  ): Promise<void> | null {
    const ms = seconds * SECOND_MS;
    switch (name) {
      case 'reload':
      case 'update':
        return deeds[name](leaving);
      case 'identify':
      case 'message':
        return deeds[name](words, ms);
      case 'dim':
        return deeds.dim(percent, ms);
      case 'unpaired':
        // The stream has seen to it.
        return null;
      default:
        return name satisfies never;
    }
  }

  async function obey(command: Command, id: string): Promise<void> {
    void answer(id, { state: 'received' });
    // Kept until the page has gone: the one that comes says that it is done.
    const leaving = () => memory.write(id);
    try {
      await perform(command, leaving);
      await answer(id, { state: 'done' });
    } catch (cause) {
      const words = cause instanceof NotDone ? cause.message : 'The tablet could not do it.';
      await answer(id, { state: 'failed', words });
    }
  }

  const done = memory.read();
  if (done !== null) {
    memory.write('');
    if (done !== '') void answer(done, { state: 'done' });
  }

  return {
    /** Without an id nobody waits for an answer: an older proxy says so. */
    take(command: Command): void {
      const { id, notAfter } = command;
      if (id === undefined) {
        perform(command, () => {})?.catch(() => {});
        return;
      }
      const known = answers.get(id);
      if (known !== undefined) {
        if (known !== null) void answer(id, known);
        return;
      }
      answers.set(id, null);
      for (const oldest of answers.keys()) {
        if (answers.size <= MOST_REMEMBERED) break;
        answers.delete(oldest);
      }
      // Late by its way through a network that was gone: the proxy has given it up, or is about to.
      if (notAfter !== undefined && now() > notAfter + LENIENCE_MS) return;
      void obey(command, id);
    },
  };
}
