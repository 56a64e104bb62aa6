/**
 * Rules and settlements, each broken in one small way that a tired engineer might: every one of them must make some test
 * fail. `from` is the text as it stands, and stands there once; when the code moves on, so does the line here.
 */

/** By which environment variable the runner hears which one is broken. */
export const BROKEN_NAME = 'DOORLIGHT_MUTANT';

export type Mutant = {
  readonly name: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
};

const rules = 'shared/rules/booking.ts';
const decideBook = 'shared/rules/decide-booking.ts';
const decideChange = 'shared/rules/decide-change.ts';
const book = 'edge-proxy/booking/settle-booking.ts';
const change = 'edge-proxy/booking/settle-change.ts';
const extend = 'edge-proxy/booking/settle-extend.ts';
const withdraw = 'edge-proxy/booking/withdraw.ts';
const engine = 'edge-proxy/booking/booking-engine.ts';
const checkIn = 'shared/rules/check-in.ts';
const undo = 'edge-proxy/booking/settle-undo.ts';
const aim = 'edge-proxy/booking/aim.ts';
const desk = 'edge-proxy/booking/desk.ts';
const submit = 'edge-proxy/booking/submit-intent.ts';
const ledger = 'edge-proxy/booking/ledger.ts';
const rivals = 'edge-proxy/booking/rivals.ts';
const grants = 'edge-proxy/booking/grants.ts';
const views = 'edge-proxy/booking/room-views.ts';
const holdRules = 'shared/rules/holds.ts';
const holds = 'edge-proxy/booking/holds.ts';

