/** Notices a store that cannot be written, whoever meets it, and when it can be again. */

import { type Store, StoreUnavailable } from '../ports/store.ts';
import type { Alarms } from './alarms.ts';

/** The same store. Alarms keep themselves in the one below, or the telling would be what is told of. */
export function watchStore(store: Store, alarms: Pick<Alarms, 'raise' | 'clear'>): Store {
  let isFailing = false;

  function failed(cause: unknown): never {
    if (cause instanceof StoreUnavailable) {
      isFailing = true;
      alarms.raise('store-failing', 'proxy', {
        severity: 'critical',
        cause: 'the database cannot be written: its disk is full or broken, or another program holds it',
        remedy:
          'Look at the disk of DATA_DIR, and whether a backup or a tool has doorlight.sqlite open. Taps are refused meanwhile.',
      });
    }
    throw cause;
  }

  /** Only a write proves it: what is read may come from memory. */
  function wrote<T>(answer: T): T {
    if (isFailing) alarms.clear('store-failing', 'proxy');
    isFailing = false;
    return answer;
  }

  return new Proxy(store, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function' || name === 'close') return member;
      const isRead = /^(find|list|restored)/.test(String(name));
      return (...given: unknown[]) => {
        const answer = Reflect.apply(member, target, given) as Promise<unknown>;
        return answer.then(isRead ? (read) => read : wrote, failed);
      };
    },
  });
}
