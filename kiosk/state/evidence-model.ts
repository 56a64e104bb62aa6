/**
 * What this screen has to tell of itself, gathered until it can be told: stretches of showing the same, counts of touches
 * and of what went wrong. Words of closed lists and numbers, so that nothing anybody wrote can be in it. Bounded: after a
 * week without network the oldest is let go, and that is told too.
 */

import type { Instant } from '../../shared/basics/instant.ts';
import {
  type EvidenceBatch,
  type InteractionKind,
  MOST_SHOWN,
  type Shown,
  type TabletErrorKind,
  type Tally,
} from '../../shared/wire/evidence.ts';

/** What the screen shows now. */
export type Glance = Omit<Shown, 'since'>;

export type Gathered = Pick<EvidenceBatch, 'shown' | 'interactions' | 'errors' | 'lastTouchAt'>;

/** A script that fails with every tick says no more by the thousandth time. */
const MOST_COUNTED = 100_000;

export type EvidenceModel = {
  /** False where it shows the same as before, only read again. */
  show(glance: Glance): boolean;
  did(kind: InteractionKind): void;
  failed(kind: TabletErrorKind): void;
  /** What an earlier life of this page left behind comes before what this one has seen. */
  recall(earlier: Gathered): void;
  gathered(): Gathered;
  /** Whether there is more to tell than that all is as it was. */
  hasNews(): boolean;
  /** Everything so far, which is then no longer here; of what is shown the present stays. */
  take(): Gathered;
};

export function createEvidenceModel(now: () => Instant): EvidenceModel {
  let shown: readonly Shown[] = [];
  let present: Shown | null = null;
  let interactions: readonly Tally<InteractionKind>[] = [];
  let errors: readonly Tally<TabletErrorKind>[] = [];
  let lastTouchAt: Instant | null = null;

  /** Drops the oldest; the present is the last of them. */
  function bound(stretches: readonly Shown[]): readonly Shown[] {
    // One place stays for the present, which is told again with each batch.
    const most = MOST_SHOWN - 1;
    if (stretches.length > most) errors = counted(errors, 'evidence-dropped', stretches.length - most);
    return stretches.slice(-most);
  }

  function gathered(): Gathered {
    // Told with every batch, with the age that its day has by now: the same moment is the same stretch.
    const withPresent = present === null ? shown : [...shown.filter(({ since }) => since !== present?.since), present];
    return { shown: withPresent, interactions, errors, lastTouchAt };
  }

  return {
    show(glance) {
      const isSame = present?.state === glance.state && present.revision === glance.revision;
      present = { ...glance, since: isSame && present !== null ? present.since : now() };
      if (!isSame) shown = bound([...shown, present]);
      return !isSame;
    },
    did(kind) {
      interactions = counted(interactions, kind, 1);
      // A sheet may open by itself, as one that tells of a refusal does.
      if (kind === 'touch') lastTouchAt = now();
    },
    failed(kind) {
      errors = counted(errors, kind, 1);
    },
    recall(earlier) {
      shown = bound([...earlier.shown, ...shown]);
      for (const { kind, count } of earlier.interactions) interactions = counted(interactions, kind, count);
      for (const { kind, count } of earlier.errors) errors = counted(errors, kind, count);
      lastTouchAt ??= earlier.lastTouchAt;
    },
    gathered,
    hasNews: () => shown.length + interactions.length + errors.length > 0,
    take() {
      const all = gathered();
      shown = [];
      interactions = [];
      errors = [];
      return all;
    },
  };
}

function counted<K extends string>(tallies: readonly Tally<K>[], kind: K, by: number): readonly Tally<K>[] {
  const before = tallies.find((one) => one.kind === kind)?.count ?? 0;
  const others = tallies.filter((one) => one.kind !== kind);
  return [...others, { kind, count: Math.min(before + by, MOST_COUNTED) }];
}
