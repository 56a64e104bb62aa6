/** One door in each of its states, as a day and an instant: what the screenshots show and the tables test. */

import type { Connection } from '../../kiosk/state/room-model.ts';
import type { Tap } from '../../kiosk/state/tap.ts';
import type { Sheet } from '../../kiosk/state/view-model.ts';
import { encodeText } from '../../shared/basics/codec.ts';
import type { OccurrenceId } from '../../shared/basics/ids.ts';
import { addMinutes, type Instant } from '../../shared/basics/instant.ts';
import type { BookingStatus } from '../../shared/room/booking-status.ts';
import { hidden, type Occurrence, shown } from '../../shared/room/occurrence.ts';
import type { RoomDay } from '../../shared/room/room-day.ts';
import { laterCodecs } from '../../shared/wire/later-message.ts';
import type { Notice } from '../../shared/wire/notices.ts';
import { aClosure, aKey, anOccurrence, aPolicy, aRoom, aRoomDay, at } from './builders.ts';

export type DoorFixture = {
  readonly day: RoomDay;
  readonly now: Instant;
  readonly connection: Connection;
  readonly tap: Tap | null;
  readonly sheet: Sheet | null;
  /** What the stream has said beside the day. */
  readonly heard: { readonly notice?: string; readonly nearest?: string };
};

export const doorStates = [
  'available',
  'available-all-day',
  'available-late',
  'available-show-only',
  'starting-soon',
  'check-in',
  'in-use',
  'in-use-private',
  'in-use-ours',
  'in-use-all-day',
  'ending-soon',
  'ending-soon-ours',
  'ending-back-to-back',
  'pending',
  'checking',
  'held',
  'yours',
  'stale',
  'stale-in-use',
  'unknown',
  'unreadable',
  'out-of-service',
  'long-names',
  'hostile',
  'crowded',
  'crowded-day',
  'confirm-end',
  'extend',
  'refused',
  'refused-alternatives',
  'end-others',
  'day',
  'day-tomorrow',
  'next',
  'find',
  'find-nothing',
  'asked',
  'booked-elsewhere',
  'more',
  'details',
  'report',
  'reported',
  'closed',
  'closed-for-now',
  'closed-day',
  'refused-closed',
  'nearest',
  'take',
  'notice',
  'notice-in-use',
  'notice-stale',
  'notice-picture',
  'notices',
  'signage',
  'signage-picture',
] as const;
export type DoorState = (typeof doorStates)[number];

