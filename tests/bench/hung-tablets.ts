/**
 * Tablets by the thousand: each has used a link, as the engine keeps it, straight into the proxy's store beside the running
 * proxy. Over HTTP five thousand of them take longer than what is measured.
 */

import { createEnrol } from '../../edge-proxy/devices/enrol.ts';
import { hashSecret } from '../../edge-proxy/http/secret-hash.ts';
import { systemChance } from '../../edge-proxy/runtime/chance.ts';
import { systemClock } from '../../edge-proxy/runtime/clock.ts';
import { openSqliteStore } from '../../edge-proxy/store/sqlite-store.ts';

/** As it is called where there is no TLS. */
const COOKIE = 'doorlight-device';
const HOURS = 1;

/** `count` of them at the doors of `rooms`, by address, in turn; the cookie of each. */
export async function hangTablets(dataDir: string, count: number, rooms: readonly string[]): Promise<string[]> {
  const chance = systemChance();
  const clock = systemClock((cause) => {
    throw cause;
  });
  const store = openSqliteStore({ dataDir, chance });
  try {
    const ids = new Map((await store.listRooms()).map(({ address, id }) => [address, id]));
    const fanOut = { publish: () => undefined };
    const enrol = createEnrol({ store, clock, chance, fanOut, hashSecret });
    const wanted = Array.from({ length: count }, (_, n) => {
      const roomId = ids.get(rooms[n % rooms.length] ?? '');
      if (roomId === undefined) throw new Error('the proxy does not know the room yet');
      return { target: { kind: 'room' as const, roomId }, name: `TAB-${n}` };
    });
    const cookies: string[] = [];
    for (const { secret } of await enrol.make(wanted, HOURS, 'bench')) {
      const used = await enrol.redeem({ link: secret, attempt: null, particulars: null, name: null, address: 'bench' });
      if (!used.ok) throw new Error(`a link was not taken: ${used.error.kind}`);
      cookies.push(`${COOKIE}=${used.value.credential}`);
    }
    return cookies;
  } finally {
    await store.close();
  }
}
