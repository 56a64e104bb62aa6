/**
 * One alarm for each troubled room; and one for all together where they are many, as then it is not the rooms that are at
 * fault, and a list of a thousand says less than one line.
 */

import type { RoomId } from '../../shared/basics/ids.ts';
import type { AlarmKind, Severity } from '../../shared/wire/watch.ts';
import type { Alarms } from './alarms.ts';
import { troubleWords } from './trouble-words.ts';

/** More than a person would look at one by one. */
const MOST_SINGLE = 5;
/** Fewer than the other, so that one room that comes and goes does not swing the whole list. */
const FEW_AGAIN = 2;
const MANY = 'many-rooms';

export type RoomAlarms = {
  add(roomId: RoomId, cause: string): void;
  remove(roomId: RoomId): void;
};

type Options = {
  readonly alarms: Alarms;
  readonly kind: AlarmKind;
  /** How bad it is when it is many. */
  readonly worst: Severity;
};

export function createRoomAlarms({ alarms, kind, worst }: Options): RoomAlarms {
  const troubled = new Map<RoomId, string>();
  let areMany = alarms.isOpen(kind, MANY);

  function raiseMany(): void {
    const { cause, remedy } = troubleWords(mostCommon([...troubled.values()]));
    alarms.raise(kind, MANY, { severity: worst, cause: `many rooms: ${cause}`, remedy });
  }

  return {
    add(roomId, cause) {
      troubled.set(roomId, cause);
      if (!areMany && troubled.size <= MOST_SINGLE) {
        alarms.raise(kind, roomId, { severity: 'warning', ...troubleWords(cause) });
        return;
      }
      if (!areMany) for (const single of troubled.keys()) alarms.clear(kind, single);
      areMany = true;
      raiseMany();
    },
    remove(roomId) {
      troubled.delete(roomId);
      // Also where the alarm is from before a restart.
      alarms.clear(kind, roomId);
      if (!areMany || troubled.size > FEW_AGAIN) return;
      areMany = false;
      alarms.clear(kind, MANY);
      for (const [left, cause] of troubled) alarms.raise(kind, left, { severity: 'warning', ...troubleWords(cause) });
    },
  };
}

function mostCommon(causes: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const cause of causes) counts.set(cause, (counts.get(cause) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? '';
}
