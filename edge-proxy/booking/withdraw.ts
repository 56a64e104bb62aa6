/**
 * Taking a booking of ours out of Exchange again. Why is written into its row first: a row that has a reason and has not
 * come to its end is on its way out, whoever goes on with it and after however many crashes.
 */

import type { BookingStatus } from '../../shared/room/booking-status.ts';
import type { Refusal, RefusalKind } from '../../shared/room/refusal.ts';
import type { LedgerRow } from '../ports/ledger.ts';
import { bookingsOf, type Desk, isGivenUp, mayStillHappen } from './desk.ts';
import { isSettled } from './ledger.ts';
import { ownCopy } from './room-views.ts';

type Way = { readonly status: BookingStatus; readonly comment: string };

const DECLINED: Way = { status: 'refused', comment: 'The room declined this booking.' };
const NO_ANSWER: Way = { status: 'withdrawn', comment: 'The room did not answer in time.' };

/** How it ends; and what the mails of Exchange say to whoever looks after the room. */
const ways: { readonly [K in RefusalKind]?: Way } = {
  'room-declined': DECLINED,
  'room-busy': DECLINED,
  'gave-way': { status: 'withdrawn', comment: 'An earlier meeting has the room; this booking gave way.' },
  'calendar-away': NO_ANSWER,
  undone: { status: 'withdrawn', comment: 'Undone at the door.' },
};

export function isOnItsWayOut(row: LedgerRow): boolean {
  return row.refusal !== null && !isSettled(row);
}

/** @throws CalendarUnavailable, with the reason kept: the next step goes on from there. */
export async function withdraw(desk: Desk, row: LedgerRow, why: Refusal): Promise<LedgerRow> {
  return await goOnWithdrawing(desk, await desk.ledger.note(row, { refusal: why }, 'leaving'));
}

/** Unsettled as long as it may still stand somewhere. @throws CalendarUnavailable */
export async function goOnWithdrawing(desk: Desk, row: LedgerRow): Promise<LedgerRow> {
  const { ledger, grants } = desk;
  const way = ways[row.refusal?.kind ?? 'calendar-away'] ?? NO_ANSWER;
  const found = await findOut(desk, row);
  if (found === 'may-come-yet') return row;
  if (found !== null) {
    if (desk.unanswered.mayComeYet(row.key, desk.clock.now())) return row;
    await bookingsOf(desk, row).cancel(found, way.comment);
  }
  if (row.refusal?.kind === 'undone' && (await roomStillShows(desk, row))) return row;
  grants.takeBack(row);
  return await ledger.move(row, way.status, row.refusal);
}

/** Its event, if there is one still. What Exchange may have been asked for and does not show yet is not gone. */
async function findOut(desk: Desk, row: LedgerRow): Promise<string | null | 'may-come-yet'> {
  const standing = row.eventId === null ? null : await bookingsOf(desk, row).read(row.eventId);
  if (standing !== null) return standing.eventId;
  if (row.eventId === null && !desk.maybeAsked.has(row.key)) return null;
  const found = await bookingsOf(desk, row).find(row.key);
  if (found !== null) return found.eventId;
  return row.eventId === null && mayStillHappen(row, desk.clock.now()) ? 'may-come-yet' : null;
}

/** Whoever undoes a booking looks at the door to see the room free. */
async function roomStillShows(desk: Desk, row: LedgerRow): Promise<boolean> {
  const { views, clock, findRoom } = desk;
  if (row.eventId === null || findRoom(row.roomId) === null || row.end <= clock.now()) return false;
  if (isGivenUp(row, clock.now())) return false;
  return ownCopy(await views.readFresh(row.roomId), row) !== null;
}