export function doorFixture(state: DoorState): DoorFixture {
  switch (state) {
    case 'available':
      return door({ now: at('10:24') });
    case 'available-all-day':
      return door({ now: at('10:24'), occurrences: [] });
    case 'available-late':
      return door({ now: at('10:24'), readAt: at('10:21') });
    case 'available-show-only':
      return door({ now: at('10:24'), policy: { mayBook: false } });
    case 'starting-soon':
      return door({ now: at('10:18'), occurrences: [standUp, onboarding, ...afternoon] });
    case 'check-in':
      return door({
        now: at('10:34'),
        occurrences: [
          standUp,
          { ...onboarding, checkIn: { kind: 'needed', opensAt: at('10:25'), until: at('10:40') } },
        ],
      });
    case 'in-use':
      return door({ now: at('10:24'), occurrences: [standUp, forecast, lunch, ...afternoon] });
    case 'in-use-private':
      return door({
        now: at('10:24'),
        occurrences: [standUp, { ...forecast, title: hidden, organizer: hidden }, lunch],
      });
    case 'in-use-ours':
      return door({ now: at('10:24'), occurrences: [standUp, ours('confirmed'), lunch] });
    case 'in-use-all-day':
      return door({ now: at('10:24'), occurrences: [wholeDay] });
    case 'ending-soon':
      return door({ now: at('10:52'), occurrences: [standUp, forecast, lunch, ...afternoon] });
    case 'ending-soon-ours':
      return door({ now: at('10:49'), occurrences: [standUp, ours('confirmed'), lunch, ...afternoon] });
    case 'ending-back-to-back':
      return door({ now: at('10:58:40'), occurrences: [standUp, forecast, { ...lunch, start: at('11:00') }] });
    case 'pending':
      return asked('pending');
    case 'checking':
      return asked('checking');
    case 'held':
      return asked('held');
    case 'yours':
      return asked('confirmed');
    case 'stale':
      return door({ now: at('10:54'), readAt: at('10:42') });
    case 'stale-in-use':
      return door({
        now: at('10:59'),
        readAt: at('10:42'),
        occurrences: [standUp, forecast, lunch],
        connection: { kind: 'lost', since: at('10:43') },
      });
    case 'unknown':
      return door({
        now: at('2026-11-25T08:12:00Z'),
        readAt: at('18:04'),
        connection: { kind: 'lost', since: at('18:05') },
      });
    case 'out-of-service': {
      const closed = door({ now: at('10:54'), occurrences: [] });
      return {
        ...closed,
        day: { ...closed.day, readAt: null, health: { cause: 'scope-not-proven', since: at('10:42') } },
      };
    }
    case 'unreadable':
      return door({ now: at('10:24'), occurrences: [standUp, { ...forecast, unreadable: true }, lunch] });
    case 'long-names':
      return door({
        now: at('10:24'),
        room: { displayName: 'Besprechungsraum Friedrichshain-Kreuzberg' },
        occurrences: [
          standUp,
          {
            ...review,
            title: shown('Lieferantenqualitätssicherungsvereinbarung'),
            organizer: shown('Maximiliane Württemberger-Schönfeld'),
          },
        ],
      });
    case 'hostile':
      return door({
        now: at('10:24'),
        room: { displayName: `<b>Raum</b> \u202egnirkcah ${'\u05d7\u05d3\u05e8 '.repeat(12)}` },
        occurrences: [
          standUp,
          { ...forecast, title: shown(hostileTitle), organizer: shown('\u202e\u0000<script>alert(1)</script>') },
          { ...lunch, title: shown('👩‍👩‍👧‍👦'.repeat(200)) },
        ],
      });
    case 'crowded':
      return door({ now: at('10:24'), occurrences: crowd });
    case 'crowded-day':
      return door({
        now: at('10:24'),
        occurrences: crowd,
        sheet: { kind: 'day', chosen: { offset: 0, start: null, minutes: null } },
      });
    case 'confirm-end':
      return opened({ kind: 'confirm-end', occurrence: ours('confirmed') });
    case 'extend':
      return opened({ kind: 'extend', occurrence: ours('confirmed') });
    case 'refused':
      return refused([]);
    case 'refused-alternatives':
      return refused([
        { room: 'porto@northwind.example', displayName: 'Porto', floor: '3', until: at('12:00') },
        { room: 'bergen@northwind.example', displayName: 'Bergen', floor: 'Mezzanine', until: null },
      ]);
    case 'end-others':
      return inUse({ kind: 'confirm-end', occurrence: forecast }, { policy: { mayEndOthers: true } });
    case 'day':
      return door({ now: at('10:24'), sheet: { kind: 'day', chosen: { offset: 0, start: at('13:00'), minutes: 60 } } });
    case 'day-tomorrow':
      return door({ now: at('10:24'), sheet: { kind: 'day', chosen: { offset: 1, start: null, minutes: null } } });
    case 'next':
      return inUse({ kind: 'next' });
    case 'find':
      return inUse({ kind: 'find', seats: 0, minutes: 30, stepFree: false, feature: null });
    case 'find-nothing':
      return inUse({ kind: 'find', seats: 10, minutes: 60, stepFree: true, feature: null });
    case 'asked':
      return inUse({ kind: 'asked' }, { tap: aTap({ status: 'pending', elsewhere: porto }) });
    case 'booked-elsewhere':
      return inUse({ kind: 'asked' }, { tap: aTap({ status: 'confirmed', elsewhere: porto }) });
    case 'more':
      return door({ now: at('10:24'), sheet: { kind: 'more' } });
    case 'details':
      return door({ now: at('10:24'), sheet: { kind: 'details', minutes: 30 } });
    case 'report':
      return door({ now: at('10:24'), sheet: { kind: 'report' } });
    case 'reported':
      return door({
        now: at('10:24'),
        tap: aTap({ kind: 'report-fault', status: 'confirmed' }),
        sheet: { kind: 'asked' },
      });
    case 'closed':
      return door({ now: at('10:24'), closures: [carpet], heard: { nearest: toPorto } });
    case 'closed-for-now':
      return door({
        now: at('10:24'),
        closures: [{ ...carpet, until: null, reason: 'Heizung ausgefallen', instead: porto.instead }],
      });
    case 'closed-day':
      return door({
        now: at('10:24'),
        closures: [{ ...carpet, from: at('12:00'), until: at('15:00') }],
        sheet: { kind: 'day', chosen: { offset: 0, start: null, minutes: null } },
      });
    case 'refused-closed':
      return inUse(
        { kind: 'refused' },
        {
          tap: aTap({
            status: 'refused',
            refusal: { kind: 'room-closed', from: at('11:00'), until: carpet.until, reason: carpet.reason },
            alternatives: [{ room: porto.room, displayName: 'Porto', floor: '3', until: at('12:00') }],
          }),
        },
      );
    case 'nearest':
      return { ...doorFixture('in-use'), heard: { nearest: toPorto } };
    case 'take':
      return inUse({ kind: 'take', room: portoIsFree });
    case 'notice':
      return door({ now: at('10:24'), heard: { notice: hung(drill) } });
    case 'notice-in-use':
      return { ...doorFixture('in-use'), heard: { notice: hung(longNotice, drill), nearest: toPorto } };
    case 'notice-stale':
      return { ...doorFixture('stale'), heard: { notice: hung(drill) } };
    case 'notice-picture':
      return door({ now: at('10:24'), heard: { notice: hung({ ...drill, picture: aPicture }) } });
    case 'notices':
      return door({
        now: at('10:24'),
        heard: { notice: hung(drill, longNotice, { ...drill, picture: aPicture }) },
        sheet: { kind: 'notices' },
      });
    case 'signage':
      return door({ now: at('10:24'), policy: { signageAfterMinutes: 2 }, heard: { notice: hung(drill, longNotice) } });
    case 'signage-picture':
      return door({
        now: at('10:26'),
        policy: { signageAfterMinutes: 2 },
        heard: { notice: hung({ ...drill, picture: aPicture }) },
      });
  }
}

