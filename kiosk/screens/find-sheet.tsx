/** The rooms that are free near here, for how long, and with what in them; each can be taken from this door. */

import { addMinutes, earliest, type Instant } from '../../shared/basics/instant.ts';
import { roundUp } from '../../shared/rules/offers.ts';
import type { FreeRoomNearby } from '../../shared/wire/free-rooms.ts';
import type { NearbyRoom } from '../components/nearby-rooms.tsx';
import { NearbyRooms } from '../components/nearby-rooms.tsx';
import { Pills } from '../components/pills.tsx';
import { Slab } from '../components/slab.tsx';
import type { Found } from '../state/find-model.ts';
import type { Sheet } from '../state/view-model.ts';
import type { Speech } from './face-words.tsx';
import style from './find-sheet.module.css';
import { floorText } from './room-facts.ts';
import { closeAct, type SheetPage, type SheetParts } from './sheet-page.ts';

type Find = Extract<Sheet, { kind: 'find' }>;

const SEATS = [0, 6, 10];
const LENGTHS = [15, 30, 60];
const MOST_FEATURES = 3;

export function findPage(asked: Find, parts: SheetParts): SheetPage {
  const { speech, view, find } = parts;
  const { words, times } = speech;
  const { say } = words;
  const look = (change: Partial<Find>) => {
    if (change.minutes !== undefined) find.look(change.minutes);
    view.openSheet({ ...asked, ...change });
  };
  const features = commonFeatures(find.found.value);
  return {
    heading: say('free-near-here'),
    children: listOf(asked, parts),
    picker: (
      <div class={`${style['picker']} ${features.length > 0 ? style['equipped'] : ''}`}>
        <Pills
          name={say('seats-label')}
          chosen={asked.seats}
          choices={SEATS.map((seats) => ({
            value: seats,
            label: seats === 0 ? say('any-size') : say('at-least', { count: seats }),
          }))}
          onChoose={(seats) => look({ seats })}
        />
        <Pills
          name={say('for-how-long')}
          chosen={asked.minutes}
          choices={LENGTHS.map((minutes) => ({ value: minutes, label: times.length(minutes) }))}
          onChoose={(minutes) => look({ minutes })}
        />
        {features.length > 0 && (
          <Pills
            name={say('equipment-label')}
            chosen={asked.feature}
            choices={[
              { value: null, label: say('any-equipment') },
              ...features.map((feature) => ({ value: feature, label: feature })),
            ]}
            onChoose={(feature) => look({ feature })}
          />
        )}
        <Pills
          name={say('step-free')}
          chosen={asked.stepFree ? 1 : 0}
          choices={[
            { value: 0, label: say('any-room') },
            { value: 1, label: say('only-step-free') },
          ]}
          onChoose={(chosen) => look({ stepFree: chosen === 1 })}
        />
        <Slab {...closeAct(parts)} />
      </div>
    ),
    // All that is pressed here is a choice, and one row less of it is one room more above.
    acts: [],
  };
}

/** What most of the rooms have that are free now, as the catalogue names it: more choices than these nobody reads. */
function commonFeatures(found: Found): string[] {
  if (found.kind !== 'rooms') return [];
  const counts = new Map<string, number>();
  for (const feature of found.rooms.flatMap(({ features }) => features)) {
    counts.set(feature, (counts.get(feature) ?? 0) + 1);
  }
  return [...counts]
    .sort(([a, many], [b, more]) => more - many || (a < b ? -1 : 1))
    .slice(0, MOST_FEATURES)
    .map(([feature]) => feature);
}

function listOf(asked: Find, parts: SheetParts) {
  const { speech, find } = parts;
  const { say } = speech.words;
  const found = find.found.value;
  if (found.kind !== 'rooms')
    return <p role="status">{say(found.kind === 'looking' ? 'looking' : 'find-no-answer')}</p>;
  const fitting = found.rooms.filter(
    ({ capacity, wheelchairAccessible, features }) =>
      (asked.seats === 0 || (capacity ?? 0) >= asked.seats) &&
      (!asked.stepFree || wheelchairAccessible) &&
      (asked.feature === null || features.includes(asked.feature)),
  );
  if (fitting.length === 0) return <p role="status">{say('none-free')}</p>;
  const floors = new Map<string | null, NearbyRoom[]>();
  for (const room of fitting) {
    const here = floors.get(room.floor) ?? [];
    floors.set(room.floor, [...here, rowOf(room, asked, parts)]);
  }
  const headings = [...floors].map(([floor, rooms]) => ({ heading: floorHeading(floor, speech), rooms }));
  return <NearbyRooms floors={headings} />;
}

function floorHeading(floor: string | null, { words, day }: Speech): string | null {
  if (floor === null) return null;
  return floor === day.room.floor ? words.say('this-floor') : floorText(floor, words);
}

function rowOf(room: FreeRoomNearby, { minutes }: Find, { speech, booking, view }: SheetParts): NearbyRoom {
  const { words, times, day, now } = speech;
  const end = endOfStay(room, minutes, speech);
  const elsewhere = { room: room.room, name: room.displayName };
  const facts = [
    ...(room.capacity === null || room.capacity <= 0 ? [] : [words.say('seats', { count: room.capacity })]),
    ...room.features,
    ...(room.wheelchairAccessible ? [words.say('step-free')] : []),
  ];
  const take = {
    label: words.say('take-it'),
    detail: words.say('to', { time: times.moment(end, now) }),
    onPress() {
      booking.book({ end, elsewhere });
      view.openSheet({ kind: 'asked' });
    },
  };
  return {
    key: room.room,
    name: room.displayName,
    facts: facts.join(', '),
    until: room.until === null ? words.say('all-day') : words.say('until', { time: times.moment(room.until, now) }),
    take: day.policy.mayBook ? take : null,
  };
}

/** As the door's own buttons round it, and never into what comes next there. */
function endOfStay({ until }: FreeRoomNearby, minutes: number, { day, now }: Speech): Instant {
  const end = roundUp(addMinutes(now, minutes), day.policy.roundToMinutes, day.room.timeZone);
  return until === null ? end : earliest(until, end);
}
