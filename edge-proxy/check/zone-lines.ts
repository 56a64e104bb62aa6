/** Whether the app may ask the mailboxes for their zones, and whether each of them has one. */

import type { CheckLine } from '../../shared/wire/check.ts';
import type { Access } from './access.ts';
import { countOf, failed, good, isDenied, listed, skipped, WAITING, warning } from './check-lines.ts';
import { type CheckNeeds, isDelegated } from './check-setup.ts';
import { assignRole, ROOMS_GROUP, setZones } from './commands.ts';
import type { SeenRoom } from './read-rooms.ts';

export function* zoneLines(
  { setup }: CheckNeeds,
  { objectId }: Pick<Access, 'objectId'>,
  seen: readonly SeenRoom[],
): Generator<CheckLine, void> {
  // A room that cannot be read has its line already.
  const rooms = seen.filter(({ meetings }) => meetings.ok);
  const tried = `Read the mailbox settings of ${countOf(rooms.length, 'room')}.`;
  const areAllDenied = rooms.every(({ zone }) => !zone.ok && isDenied(zone.error));
  if (rooms.length === 0) {
    yield skipped('permission-mailbox-settings', 'room-readable');
    yield skipped('zones', 'room-readable');
  } else if (areAllDenied && isDelegated(setup)) {
    yield good('permission-mailbox-settings', { tried, cameBack: 'A service account may read its own alone.' });
    yield warning('zones', {
      tried,
      cameBack: 'No zone is known, so that of this machine is taken.',
      remedy: 'Set the zone of each room that has another in the console.',
    });
  } else if (areAllDenied) {
    yield failed('permission-mailbox-settings', {
      tried,
      cameBack: 'Graph refuses them all, so the zone of every room is a guess.',
      remedy: `Give the app the role Application MailboxSettings.Read over the rooms. ${WAITING}`,
      command: assignRole('MailboxSettings.Read', ROOMS_GROUP, objectId),
    });
    yield skipped('zones', 'permission-mailbox-settings');
  } else {
    yield good('permission-mailbox-settings', { tried, cameBack: 'The app may read them.' });
    yield knownZones(rooms, tried);
  }
}

function knownZones(rooms: readonly SeenRoom[], tried: string): CheckLine {
  const unknown = rooms.filter(({ zone }) => !zone.ok || zone.value === null);
  const zones = new Set(rooms.flatMap(({ zone }) => (zone.ok && zone.value !== null ? [zone.value] : [])));
  if (unknown.length === 0) {
    return good('zones', { tried, cameBack: `All known: ${[...zones].sort().slice(0, 10).join(', ')}.` });
  }
  return warning('zones', {
    tried,
    cameBack: `${listed(unknown.map(({ displayName }) => displayName))}: no zone is known, so that of the neighbours is taken.`,
    remedy: "Set the mailbox's zone, by its Windows name, or set the zone of the room in the console.",
    command: setZones(unknown.map(({ address }) => address)),
  });
}
