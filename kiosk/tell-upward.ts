/** What this screen tells of itself, wired: what is shown, what people do, what goes wrong. */

import { effect } from '@preact/signals-core';
import type { Vitals } from '../shared/wire/evidence.ts';
import { mintKey } from './device/mint-key.ts';
import { watchErrors } from './device/page-errors.ts';
import { watchTouches } from './device/touches.ts';
import type { Display } from './display.ts';
import type { Recollection, TabletChance, TabletClock } from './ports.ts';
import { glanceOf } from './state/glance.ts';
import { createEvidenceReports, type EvidenceReports } from './sync/report-evidence.ts';

type Parts = {
  readonly clock: TabletClock;
  readonly chance: TabletChance;
  readonly store: Recollection;
  readonly display: Display;
  readonly release: string | null;
  readonly readVitals: () => Promise<Vitals>;
};

export function tellUpward(page: Window & typeof globalThis, parts: Parts): EvidenceReports {
  const { models, ask, clock: clockModel, look } = parts.display;
  const reports = createEvidenceReports({ ...parts, ask, now: clockModel.present, newKey: mintKey });
  watchErrors(page, reports.failed);
  watchTouches(page.document, () => reports.did('touch'));
  effect(() => {
    const glance = glanceOf(models, look.value !== null);
    if (glance === null) reports.forget();
    else reports.show(glance);
  });
  if (models === null) return reports;

  const { room, view, booking } = models;
  effect(() => {
    if (view.sheet.value !== null) reports.did('sheet');
  });
  let lastTap: string | null = null;
  effect(() => {
    const key = booking.tap.value?.key ?? null;
    if (key === null || key === lastTap) return;
    lastTap = key;
    reports.did('intent');
  });
  effect(() => {
    const connection = room.connection.value;
    if (connection.kind === 'live') reports.nudge();
    else if (connection.since !== null) reports.failed('stream-lost');
  });
  return reports;
}