const drill = {
  text: 'Fire drill today at 14:00. Please leave by staircase B and leave your things behind.',
  picture: null,
};
const longNotice = {
  text: 'The lifts are serviced on Wednesday and Thursday from 07:00 to 12:00.\n\nPlease use the stairs, or ask the reception for the goods lift. Deliveries go to the back entrance in Lindenstraße on both days, and the car park closes at 20:00.',
  picture: null,
};
const aPicture = {
  hash: 'ab'.repeat(32),
  alt: 'The way to the assembly point: out, left, across the yard',
  width: 1_200,
  height: 600,
};
const carpet = aClosure('08:00', '2026-11-26T08:00:00Z');
const portoIsFree = {
  room: 'porto@northwind.example',
  displayName: 'Porto',
  floor: '3',
  until: at('12:00'),
  capacity: 6,
  features: ['Screen'],
  wheelchairAccessible: true,
};
const toPorto = encodeText(laterCodecs.nearest, { nearest: portoIsFree });

/** As the stream says it: these hang, until 15:00. */
function hung(...notices: Pick<Notice, 'text' | 'picture'>[]): string {
  const stretch = { from: at('09:00'), until: at('15:00') };
  return encodeText(laterCodecs.notice, { notices: notices.map((one, n) => ({ id: `n${n}`, ...stretch, ...one })) });
}

const porto = {
  room: 'porto@northwind.example',
  name: 'Porto',
  instead: { room: 'porto@northwind.example', displayName: 'Porto' },
};

