/**
 * Mails what people at the doors say is broken to whom facilities name for that room: one mail for each fault, however
 * often it is said until it is mended. Where Exchange takes no mail it is tried again for some hours; the list of faults in
 * the console has it in any case.
 */

import type { RoomId } from '../../shared/basics/ids.ts';
import { HOUR_MS, MINUTE_MS } from '../../shared/basics/instant.ts';
import type { Room } from '../../shared/room/room.ts';
import type { RoomFault } from '../../shared/room/room-fault.ts';
import type { Mail } from '../ports/mail.ts';
import { type Cancel, type Clock, type Log, nameOf } from '../ports/runtime.ts';
import { FAULT_WORDS } from './attendance-alarms.ts';

type Needs = {
  readonly mail: Mail;
  readonly recipientsOf: (roomId: RoomId) => readonly string[];
  readonly findRoom: (roomId: RoomId) => Pick<Room, 'displayName' | 'building' | 'floor'> | null;
  /** Where the console is; null where nobody knows by which address people reach it. */
  readonly consoleUrl: string | null;
  readonly clock: Clock;
  readonly log: Log;
};

const RETRIES_MS = [MINUTE_MS, 5 * MINUTE_MS, 30 * MINUTE_MS, 2 * HOUR_MS];
/** A campus whose power fails says a hundred things at once; more is told by the list alone. */
const MOST_WAITING = 200;

export function createFaultMail({ mail, recipientsOf, findRoom, consoleUrl, clock, log }: Needs) {
  const waiting = new Map<string, Cancel>();

  function keyOf(roomId: RoomId, what: RoomFault): string {
    return `${roomId} ${what}`;
  }

  async function tryToSend(roomId: RoomId, what: RoomFault, tries: number): Promise<void> {
    const to = recipientsOf(roomId);
    if (to.length === 0) return;
    try {
      await mail.send({ to, ...wordsOf(roomId, what) });
      log.info('fault-mail.sent', { roomId, recipients: to.length });
    } catch (cause) {
      const delayMs = RETRIES_MS[tries];
      log.warn('fault-mail.not-sent', { roomId, tries, cause: nameOf(cause) });
      if (delayMs === undefined || waiting.size >= MOST_WAITING) return;
      const again = clock.after(delayMs, () => {
        waiting.delete(keyOf(roomId, what));
        void tryToSend(roomId, what, tries + 1);
      });
      waiting.set(keyOf(roomId, what), again);
    }
  }

  function wordsOf(roomId: RoomId, what: RoomFault) {
    const room = findRoom(roomId);
    const name = room?.displayName ?? roomId;
    const where = [room?.building, room?.floor].filter(Boolean).join(', ');
    const lines = [
      `Somebody at the door of ${name}${where === '' ? '' : ` (${where})`} says: ${FAULT_WORDS[what]}.`,
      'Nobody is told of it again until it is marked as mended.',
      ...(consoleUrl === null ? [] : [consoleUrl]),
    ];
    return { subject: `${name}: ${FAULT_WORDS[what]}`, text: `${lines.join('\n\n')}\n` };
  }

  return {
    /** Somebody said it who was the first. */
    tell(roomId: RoomId, what: RoomFault): void {
      waiting.get(keyOf(roomId, what))?.();
      waiting.delete(keyOf(roomId, what));
      void tryToSend(roomId, what, 0);
    },
    /** It is mended: what has not gone out by now is no news any more. */
    done(roomId: RoomId, what: RoomFault): void {
      waiting.get(keyOf(roomId, what))?.();
      waiting.delete(keyOf(roomId, what));
    },
    close(): void {
      for (const cancel of waiting.values()) cancel();
      waiting.clear();
    },
  };
}
