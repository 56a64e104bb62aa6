/** What a door needs once somebody touches it, with the browser's own dice: the chunk that comes after the first picture. */

import { type Booking, type BookingParts, createBooking } from './booking.ts';
import { mintKey } from './device/mint-key.ts';

export function prepareBooking(parts: BookingParts): Booking {
  return createBooking(mintKey, parts);
}