export const mutants: readonly Mutant[] = [
  {
    name: 'a booking may be one minute long',
    file: rules,
    from: 'export const SHORTEST_BOOKING_MINUTES = 5;',
    to: 'export const SHORTEST_BOOKING_MINUTES = 1;',
  },
  {
    name: 'a booking may go past the window that was read',
    file: decideBook,
    from: 'if (stretch.end > day.window.end)',
    to: 'if (false)',
  },
  {
    name: 'an end that is now is not yet past',
    file: decideBook,
    from: 'if (stretch.end <= now)',
    to: 'if (stretch.end < now)',
  },
  {
    name: 'an extension to the present end is one',
    file: decideChange,
    from: 'if (end <= running.end)',
    to: 'if (end < running.end)',
  },
  {
    name: 'what is out of service can be booked',
    file: rules,
    from: "return day.health?.cause === 'scope-not-proven';",
    to: 'return false;',
  },
  {
    name: 'somebody else’s meeting is ours',
    file: decideChange,
    from: "return found.booking?.status === 'confirmed' ? ok(found)",
    to: 'return found !== undefined ? ok(found)',
  },
  {
    name: 'after a crash nobody looks whether it was made',
    file: book,
    from: 'const found = wasAsked ? await bookingsOf(desk, withMode(desk, row)).find(row.key) : null;',
    to: 'const found = null;',
  },
  {
    name: 'confirmed while the room has only pencilled it in',
    file: book,
    from: 'if (copy !== null && !copy.tentative) {',
    to: 'if (copy !== null) {',
  },
  {
    name: 'a booking that is withdrawn is left in the calendar',
    file: withdraw,
    from: 'await bookingsOf(desk, row).cancel(found, way.comment);',
    to: '',
  },
  {
    name: 'what was taken out of Exchange is not looked for',
    file: engine,
    from: "if (row.kind === 'book' && row.status !== 'confirmed') lookForWhatIsGone(row);",
    to: '',
  },
  {
    name: 'people check in before check-in opens',
    file: checkIn,
    from: 'now < found.checkIn.opensAt',
    to: 'false',
  },
  {
    name: 'a long meeting asks for check-in',
    file: checkIn,
    from: 'if (end >= addMinutes(start, checkIn.exemptFromMinutes)) return null;',
    to: '',
  },
  {
    name: 'whoever books for now is asked to check in',
    file: checkIn,
    from: 'if (bookedAt !== null && bookedAt >= opensAt) return null;',
    to: '',
  },
  {
    name: 'an undo knows no end of its time',
    file: undo,
    from: 'minutes === 0 || row.createdAt > addMinutes(booking.createdAt, minutes)',
    to: 'false',
  },
  {
    name: 'an undo tramples what Outlook changed meanwhile',
    file: undo,
    from: '?? (await changedMeanwhile(desk, booking))',
    to: '',
  },
  {
    name: 'a door books in any building',
    file: aim,
    from: 'other === null || !isNearby(own, other)',
    to: 'other === null',
  },
  {
    name: 'a door that takes no bookings books other rooms',
    file: aim,
    from: 'return mayBookHere ?',
    to: 'return true ?',
  },
  {
    name: 'an undoing that was kept waiting happens all the same',
    file: undo,
    from: 'as long as Graph liked.\n  if (isTooLate(row, clock.now()))',
    to: 'as long as Graph liked.\n  if (false)',
  },
  {
    name: 'what was ended at the door is cancelled however late',
    file: change,
    from: 'bookings.cancel(meeting.eventId, ENDED_COMMENT, notAfter)',
    to: 'bookings.cancel(meeting.eventId, ENDED_COMMENT)',
  },
  {
    name: 'written straight into the calendar, ours stands against a rival of the same instant',
    file: rivals,
    from: "if (mode === 'direct') return madeAt === null || madeAt <= since;",
    to: '',
  },
  {
    name: 'after a change of policy a booking is looked for in the other calendar',
    file: desk,
    from: "if (row.mode !== 'direct') return bookings;",
    to: 'return bookings;',
  },
  {
    name: 'the rival that was first has to go',
    file: rivals,
    from: 'return madeAt !== null && madeAt < since;',
    to: 'return false;',
  },
  {
    name: 'every rival wins',
    file: rivals,
    from: 'return madeAt !== null && madeAt < since;',
    to: 'return true;',
  },
  {
    name: 'an extension tramples what Outlook changed meanwhile',
    file: change,
    from: "if (stretch.ok && isMoved) stretch = err({ kind: 'changed-meanwhile', end: meeting.end });",
    to: '',
  },
  {
    name: 'an extension that the room declined stands',
    file: extend,
    from: "if (meeting.roomResponse === 'declined') return await putBack",
    to: 'if (false) return await putBack',
  },
  {
    name: 'the same key with another wish is the same tap',
    file: submit,
    from: "if (row.fingerprint !== fingerprint) return err({ kind: 'key-reused' });",
    to: '',
  },
  {
    name: 'one room takes taps without end',
    file: submit,
    from: 'return underWay(roomId) + coming >= MOST_UNDER_WAY;',
    to: 'return false;',
  },
  {
    name: 'titles outlive the booking in the ledger',
    file: ledger,
    from: 'const intent = isOver ? withoutWords(row.intent) : row.intent;',
    to: 'const intent = row.intent;',
  },
  {
    name: 'the key of another tablet is one’s own',
    file: ledger,
    from: '{deviceId} $',
    to: "{''} $",
  },
  {
    name: 'two taps in one instant both see the room free',
    file: grants,
    from: 'ofRoom.set(key, { start, end });',
    to: '',
  },
  {
    name: 'any day is fresh',
    file: views,
    from: 'now - day.readAt <= FRESH_MS',
    to: 'true',
  },
  {
    name: 'the room is held although facilities allow no holds',
    file: holdRules,
    from: 'return policy.holds && (',
    to: 'return (',
  },
  {
    name: 'the room is held on a day that no screen speaks of any more',
    file: holdRules,
    from: "&& freshness(day, now) !== 'forgotten'",
    to: '',
  },
  {
    name: 'a room that may not be read is held',
    file: holdRules,
    from: 'health === null || isAway(health.cause)',
    to: 'true',
  },
  {
    name: 'a hold is made late, when hardly anything is left of it',
    file: holdRules,
    from: 'earliest(notAfter, holdsUntil(end))',
    to: 'notAfter',
  },
  {
    name: 'a hold is made after the time that was asked for',
    file: holdRules,
    from: 'earliest(notAfter, holdsUntil(end))',
    to: 'holdsUntil(end)',
  },
  {
    name: 'holds are settled in any order',
    file: holds,
    from: 'return first === undefined || first === key;',
    to: 'return true;',
  },
  {
    name: 'a hold takes no time from the room',
    file: holds,
    from: 'grants.give(row, stretch);',
    to: '',
  },
  {
    name: 'a hold becomes a booking whatever the calendar says',
    file: holds,
    from: "if (!stretch.ok) return await ledger.move(row, 'withdrawn', stretch.error);",
    to: 'if (!stretch.ok) return await make(row, row);',
  },
  {
    name: 'nobody holds the room before Exchange has failed once more',
    file: holds,
    from: 'return decided?.ok ? await hold(desk, row, decided.value) : null;',
    to: 'return null;',
  },
  {
    name: 'people wait for a reading that hangs',
    file: holds,
    from: 'const READING_WITHIN_MS = 8_000;',
    to: 'const READING_WITHIN_MS = 80_000;',
  },
];
