/** What the settings of the policy are called, and their values in words: as facilities would say them, not as they are kept. */

import { clocks, type Look, palettes, spokenLanguages, textSizes, themes } from '../../../shared/room/look.ts';
import {
  type AfterHours,
  afterHours,
  type BookingMode,
  type CheckInPolicy,
  checkInModes,
  type LedKind,
  ledKinds,
  type OpeningHours,
} from '../../../shared/room/policy.ts';
import type { PolicySetting } from '../../../shared/rules/policy-levels.ts';
import { plural } from './say-time.ts';

/** How a value is entered. `none`: what nought means, where that is another thing than little. */
export type PolicyControl =
  | { readonly kind: 'flag' }
  | { readonly kind: 'choice'; readonly options: readonly (readonly [value: string, words: string])[] }
  | { readonly kind: 'number'; readonly unit: 'minute' | 'day' | 'no-show'; readonly none?: string }
  | { readonly kind: 'lengths' }
  | { readonly kind: 'hours' }
  | { readonly kind: 'languages' }
  | { readonly kind: 'addresses' }
  /** Of a thing on the network; `none`: what an empty one means. */
  | { readonly kind: 'address'; readonly none: string };

export type PolicyField = {
  readonly setting: PolicySetting;
  readonly label: string;
  readonly control: PolicyControl;
  /** What one would get wrong without it. */
  readonly hint?: string;
};

export type PolicyGroup = { readonly title: string; readonly fields: readonly PolicyField[] };

const flag: PolicyControl = { kind: 'flag' };
const minutes: PolicyControl = { kind: 'number', unit: 'minute' };

const bookingModes: readonly [BookingMode, string][] = [
  ['invite', 'The room is invited and answers'],
  ['direct', 'Written into the room’s calendar'],
];

const checkIn: { readonly [M in CheckInPolicy['mode']]: string } = {
  off: 'Nobody is asked',
  ask: 'People are asked',
  release: 'Asked, and no-shows lose the room',
};

const theme: { readonly [T in Look['theme']]: string } = {
  auto: 'Light in opening hours, dark outside',
  light: 'Light',
  dark: 'Dark',
  contrast: 'High contrast',
};

const palette: { readonly [P in Look['palette']]: string } = {
  red: 'Green and red',
  blue: 'Blue and rust, for every kind of colour vision',
  violet: 'Green and violet',
};

const clock: { readonly [C in Look['clock']]: string } = {
  locale: 'As the language’s country writes it',
  '12': '2:30 pm',
  '24': '14:30',
};

const night: { readonly [A in AfterHours]: string } = { on: 'As bright as ever', dim: 'Dimmed', off: 'Dark' };

const light: { readonly [L in LedKind]: string } = {
  none: 'None',
  qbic: 'Qbic panel',
  http: 'Another, by HTTP',
  fully: 'By TCP, through Fully Kiosk Browser',
};

