/** The free room that a taken door names: one more touch says for how long, and it is theirs. */

import { addMinutes, earliest } from '../../shared/basics/instant.ts';
import { roundUp } from '../../shared/rules/offers.ts';
import type { FreeRoomNearby } from '../../shared/wire/free-rooms.ts';
import type { Act } from '../components/desk.tsx';
import { floorText } from './room-facts.ts';
import { closeAct, type SheetPage, type SheetParts } from './sheet-page.ts';

const LENGTHS = [15, 30, 60];

export function takePage(room: FreeRoomNearby, parts: SheetParts): SheetPage {
  const { speech, view } = parts;
  const { words, times, day, now } = speech;
  const { say } = words;
  const until = room.until === null ? say('all-day') : say('until', { time: times.moment(room.until, now) });
  const facts = [
    room.floor === day.room.floor ? say('this-floor') : room.floor === null ? '' : floorText(room.floor, words),
    room.capacity === null || room.capacity <= 0 ? '' : say('seats', { count: room.capacity }),
    ...room.features,
    room.wheelchairAccessible ? say('step-free') : '',
  ].filter((fact) => fact !== '');
  const more: Act = {
    label: say('more-rooms'),
    look: 'outlined',
    onPress: () => view.openSheet({ kind: 'find', seats: 0, minutes: 30, stepFree: false, feature: null }),
  };
  return {
    heading: say('room-is-free', { room: room.displayName, until }),
    sentence: facts.join(', '),
    acts: [...lengthActs(room, parts), more, closeAct(parts)],
  };
}

/** Each another end, and none past what comes next there. */
function lengthActs(room: FreeRoomNearby, { speech, booking, view }: SheetParts): Act[] {
  const { words, times, day, now } = speech;
  const acts: Act[] = [];
  let last = now;
  for (const minutes of LENGTHS.filter((length) => length <= day.policy.longestBookingMinutes)) {
    const wanted = roundUp(addMinutes(now, minutes), day.policy.roundToMinutes, day.room.timeZone);
    const end = room.until === null ? wanted : earliest(wanted, room.until);
    if (end <= last) continue;
    last = end;
    const isCut = end < wanted;
    const time = times.moment(end, now);
    acts.push({
      label: isCut ? words.say('until-button', { time }) : times.length(minutes),
      detail: isCut ? undefined : words.say('to', { time }),
      look: 'solid',
      onPress() {
        booking.book({ end, elsewhere: { room: room.room, name: room.displayName } });
        view.openSheet({ kind: 'asked' });
      },
    });
  }
  return acts;
}
