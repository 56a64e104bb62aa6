/** Now, by the proxy's clock: a signal that moves on the minute and at whatever boundary somebody waits for. */

import type { ReadonlySignal } from '@preact/signals';
import type { Instant } from '../../shared/basics/instant.ts';

export type ClockModel = {
  readonly now: ReadonlySignal<Instant>;
  /** The proxy's time as its heartbeat bore it, on arrival. */
  correct(proxyTime: Instant): void;
  close(): void;
};
