/** The RoomReplies port on Graph: what a room answers to those who have it, in its own mailbox. */

import type { RoomReplies } from '../ports/bookings.ts';
import type { GraphClient } from './graph-client.ts';
import { graphPath } from './graph-path.ts';

export function createGraphReplies(client: GraphClient): RoomReplies {
  return {
    async giveUp(room, { id, organisedByRoom }, comment, notAfter) {
      const event = graphPath`/users/${room.address}/events/${id}`;
      // Nobody but the organiser may cancel, and the organiser may not decline (graph-facts, section 4).
      const { path, body } = organisedByRoom
        ? { path: `${event}/cancel`, body: { comment } }
        : { path: `${event}/decline`, body: { comment, sendResponse: true } };
      // Somebody stands at the door, or the room stands empty: both go ahead of background work.
      const mine = { mailbox: room.address, urgency: 'person', notAfter } as const;
      await client.call({ ...mine, method: 'POST', path, body, accept: [404] });
    },
  };
}