export const policyGroups: readonly PolicyGroup[] = [
  {
    title: 'Privacy',
    fields: [
      { setting: 'showTitles', label: 'Show titles', control: flag },
      { setting: 'showOrganizers', label: 'Show organisers', control: flag },
    ],
  },
  {
    title: 'Booking at the door',
    fields: [
      { setting: 'mayBook', label: 'Book, extend and end at the door', control: flag },
      {
        setting: 'bookingLengths',
        label: 'Lengths offered',
        control: { kind: 'lengths' },
        hint: 'In minutes, at most five. “Until the next meeting” is always there.',
      },
      { setting: 'longestBookingMinutes', label: 'Longest booking', control: minutes },
      {
        setting: 'horizonDays',
        label: 'How far ahead',
        control: { kind: 'number', unit: 'day' },
        hint: 'Days that a door shows and books, today counted.',
      },
      { setting: 'roundToMinutes', label: 'Round the end up to', control: minutes },
      { setting: 'mayAddDetails', label: 'Add a title and a name', control: flag },
      { setting: 'mayMeetOnline', label: 'Make it a Teams meeting', control: flag },
      {
        setting: 'undoMinutes',
        label: 'Undo without a question for',
        control: { kind: 'number', unit: 'minute', none: 'never' },
      },
      {
        setting: 'mayEndOthers',
        label: 'End meetings that were booked in Outlook',
        control: flag,
        hint: 'The room then declines that one occurrence and its organiser is told.',
      },
      {
        setting: 'holds',
        label: 'Hold the room while the calendar is away',
        control: flag,
        hint: 'Plainly marked as not confirmed.',
      },
      {
        setting: 'bookingMode',
        label: 'How a booking is made',
        control: { kind: 'choice', options: bookingModes },
        hint: 'Written directly only for rooms that answer no invitations.',
      },
    ],
  },
  {
    title: 'Check-in',
    fields: [
      {
        setting: 'checkIn.mode',
        label: 'Check-in',
        control: { kind: 'choice', options: checkInModes.map((mode) => [mode, checkIn[mode]]) },
      },
      { setting: 'checkIn.opensMinutes', label: 'Opens before the start', control: minutes },
      { setting: 'checkIn.graceMinutes', label: 'A no-show after', control: minutes },
      { setting: 'checkIn.exemptFromMinutes', label: 'Not for meetings as long as', control: minutes },
      {
        setting: 'checkIn.strikes',
        label: 'Tell facilities after',
        control: { kind: 'number', unit: 'no-show', none: 'never' },
        hint: 'No-shows of one series in a row.',
      },
    ],
  },
  {
    title: 'Hours and states',
    fields: [
      {
        setting: 'openingHours',
        label: 'Opening hours',
        control: { kind: 'hours' },
        hint: 'In the room’s own zone. From 00:00 to 00:00 is the whole day.',
      },
      { setting: 'startingSoonMinutes', label: '“Booked” shows before the start for', control: minutes },
      { setting: 'endingSoonMinutes', label: '“Ending” shows before the end for', control: minutes },
      {
        setting: 'signageAfterMinutes',
        label: 'Notices fill the screen of a free room after',
        control: { kind: 'number', unit: 'minute', none: 'never' },
        hint: 'In opening hours, without a touch for so long. Word and time stay below; a touch wakes the door.',
      },
    ],
  },
  {
    title: 'Look and language',
    fields: [
      {
        setting: 'look.theme',
        label: 'Theme',
        control: { kind: 'choice', options: themes.map((one) => [one, theme[one]]) },
      },
      {
        setting: 'look.palette',
        label: 'Colours',
        control: { kind: 'choice', options: palettes.map((one) => [one, palette[one]]) },
      },
      {
        setting: 'look.lowReach',
        label: 'Low reach',
        control: flag,
        hint: 'Larger controls, all within reach of a seated person.',
      },
      {
        setting: 'look.textSize',
        label: 'Text',
        control: { kind: 'choice', options: textSizes.map((one) => [one, one === 'large' ? 'Larger' : 'As usual']) },
      },
      {
        setting: 'look.clock',
        label: 'Times',
        control: { kind: 'choice', options: clocks.map((one) => [one, clock[one]]) },
      },
      { setting: 'look.languages', label: 'Language', control: { kind: 'languages' } },
    ],
  },
  {
    title: 'Glass and light',
    fields: [
      {
        setting: 'afterHours',
        label: 'The glass outside opening hours',
        control: { kind: 'choice', options: afterHours.map((one) => [one, night[one]]) },
        hint: 'While nobody has the room. A touch brings it back.',
      },
      {
        setting: 'led',
        label: 'Light beside the screen',
        control: { kind: 'choice', options: ledKinds.map((one) => [one, light[one]]) },
      },
      {
        setting: 'ledAddress',
        label: 'Where the light is reached',
        control: { kind: 'address', none: 'Where such lights usually are' },
        hint: 'From the tablet: an address such as http://localhost:8080/…, or host:port/hex for TCP.',
      },
    ],
  },
  {
    title: 'Faults',
    fields: [
      {
        setting: 'faultRecipients',
        label: 'Tell of what is broken in the room',
        control: { kind: 'addresses' },
        hint: 'Mail addresses, at most ten.',
      },
    ],
  },
];

const fieldBySetting = new Map(policyGroups.flatMap(({ fields }) => fields).map((field) => [field.setting, field]));

export function fieldOf(setting: PolicySetting): PolicyField {
  const field = fieldBySetting.get(setting);
  if (field === undefined) throw new Error(`the setting ${setting} has no words`);
  return field;
}

/** A value of the setting as a person would say it. */
export function sayValue(setting: PolicySetting, value: unknown): string {
  const { control } = fieldOf(setting);
  switch (control.kind) {
    case 'flag':
      return value === true ? 'Yes' : 'No';
    case 'choice':
      return control.options.find(([one]) => one === value)?.[1] ?? String(value);
    case 'number':
      if (value === 0 && control.none !== undefined) return control.none;
      return control.unit === 'minute' ? sayMinutes(Number(value)) : plural(Number(value), control.unit);
    case 'lengths':
      return [...(value as readonly number[]).map(sayMinutes), 'until the next meeting'].join(', ');
    case 'hours': {
      const { from, to } = value as OpeningHours;
      return from === 0 && to === MINUTES_OF_DAY ? 'The whole day' : `${sayTimeOfDay(from)} to ${sayTimeOfDay(to)}`;
    }
    case 'languages': {
      const tags = value as readonly string[];
      return tags.length === 0 ? 'The tablet’s own' : tags.map(languageInEnglish).join(', ');
    }
    case 'addresses': {
      const addresses = value as readonly string[];
      return addresses.length === 0 ? 'Nobody' : addresses.join(', ');
    }
    case 'address':
      return value === '' ? control.none : String(value);
    default:
      return control satisfies never;
  }
}

const MINUTES_OF_DAY = 24 * 60;

/** "45 min", "1 hour", "4 hours", "1 h 30 min". */
export function sayMinutes(count: number): string {
  if (count < 60) return `${count} min`;
  const rest = count % 60;
  return rest === 0 ? plural(count / 60, 'hour') : `${Math.floor(count / 60)} h ${rest} min`;
}

/** "07:30"; midnight at the end of the day is 00:00, as a field for times writes it. */
export function sayTimeOfDay(minutesSinceMidnight: number): string {
  const minute = minutesSinceMidnight % MINUTES_OF_DAY;
  return [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0')).join(':');
}

const english = new Intl.DisplayNames('en', { type: 'language' });

export function languageInEnglish(tag: string): string {
  return english.of(tag) ?? tag;
}

export const offeredLanguages: readonly (readonly [tag: string, words: string])[] = spokenLanguages.map((tag) => [
  tag,
  languageInEnglish(tag),
]);

/** "Floor 3", but "Ground floor". */
export function sayFloor(floor: string): string {
  return /^\d/.test(floor) ? `Floor ${floor}` : floor;
}
