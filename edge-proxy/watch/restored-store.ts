/** Says that an older state of the database was put back, since what came after it is not known here any more. */

import type { Log } from '../ports/runtime.ts';
import type { Store } from '../ports/store.ts';
import type { Alarms } from './alarms.ts';

type Needs = {
  readonly store: Pick<Store, 'restored'>;
  readonly alarms: Pick<Alarms, 'raise' | 'clear'>;
  readonly log: Log;
};

/** Whether it was. */
export async function tellOfRestore({ store, alarms, log }: Needs): Promise<boolean> {
  const isRestored = await store.restored();
  if (!isRestored) {
    alarms.clear('store-restored', 'proxy');
    return false;
  }
  log.warn('store.restored');
  alarms.raise('store-restored', 'proxy', {
    severity: 'warning',
    cause: 'an older state of the database was put back',
    remedy:
      'Look through the list of tablets: those paired since show their pairing screen. It is over with the next start.',
  });
  return true;
}
