/** Why Exchange says no, in its own codes; Graph hands them on as they are. */

import { err, type Result } from '../../../shared/basics/result.ts';

const STATUS = {
  ErrorItemNotFound: 404,
  ErrorInvalidUser: 404,
  ErrorInvalidRequest: 400,
  ErrorPropertyValidationFailure: 400,
  ErrorCalendarEndDateIsEarlierThanStartDate: 400,
  ErrorOccurrenceCrossingBoundary: 400,
  TimeZoneNotSupportedException: 400,
} as const;

export type ExchangeCode = keyof typeof STATUS;
export type ExchangeFault = { code: ExchangeCode; status: number; message: string };

export function refuse(code: ExchangeCode, message: string): Result<never, ExchangeFault> {
  return err({ code, status: STATUS[code], message });
}

export const faults = {
  itemNotFound: () => refuse('ErrorItemNotFound', 'The specified object was not found in the store.'),
  noSuchUser: (address: string) => refuse('ErrorInvalidUser', `The requested user '${address}' is invalid.`),
  zoneNotSupported: (name: string) =>
    refuse(
      'TimeZoneNotSupportedException',
      `A valid TimeZone value must be specified. The following TimeZone value is not supported: '${name}'.`,
    ),
  notOrganizer: () =>
    refuse('ErrorInvalidRequest', "Your request can't be completed. You need to be an organizer to cancel a meeting."),
  organizerCannotRespond: () =>
    refuse(
      'ErrorInvalidRequest',
      "Your request can't be completed. You can't respond to this meeting because you're the meeting organizer.",
    ),
  crossing: () =>
    refuse('ErrorOccurrenceCrossingBoundary', 'Modified occurrence is crossing or overlapping adjacent occurrence.'),
  endsBeforeStart: () =>
    refuse('ErrorCalendarEndDateIsEarlierThanStartDate', 'The end date cannot be earlier than the start date.'),
  invalid: (message: string) => refuse('ErrorPropertyValidationFailure', message),
};
