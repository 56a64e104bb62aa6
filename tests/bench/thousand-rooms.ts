/**
 * A campus: the proxy as a program of its own starts with a thousand rooms, against a sandbox tenant by HTTP that takes
 * 100 ms for each call and counts them. In real time, as memory and a slow Graph have no other.
 */

import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { objectId } from '../../edge-proxy/sandbox/company/build-company.ts';
import { type Sandbox, signInOperator, startSandbox } from '../support/sandbox.ts';
import { freePort } from '../support/site.ts';
import { startFlags } from '../support/start-flags.ts';
import type { Figure } from './figure.ts';
import { measureManyTablets } from './many-tablets.ts';
import { pause } from './stage.ts';
import { measureWorkingHour } from './working-hour.ts';

export const ROOMS = 1_000;
export const CALL_MS = 100;
const MOST_SECONDS = 60;
const MOST_AT_ONCE = 4;
const MOST_MEGABYTES = 300;
const LOOK_EVERY_MS = 250;
/** The figure says when it was too long; a machine that is busy with something else must still come to it. */
const PATIENCE_MS = 300_000;
const ADMIN = 'tomas.ferreira@northwind.example';

export async function measureThousandRooms(): Promise<Figure[]> {
  return [...(await measureStart()), ...(await measureWorkingHour(ROOMS))];
}

async function measureStart(): Promise<Figure[]> {
  const sandbox = await startSandbox();
  const dataDir = await mkdtemp(join(tmpdir(), 'doorlight-thousand-'));
  addRooms(sandbox);
  sandbox.plan.onRequest({}, { kind: 'delay', ms: CALL_MS });
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const begun = performance.now();
  const seconds = () => (performance.now() - begun) / 1_000;
  const proxy = spawn(process.execPath, [...startFlags, 'edge-proxy/main.ts'], {
    cwd: resolve(import.meta.dirname, '../..'),
    env: {
      PATH: process.env['PATH'] ?? '',
      ...sandbox.environment,
      PORT: String(port),
      PUBLIC_URL: origin,
      DATA_DIR: dataDir,
    },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = new Promise<void>((settle) => proxy.once('exit', () => settle()));
  try {
    await Promise.race([
      new Promise((settle) => proxy.once('message', settle)),
      ended.then(() => Promise.reject(new Error('the proxy ended before it listened'))),
    ]);
    const token = await signInOperator(sandbox, ADMIN);
    const look = async () => {
      const answer = await fetch(`${origin}/api/console/health`, { headers: { Authorization: `Bearer ${token}` } });
      return ((await answer.json()) as { rooms: RoomSeen[] }).rooms;
    };
    const servedAfter = await untilAll(look, ({ lastReadAt }) => lastReadAt !== null, seconds);
    const subscribedAfter = await untilAll(look, ({ subscription }) => subscription.state === 'live', seconds);
    const metrics = await (await fetch(`${origin}/metrics`)).text();
    const megabytes = Number(/^process_resident_memory_bytes (\S+)$/m.exec(metrics)?.[1]) / 1_000_000;
    const { mailboxes, routes } = sandbox.requests.read();
    const mostAtOnce = Math.max(...Object.values(mailboxes).map((mailbox) => mailbox.mostAtOnce));
    const refused = routes.reduce((sum, { statuses }) => sum + (statuses[429] ?? 0), 0);
    const many = ROOMS.toLocaleString('en');
    const rooms = sandbox.exchange.rooms().map(({ mailbox }) => mailbox.address);
    const tablets = await measureManyTablets({ dataDir, port, pid: proxy.pid ?? 0, token, rooms });
    return [
      judged(`${many} rooms at ${CALL_MS} ms a call: every door served`, servedAfter, {
        atMost: MOST_SECONDS,
        unit: 's',
      }),
      {
        what: `${many} rooms: every one subscribed`,
        measured: `${subscribedAfter.toFixed(1)} s`,
        budget: null,
        within: null,
      },
      judged('most calls at once on one mailbox, as the sandbox counts', mostAtOnce, {
        atMost: MOST_AT_ONCE,
        unit: '',
      }),
      judged('calls that Graph refused for being too many', refused, { atMost: 0, unit: '' }),
      judged(`resident memory of the proxy with ${many} rooms`, megabytes, { atMost: MOST_MEGABYTES, unit: 'MB' }),
      ...tablets,
    ];
  } finally {
    proxy.kill('SIGTERM');
    await ended;
    await sandbox.close();
    await rm(dataDir, { recursive: true });
  }
}

type RoomSeen = { readonly lastReadAt: string | null; readonly subscription: { readonly state: string } };

/** Beside the company's own, up to the thousand. */
export function addRooms({ exchange, serviceUser }: Sandbox): void {
  for (let n = exchange.rooms().length; n < ROOMS; n += 1) {
    const address = `campus-${n}@northwind.example`;
    const room = { id: objectId(address), address, displayName: `Campus ${n}`, timeZone: 'Europe/Lisbon' };
    exchange.addMailbox({ ...room, kind: 'room' });
    exchange.addPlace({ address, placeId: objectId(`place ${address}`), building: 'Campus' });
  }
  exchange.setAccessPolicy([serviceUser, ...exchange.rooms().map(({ mailbox }) => mailbox.address)]);
}

async function untilAll(
  look: () => Promise<readonly RoomSeen[]>,
  isSo: (room: RoomSeen) => boolean,
  seconds: () => number,
): Promise<number> {
  for (let rooms = await look(); rooms.length < ROOMS || !rooms.every(isSo); rooms = await look()) {
    if (seconds() * 1_000 > PATIENCE_MS) throw new Error(`only ${rooms.filter(isSo).length} of ${ROOMS} rooms`);
    await pause(LOOK_EVERY_MS);
  }
  return seconds();
}

function judged(what: string, value: number, { atMost, unit }: { atMost: number; unit: string }): Figure {
  const withUnit = (text: string) => `${text} ${unit}`.trim();
  const measured = withUnit(Number.isInteger(value) ? String(value) : value.toFixed(1));
  return { what, measured, budget: withUnit(`≤ ${atMost}`), within: value <= atMost };
}
