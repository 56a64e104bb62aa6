/** Evidence as a screen tells it, with sane defaults. */

import { untoldVitals } from '../../kiosk/sync/report-evidence.ts';
import type { EvidenceBatch } from '../../shared/wire/evidence.ts';
import { at } from './builders.ts';

/** Of a tablet that tells nothing of itself. */
export const noVitals = untoldVitals;

/** Of the minute before ten: free, touched and with two scripts that failed. */
export function aBatch(change: Partial<EvidenceBatch> = {}): EvidenceBatch {
  return {
    key: 'batch-0001',
    at: at('10:00'),
    release: 'abcd',
    shown: [
      { state: 'starting', since: at('09:59:01'), revision: null, readAt: null },
      { state: 'available', since: at('09:59:02'), revision: 3, readAt: at('09:59') },
    ],
    interactions: [{ kind: 'touch', count: 4 }],
    errors: [{ kind: 'script', count: 2 }],
    lastTouchAt: at('09:59:30'),
    vitals: { ...noVitals, host: 'fully', batteryPercent: 81, charging: true, wifiDbm: -61, light: 'green' },
    ...change,
  };
}
