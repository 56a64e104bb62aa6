/** What every engine needs of the machine: time, chance, a log and a meter. A simulation gives its own. */

import type { Instant } from '../../shared/basics/instant.ts';

export type Clock = {
  now(): Instant;
  /** Runs once, `delayMs` from now at the earliest; the answer calls it off. A run that throws must not end the process. */
  after(delayMs: number, run: () => void): Cancel;
};

export type Cancel = () => void;

export type Chance = {
  /** [0, 1), for jitter. */
  fraction(): number;
  uuid(): string;
  /** Unguessable, URL-safe text of at least `bits` bits. */
  secret(bits: number): string;
  /** One of the letters of `alphabet` at a time, each as likely as the other. */
  word(alphabet: string, length: number): string;
};

/** Structured lines. Ids, counts, durations and causes only: never a title, a name, a token or a body. */
export type Log = {
  info(event: string, facts?: Facts): void;
  warn(event: string, facts?: Facts): void;
  error(event: string, facts?: Facts): void;
};

/** Counts for whoever watches many proxies. Each label is one of few words: never a room, a person or an address. */
export type Meter = {
  count<N extends keyof Counters>(name: N, labels: Counters[N], by?: number): void;
};

/** By name, in Prometheus's convention, with the labels of each. */
export type Counters = {
  readonly graph_requests_total: { readonly operation: string; readonly status: string };
  readonly graph_retries_total: Readonly<Record<string, never>>;
  readonly graph_throttled_total: Readonly<Record<string, never>>;
  readonly graph_lane_wait_seconds_total: { readonly urgency: string };
  readonly token_requests_total: { readonly outcome: string };
  readonly room_reads_total: { readonly outcome: string };
  readonly room_revisions_total: Readonly<Record<string, never>>;
  readonly intents_total: { readonly kind: string; readonly status: string };
};

export type Facts = { readonly [name: string]: string | number | boolean | null | undefined };

/** All that a log may say of an error that was not foreseen: its message can hold a title, a token or a body. */
export function nameOf(cause: unknown): string {
  return cause instanceof Error ? cause.name : typeof cause;
}
