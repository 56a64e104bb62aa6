/**
 * The pages of the console beside doors and pairing. Each is a chunk of its own, fetched and made when somebody goes there
 * and let go when they leave. To add one: a file here with a `create…Page`, and a line below; its group and its place in
 * the list are its place in the navigation.
 */

import type { ReadonlySignal } from '@preact/signals';
import type { ComponentChild } from 'preact';
import type { Json } from '../../../shared/basics/codec.ts';
import type { Instant } from '../../../shared/basics/instant.ts';
import type { OperatorProfile, OperatorRole } from '../../../shared/wire/console.ts';
import type { ConsoleClient } from '../console-client.ts';
import type { Place } from '../state/place-model.ts';
import type { SayTime } from '../text/say-time.ts';

export type PageNeeds = {
  readonly client: ConsoleClient;
  readonly profile: OperatorProfile;
  readonly now: () => Instant;
  /** Runs once after so many milliseconds; gives what takes it back. */
  readonly after: (delayMs: number, run: () => void) => () => void;
  readonly say: SayTime;
  /** What of the page the address names, while one is on the page. */
  readonly of: ReadonlySignal<string | null>;
  readonly go: (place: Place) => void;
  /** What was entered on the page, by its own `draft`, before the sign-in had ended; null for nothing. */
  readonly kept: Json;
  /** Before somebody leaves with something unsaved they are asked; the answer takes the guard off. */
  readonly guard: (isUnsaved: () => boolean) => () => void;
};

export type ConsolePage = {
  screen(): ComponentChild;
  /** Whether leaving would lose what somebody has entered; then they are asked first. */
  unsaved?(): boolean;
  /** What is entered and not sent, for the page to begin with after its reader had to sign in again; null for nothing. */
  draft?(): Json;
  /** Whoever leaves takes their timers and streams along. */
  close?(): void;
};

/** What belongs together in the navigation, in its order there. The doors themselves come first and need no heading. */
export const PAGE_GROUPS = ['Doors', 'Decide', 'Look after', 'Look back'] as const;
export type PageGroup = (typeof PAGE_GROUPS)[number];

type Entry = {
  readonly label: string;
  readonly group: PageGroup;
  /** Who sees it in the navigation; the proxy decides again on every question. */
  readonly for: OperatorRole;
  readonly load: () => Promise<(needs: PageNeeds) => ConsolePage>;
};

const PAGES = {
  /** Where the console begins; in the navigation under its own address. */
  fleet: {
    label: 'Doors',
    group: 'Doors',
    for: 'Viewer',
    load: async () => (await import('./fleet-page.tsx')).createFleetPage,
  },
  enrol: {
    label: 'Pair many',
    group: 'Doors',
    for: 'Operator',
    load: async () => (await import('./enrol-page.tsx')).createEnrolPage,
  },
  policy: {
    label: 'Rooms and policy',
    group: 'Decide',
    for: 'Viewer',
    load: async () => (await import('./policy-page.tsx')).createPolicyPage,
  },
  notices: {
    label: 'Notices',
    group: 'Decide',
    for: 'Viewer',
    load: async () => (await import('./notices-page.tsx')).createNoticesPage,
  },
  plan: {
    label: 'Floor plans',
    group: 'Look after',
    for: 'Viewer',
    load: async () => (await import('./plan-page.tsx')).createPlanPage,
  },
  health: {
    label: 'Health',
    group: 'Look after',
    for: 'Viewer',
    load: async () => (await import('./health-page.tsx')).createHealthPage,
  },
  alerts: {
    label: 'Mail and webhook',
    group: 'Look after',
    for: 'Viewer',
    load: async () => (await import('./alerts-page.tsx')).createAlertsPage,
  },
  check: {
    label: 'Check',
    group: 'Look after',
    for: 'Viewer',
    load: async () => (await import('./check-page.tsx')).createCheckPage,
  },
  use: {
    label: 'Use',
    group: 'Look back',
    for: 'Viewer',
    load: async () => (await import('./use-page.tsx')).createUsePage,
  },
  audit: {
    label: 'Audit',
    group: 'Look back',
    for: 'Operator',
    load: async () => (await import('./audit-page.tsx')).createAuditPage,
  },
} as const satisfies Record<string, Entry>;

export type PageId = keyof typeof PAGES;

export function isPageId(name: string | null): name is PageId {
  return name !== null && Object.keys(PAGES).includes(name);
}

export const pageOf = (id: PageId): Entry => PAGES[id];

export const PAGE_IDS = Object.keys(PAGES) as readonly PageId[];
