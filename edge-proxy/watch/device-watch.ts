/**
 * Notices a screen that has gone: whatever happened to it (no power, no Wi-Fi, a page that crashed), its stream is not
 * there. One alarm for each, and one for all where they are many, as then it is not the tablets.
 */

import type { DeviceId } from '../../shared/basics/ids.ts';
import { addMs, type Instant, MINUTE_MS, SECOND_MS } from '../../shared/basics/instant.ts';
import type { DeviceSummary } from '../../shared/wire/pairing.ts';
import type { Cancel, Clock } from '../ports/runtime.ts';
import type { Alarms } from './alarms.ts';

/** Noticed within three minutes of the last sign of life. Whoever comes back sooner was updated, or walked past by Wi-Fi. */
const NOTICED_WITHIN_MS = 3 * MINUTE_MS;
const LOOK_EVERY_MS = 30 * SECOND_MS;
/** More than a person would look at one by one. */
const MOST_SINGLE = 5;
const MANY = 'many-devices';

type Needs = {
  readonly alarms: Pick<Alarms, 'raise' | 'clear' | 'list'>;
  readonly clock: Clock;
  /** The paired ones. */
  readonly listDevices: () => Promise<DeviceSummary[]>;
};

export function createDeviceWatch({ alarms, clock, listDevices }: Needs): { close(): void } {
  /** Seen without its stream since; the proxy's own start counts, as nobody was connected before it. */
  const goneSince = new Map<DeviceId, Instant>();
  let cancel: Cancel = planLook();

  function planLook(): Cancel {
    return clock.after(LOOK_EVERY_MS, () => {
      cancel = planLook();
      listDevices().then(judge, () => {
        // The store cannot be read; others tell of it.
      });
    });
  }

  function judge(devices: readonly DeviceSummary[]): void {
    const now = clock.now();
    const gone = devices.filter(({ connected }) => !connected);
    const goneIds = new Set(gone.map(({ id }) => id));
    for (const id of goneSince.keys()) if (!goneIds.has(id)) goneSince.delete(id);
    for (const { id } of gone) if (!goneSince.has(id)) goneSince.set(id, now);
    // Found gone up to a look later than it went.
    const silent = gone.filter(
      ({ id }) => now >= addMs(goneSince.get(id) ?? now, NOTICED_WITHIN_MS - 2 * LOOK_EVERY_MS),
    );
    tell(silent);
  }

  function tell(silent: readonly DeviceSummary[]): void {
    const areMany = silent.length > MOST_SINGLE;
    const told = new Map(areMany ? [] : silent.map((device) => [device.id as string, device]));
    for (const { kind, subject, clearedAt } of alarms.list()) {
      if (kind !== 'device-silent' || clearedAt !== null || told.has(subject)) continue;
      if (subject !== MANY || !areMany) alarms.clear(kind, subject);
    }
    if (areMany) {
      alarms.raise('device-silent', MANY, {
        severity: 'warning',
        cause: `${silent.length} screens are not connected`,
        remedy: 'So many seldom break at once: look at the Wi-Fi, its sign-in page and the way from it to this proxy.',
      });
    }
    for (const [id, device] of told) {
      alarms.raise('device-silent', id, {
        severity: 'warning',
        cause: `the screen ${whereIs(device)} is not connected`,
        remedy: 'See whether it has power and Wi-Fi, and whether its browser still runs; then start it again.',
      });
    }
  }

  return { close: () => cancel() };
}

/** By its id: what is said of an alarm is logged too, and the log has no names. */
function whereIs({ room, board }: DeviceSummary): string {
  if (room !== null) return `of room ${room.id}`;
  return board === null ? 'without a place' : `of board ${board.id}`;
}
