/**
 * What hangs at this screen now: told by the stream, kept with its pictures on the tablet, begun and ended by the proxy's
 * clock whether the proxy is there or not.
 */

import { computed, effect, type ReadonlySignal, signal, untracked } from '@preact/signals-core';
import { decodeText } from '../../shared/basics/codec.ts';
import { earliest, type Instant, MINUTE_MS } from '../../shared/basics/instant.ts';
import { laterCodecs } from '../../shared/wire/later-message.ts';
import { type Notice, PICTURE_PATH } from '../../shared/wire/notices.ts';
import type { Recollection, TabletClock } from '../ports.ts';
import type { ClockModel } from './clock-model.ts';

/** `src`: its picture as a data URL; null where it has none, or none has come yet. */
export type Hanging = Notice & { readonly src: string | null };

export type NoticesModel = {
  /** The latest first. */
  readonly hanging: ReadonlySignal<readonly Hanging[]>;
  close(): void;
};

type Parts = {
  /** The latest `notice` event as it came; undefined before the first. Empty: this tablet has no room any more. */
  readonly heard: ReadonlySignal<string | undefined>;
  readonly store: Recollection;
  readonly clock: Pick<TabletClock, 'after'>;
  readonly clockModel: Pick<ClockModel, 'now' | 'watch' | 'look'>;
  /** A picture as a data URL. Rejects where it cannot be had. */
  readonly fetchPicture: (path: string) => Promise<string>;
};

/** Half a megabyte each at most: what a small tablet keeps without noticing. */
const MOST_PICTURES = 12;
const ASK_AGAIN_MS = MINUTE_MS;

export function createNoticesModel({ heard, store, clock, clockModel, fetchPicture }: Parts): NoticesModel {
  const told = signal<{ readonly text: string; readonly notices: readonly Notice[] } | null>(null);
  const pictures = signal<{ readonly [hash: string]: string }>({});
  const asked = new Set<string>();
  let closed = false;
  let cancelRetry = () => {};

  const hanging = computed(() => {
    const now = clockModel.now.value;
    return (told.value?.notices ?? [])
      .filter(({ from, until }) => from <= now && now < until)
      .map((notice): Hanging => ({ ...notice, src: pictures.value[notice.picture?.hash ?? ''] ?? null }));
  });

  function take(text: string): boolean {
    const news = decodeText(laterCodecs.notice, text);
    // What a newer proxy says in its own way leaves up what we could read.
    if (!news.ok) return false;
    told.value = { text, notices: news.value.notices };
    // The clock's signal may be a minute behind, and a notice may begin in that minute.
    clockModel.look();
    return true;
  }

  function keep(): void {
    const kept = told.peek();
    if (kept !== null) void store.retain('notices', { text: kept.text, pictures: pictures.peek() });
  }

  function fetchMissing(): void {
    const wanted = (told.peek()?.notices ?? []).flatMap(({ picture }) => (picture === null ? [] : [picture.hash]));
    const hashes = [...new Set(wanted)].slice(0, MOST_PICTURES);
    pictures.value = Object.fromEntries(Object.entries(pictures.peek()).filter(([hash]) => hashes.includes(hash)));
    for (const hash of hashes) if (pictures.peek()[hash] === undefined) void fetchOne(hash);
  }

  async function fetchOne(hash: string): Promise<void> {
    if (asked.has(hash)) return;
    asked.add(hash);
    try {
      const src = await fetchPicture(`${PICTURE_PATH}${hash}`);
      if (closed) return;
      pictures.value = { ...pictures.peek(), [hash]: src };
      keep();
    } catch {
      // Its words stand there meanwhile.
      cancelRetry();
      if (!closed) cancelRetry = clock.after(ASK_AGAIN_MS, fetchMissing);
    } finally {
      asked.delete(hash);
    }
  }

  const stopHearing = effect(() => {
    const text = heard.value;
    untracked(() => {
      if (text === undefined || text === told.peek()?.text) return;
      if (text === '') {
        told.value = null;
        pictures.value = {};
      } else if (take(text)) {
        fetchMissing();
        keep();
      }
    });
  });
  void store.recall('notices').then((kept) => {
    // The stream was quicker: what it says is the present.
    if (closed || told.peek() !== null || heard.peek() !== undefined || !isKept(kept) || !take(kept.text)) return;
    pictures.value = kept.pictures;
    fetchMissing();
  });

  const unwatch = clockModel.watch((now) => {
    const ahead = (told.peek()?.notices ?? []).flatMap(({ from, until }) => [from, until]).filter((one) => one > now);
    return ahead.length === 0 ? null : earliest(...(ahead as [Instant, ...Instant[]]));
  });

  return {
    hanging,
    close() {
      closed = true;
      stopHearing();
      cancelRetry();
      unwatch();
    },
  };
}

function isKept(kept: unknown): kept is { readonly text: string; readonly pictures: { [hash: string]: string } } {
  const { text, pictures } = (kept ?? {}) as { text?: unknown; pictures?: unknown };
  return typeof text === 'string' && typeof pictures === 'object' && pictures !== null;
}

/** Whose turn it is among several: each has a minute, the same on every screen. */
export function inTurn<T>(several: readonly T[], now: Instant): T | null {
  return several[Math.floor(now / MINUTE_MS) % several.length] ?? null;
}
