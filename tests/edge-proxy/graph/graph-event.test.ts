import { expect, test } from 'vitest';
import { decodeEvent } from '../../../edge-proxy/graph/graph-event.ts';
import { recordedBody, recordedNames } from '../../support/recorded.ts';

/** One event, or the entries of a list. */
function eventsOf(name: string): unknown[] {
  const body = recordedBody(name) as { value?: unknown[]; start?: unknown } | undefined;
  if (body === undefined) return [];
  return body.value ?? (body.start === undefined ? [] : [body]);
}

/** The documents print these without times, or with the word "value" in their place. */
const WITHOUT_TIMES = ['calendarview-calendar.json', 'calendarview-user.json', 'event-update.json'];
const names = recordedNames(/(calendarview|event-|booking-)/).filter(
  (name) => !/delete|cancel\.json|notification|error/.test(name),
);

test.for(names.filter((name) => !WITHOUT_TIMES.includes(name) && eventsOf(name).length > 0))(
  'every event of %s can be read whole',
  (name) => {
    for (const input of eventsOf(name)) {
      const event = decodeEvent(input);
      expect(event?.details).toMatchObject({ isCancelled: expect.any(Boolean), sensitivity: expect.any(String) });
    }
  },
);

test.for(WITHOUT_TIMES)('an entry without times, as in %s, is no event', (name) => {
  for (const input of eventsOf(name)) expect(decodeEvent(input)).toBeNull();
});

const whole = {
  id: 'AAk=',
  subject: 'Review',
  organizer: { emailAddress: { name: 'Ada', address: 'ada@x.example' } },
  sensitivity: 'normal',
  showAs: 'busy',
  isAllDay: false,
  isCancelled: false,
  responseStatus: { response: 'accepted', time: '2026-11-20T09:00:00Z' },
  type: 'singleInstance',
  start: { dateTime: '2026-11-24T09:00:00.0000000', timeZone: 'UTC' },
  end: { dateTime: '2026-11-24T10:00:00.0000000', timeZone: 'UTC' },
};

test('capitals in an enum change nothing', () => {
  const event = decodeEvent({ ...whole, showAs: 'Tentative', sensitivity: 'Private', type: 'SeriesMaster' });

  expect(event?.details).toMatchObject({ showAs: 'tentative', sensitivity: 'private', type: 'seriesmaster' });
});

test.for([
  { isCancelled: 'no' },
  { isAllDay: 1 },
  { showAs: 7 },
  { sensitivity: ['normal'] },
  { subject: { text: 'x' } },
  { organizer: 'Ada' },
  { organizer: { emailAddress: 'ada@x.example' } },
  { responseStatus: 'accepted' },
  { id: 12 },
  { id: undefined },
  { id: 'x'.repeat(501) },
])('with %j the times still stand, and nothing else', (change) => {
  const event = decodeEvent({ ...whole, ...change });

  expect(event).toMatchObject({ details: null, start: { msOfDay: 9 * 3_600_000 } });
});

test.for([null, 'event', [], { ...whole, start: null }, { ...whole, end: undefined }])('%j is no event', (input) => {
  expect(decodeEvent(input)).toBeNull();
});

test('what is left out is absent, not wrong', () => {
  const { start, end, id } = whole;

  expect(decodeEvent({ id, start, end })?.details).toEqual({
    subject: null,
    organizer: null,
    sensitivity: '',
    showAs: '',
    type: '',
    response: '',
    isAllDay: false,
    isCancelled: false,
  });
});
