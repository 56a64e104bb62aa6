/**
 * `npm run bench`: what we promise in numbers (design, 12), measured here and now. `npm run bench -- bytes taps` runs
 * those alone; `soak`, a month of a door, is measured only when it is named. Ends with 0 whatever the figures say, and with 1 only where something could not be measured.
 */

import { measureBytes } from './bytes.ts';
import { measureCrowd } from './crowd.ts';
import { measureCrowdedDay } from './crowded-day.ts';
import { measureCrowdedFleet } from './crowded-fleet.ts';
import type { Figure } from './figure.ts';
import { measureHomecoming } from './homecoming.ts';
import { measureIdleKiosk } from './idle-kiosk.ts';
import { measureIdleReads } from './idle-reads.ts';
import { printTable } from './print-table.ts';
import { measureRelay } from './relay.ts';
import { measureSoak } from './soak.ts';
import { measureStateFlips } from './state-flips.ts';
import { measureTapFeedback } from './tap-feedback.ts';
import { measureTaps } from './tap-to-pending.ts';
import { measureThousandChecked } from './thousand-checked.ts';
import { measureThousandRooms } from './thousand-rooms.ts';
import { measureUsableTime } from './usable-time.ts';
import { measureWebhooks } from './webhook-to-pixel.ts';

const measurements: { readonly [name: string]: () => Promise<Figure[]> } = {
  bytes: measureBytes,
  usable: measureUsableTime,
  webhook: measureWebhooks,
  taps: measureTaps,
  crowded: measureCrowdedDay,
  fleet: measureCrowdedFleet,
  crowd: measureCrowd,
  reads: measureIdleReads,
  idle: measureIdleKiosk,
  flips: measureStateFlips,
  feedback: measureTapFeedback,
  relay: measureRelay,
  homecoming: measureHomecoming,
  thousand: measureThousandRooms,
  checked: measureThousandChecked,
  soak: measureSoak,
};

/** Takes longer than all the others together. */
const ONLY_WHEN_NAMED: ReadonlySet<string> = new Set(['soak']);

const wanted = process.argv.slice(2);
/** Far more than any takes. What hangs is ended with this process, which its site and its browser follow. */
const DEADLINE_MS = wanted.some((name) => ONLY_WHEN_NAMED.has(name)) ? 2_400_000 : 1_800_000;
const unknown = wanted.filter((name) => !Object.hasOwn(measurements, name));
if (unknown.length > 0) {
  process.stderr.write(`There is no ${unknown.join(', ')}; there are ${Object.keys(measurements).join(', ')}.\n`);
  process.exit(1);
}
const deadline = setTimeout(() => {
  process.stderr.write(`Not done after ${DEADLINE_MS / 1_000} s.\n`);
  process.exit(1);
}, DEADLINE_MS);

const figures: Figure[] = [];
// One after another: they would take each other's processor.
for (const [name, measure] of Object.entries(measurements)) {
  if (wanted.length > 0 ? !wanted.includes(name) : ONLY_WHEN_NAMED.has(name)) continue;
  process.stderr.write(`${name} …\n`);
  try {
    figures.push(...(await measure()));
  } catch (fault) {
    process.stderr.write(`${name} could not be measured: ${fault instanceof Error ? fault.stack : fault}\n`);
    process.exitCode = 1;
  }
}
clearTimeout(deadline);
process.stdout.write(printTable(figures));
