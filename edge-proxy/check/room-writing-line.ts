/**
 * Whether the app may write in the rooms' own calendars, which only some policies ask for: a room that declines what
 * nobody came to, or that is booked directly, does so in its own. Without such a policy the least is that it may not.
 */

import type { Policy } from '../../shared/room/policy.ts';
import type { CheckLine } from '../../shared/wire/check.ts';
import type { Access } from './access.ts';
import { failed, faultWords, good, isDenied, skipped, WAITING, warning } from './check-lines.ts';
import { type CheckNeeds, isDelegated } from './check-setup.ts';
import { assignRole, ROOMS_GROUP, shareCalendars } from './commands.ts';
import { trialStart } from './trial.ts';

export function asksForWriting({ bookingMode, mayEndOthers, checkIn }: Policy): boolean {
  return bookingMode === 'direct' || mayEndOthers || checkIn.mode === 'release';
}

/** `room`: one that can be read; null where none can. */
export async function roomWritingLine(
  { setup, probe, clock }: CheckNeeds,
  { objectId }: Pick<Access, 'objectId'>,
  room: string | null,
): Promise<CheckLine> {
  if (room === null) return skipped('room-writing', 'room-readable');
  const isWanted = setup.writesToRooms;
  if (isDelegated(setup) && !isWanted) {
    const cameBack = 'Rooms share their calendars with the service account for reading, which is the least.';
    return good('room-writing', { tried: 'Nothing: no policy asks for it.', cameBack });
  }
  const tried = `Made a marked meeting without guests in the calendar of ${room}, a year ahead, and took it away again.`;
  const written = await probe.tryWriting(room, trialStart(clock.now()));
  if (written.ok && written.value === 'left') {
    return warning('room-writing', {
      tried,
      cameBack: 'It was made, but could not be taken away.',
      remedy: `Delete “Doorlight check, may be deleted” from the calendar of ${room}. It disturbs nobody.`,
    });
  }
  if (written.ok) {
    const cameBack = isWanted
      ? 'The app may write there, as the policy asks.'
      : 'The app may write there. No policy asks for it, so the role could be taken back.';
    return good('room-writing', { tried, cameBack });
  }
  if (!isDenied(written.error)) {
    return warning('room-writing', { tried, cameBack: faultWords(written.error), remedy: 'Check again later.' });
  }
  if (!isWanted) {
    const cameBack = 'The app may not, and no policy asks for it: that is the least.';
    return good('room-writing', { tried, cameBack });
  }
  const asked =
    'A policy lets rooms give back meetings, lets doors end those of others, or books rooms directly; Exchange would refuse each of them.';
  return failed('room-writing', {
    tried,
    cameBack: `${faultWords(written.error)} ${asked}`,
    ...(isDelegated(setup)
      ? {
          remedy:
            'Share the calendars of the rooms with the service account as Editor, consent to Calendars.ReadWrite.Shared and sign it in again, or change the policy back.',
          command: shareCalendars([room], setup.serviceUser, 'Editor'),
        }
      : {
          remedy: `Give the app the role Application Calendars.ReadWrite over the rooms, or change the policy back. ${WAITING}`,
          command: assignRole('Calendars.ReadWrite', ROOMS_GROUP, objectId),
        }),
  });
}