const anna = shown('Anna Lindqvist');
const standUp = meeting(1, '08:30', '09:15', 'Stand-up', 'Anna Lindqvist');
const retro = meeting(2, '09:30', '10:15', 'Retrospective', 'Tomás Herrera');
const forecast = meeting(3, '10:00', '11:00', 'Quarterly forecast', 'Anna Lindqvist');
const onboarding = meeting(4, '10:30', '11:30', 'Vendor onboarding', 'Tomás Herrera');
const lunch = meeting(5, '13:00', '14:00', 'Lunch and learn: reading a balance sheet', 'Priya Raghunathan');
const review = meeting(6, '14:30', '15:30', 'Weekly design review', 'Magdalena Kowalczyk');
const afternoon = [review, meeting(7, '16:00', '17:00', 'Hiring panel', 'Anna Lindqvist')];
const wholeDay = anOccurrence({
  id: 'occurrence-8' as OccurrenceId,
  start: at('00:00'),
  end: at('2026-11-25T00:00:00Z'),
  allDay: true,
  title: shown('Board meeting'),
  organizer: anna,
});
const crowdNames: readonly (readonly [title: string, organizer: string])[] = [
  ['Review of مراجعة ميزانية الربع الثالث (Q3)', 'فاطمة الزهراء'],
  ['🎉🎂 Party 🎈', 'Anna Lindqvist'],
  ['Sync', ''],
  ['תכנון רבעוני', 'Tomás Herrera'],
  ['採用面接：第二次', '山田 太郎'],
  ['A very long title that says everything there is to say about the meeting, and then says all of it once more', ''],
];
/** Sixty in a day, back to back and over each other, of all scripts, some of nobody; one all day, one past midnight. */
const crowd: readonly Occurrence[] = [
  wholeDay,
  ...Array.from({ length: 60 }, (_, n) => {
    const [title, organizer] = crowdNames[n % crowdNames.length] ?? ['', ''];
    const one = meeting(20 + n, '08:00', '08:10', title, organizer);
    const start = addMinutes(one.start, n * 10);
    return {
      ...one,
      start,
      end: addMinutes(start, n % 7 === 0 ? 25 : 10),
      allDay: false,
      ...(organizer === '' && { organizer: hidden }),
    };
  }),
  {
    ...meeting(90, '23:00', '23:30', 'Cut-over to the new telephones', 'Tomás Herrera'),
    end: at('2026-11-25T01:30:00Z'),
  },
];
/** Markup, a bidi override that never ends, nulls, and ten kilobytes of it. */
const hostileTitle = `<img src=x onerror=alert(1)> \u202e\u0000 ${'𝕎𝕠𝕣𝕕👩‍👩‍👧‍👦 '.repeat(400)}`;

function meeting(n: number, start: string, end: string, title: string, organizer: string): Occurrence {
  return anOccurrence({
    id: `occurrence-${n}` as OccurrenceId,
    start: at(start),
    end: at(end),
    title: shown(title),
    organizer: shown(organizer),
  });
}

/** Booked at this door for half an hour, at 10:24. */
function ours(status: BookingStatus): Occurrence {
  return anOccurrence({
    id: 'occurrence-9' as OccurrenceId,
    start: at('10:24'),
    end: at('10:55'),
    title: shown('Booked at the door'),
    organizer: shown('Doorlight'),
    booking: { key: aKey(1), status },
  });
}

type Parts = {
  now: Instant;
  readAt?: Instant;
  room?: Partial<RoomDay['room']>;
  policy?: Partial<RoomDay['policy']>;
  occurrences?: readonly Occurrence[];
  connection?: Connection;
  tap?: Tap;
  sheet?: Sheet;
  closures?: RoomDay['closures'];
  heard?: DoorFixture['heard'];
};

function door({ now, readAt, room, policy, occurrences, connection, tap, sheet, closures, heard }: Parts): DoorFixture {
  const day = aRoomDay(now, occurrences ?? [standUp, retro, ...afternoon], {
    room: aRoom(room),
    policy: aPolicy({ showTitles: true, ...policy }),
    readAt: readAt ?? addMinutes(now, -1),
    shortId: 'kxwq7mtz3dvr',
    ...(closures !== undefined && { closures }),
  });
  return {
    day,
    now,
    connection: connection ?? { kind: 'live' },
    tap: tap ?? null,
    sheet: sheet ?? null,
    heard: heard ?? {},
  };
}

function aTap(change: Partial<Tap>): Tap {
  return {
    key: aKey(1),
    kind: 'book',
    status: 'sending',
    end: at('10:55'),
    start: null,
    elsewhere: null,
    refusal: null,
    alternatives: [],
    at: at('10:24'),
    wasHeld: false,
    ...change,
  };
}

function asked(status: BookingStatus): DoorFixture {
  return door({ now: at('10:24'), occurrences: [standUp, retro, ours(status), ...afternoon], tap: aTap({ status }) });
}

function inUse(sheet: Sheet, change: Partial<Parts> = {}): DoorFixture {
  return door({ now: at('10:24'), occurrences: [standUp, forecast, lunch, ...afternoon], sheet, ...change });
}

function opened(sheet: Sheet): DoorFixture {
  return door({ now: at('10:34'), occurrences: [standUp, ours('confirmed'), lunch], sheet });
}

function refused(alternatives: Tap['alternatives']): DoorFixture {
  const refusal = { kind: 'room-busy', from: at('10:00'), until: at('11:00') } as const;
  return door({
    now: at('10:25'),
    occurrences: [standUp, forecast, lunch],
    tap: aTap({ status: 'refused', refusal, alternatives }),
    sheet: { kind: 'refused' },
  });
}
