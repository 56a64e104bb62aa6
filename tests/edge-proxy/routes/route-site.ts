/** The proxy's routes over real engines, a store in memory and a sign-in of our own; asked without a socket. */

import { Hono } from 'hono';
import { createApp } from '../../../edge-proxy/app.ts';
import type { SubmitIntent } from '../../../edge-proxy/booking/submit-intent.ts';
import { createCheckDesk } from '../../../edge-proxy/check/check-desk.ts';
import { good } from '../../../edge-proxy/check/check-lines.ts';
import { createBoards } from '../../../edge-proxy/devices/boards.ts';
import { createDeviceNames } from '../../../edge-proxy/devices/device-names.ts';
import { createEnrol } from '../../../edge-proxy/devices/enrol.ts';
import { createFleet } from '../../../edge-proxy/devices/fleet.ts';
import { createPairDevice } from '../../../edge-proxy/devices/pair-device.ts';
import { createServiceCodes } from '../../../edge-proxy/devices/service-codes.ts';
import { createAudit } from '../../../edge-proxy/http/audit.ts';
import { consoleSignIn } from '../../../edge-proxy/http/console-sign-in.ts';
import { createDeviceSession } from '../../../edge-proxy/http/device-session.ts';
import { createOpenIdProvider } from '../../../edge-proxy/http/openid-provider.ts';
import { createOperatorSession } from '../../../edge-proxy/http/operator-session.ts';
import type { Fault } from '../../../edge-proxy/http/problem-response.ts';
import { hashSecret } from '../../../edge-proxy/http/secret-hash.ts';
import { createSignInTrail } from '../../../edge-proxy/http/sign-in-trail.ts';
import { boardRoutes } from '../../../edge-proxy/routes/boards.ts';
import { bookingIntentRoutes } from '../../../edge-proxy/routes/booking-intents.ts';
import { checkRoutes } from '../../../edge-proxy/routes/check.ts';
import { consoleRoutes } from '../../../edge-proxy/routes/console.ts';
import { deviceRoutes } from '../../../edge-proxy/routes/device.ts';
import { deviceNameRoutes } from '../../../edge-proxy/routes/device-names.ts';
import { enrolmentRoutes } from '../../../edge-proxy/routes/enrolment.ts';
import { freeRoomRoutes } from '../../../edge-proxy/routes/free-rooms.ts';
import { healthRoutes } from '../../../edge-proxy/routes/health.ts';
import { openApiRoutes } from '../../../edge-proxy/routes/openapi.ts';
import { pairingRoutes } from '../../../edge-proxy/routes/pairing.ts';
import { policiesRoutes } from '../../../edge-proxy/routes/policies.ts';
import { serviceCodeRoutes } from '../../../edge-proxy/routes/service-code.ts';
import { watchRoutes } from '../../../edge-proxy/routes/watch.ts';
import { createPolicies } from '../../../edge-proxy/sync/policies.ts';
import { createAlarms } from '../../../edge-proxy/watch/alarms.ts';
import { createCanary } from '../../../edge-proxy/watch/canary.ts';
import type { RoomId } from '../../../shared/basics/ids.ts';
import { ok } from '../../../shared/basics/result.ts';
import { defaultLook } from '../../../shared/room/look.ts';
import type { Room } from '../../../shared/room/room.ts';
import type { RoomDay } from '../../../shared/room/room-day.ts';
import type { OperatorRole } from '../../../shared/wire/console.ts';
import { aMeeting, aRoom, aRoomDay, at } from '../../support/builders.ts';
import { createFixedChance } from '../../support/fixed-chance.ts';
import { createMemoryLog } from '../../support/memory-log.ts';
import { createMemoryStore } from '../../support/memory-store.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';
import { createDeviceStore } from '../devices/device-store.ts';
import { CLIENT, type startEntra, TENANT } from '../http/entra-stand-in.ts';

export const lisbon = aRoom();
export const porto = aRoom({ id: 'room-porto' as RoomId, address: 'porto@northwind.example', displayName: 'Porto' });
export const kyiv = aRoom({
  id: 'room-kyiv' as RoomId,
  address: 'kyiv@northwind.example',
  displayName: 'Kyiv',
  building: 'Elsewhere',
});

export async function createRouteSite(entra: Awaited<ReturnType<typeof startEntra>>) {
  const clock = createVirtualClock(at('10:00'));
  const chance = createFixedChance();
  const log = createMemoryLog();
  const store = createDeviceStore();
  const rooms = [lisbon, porto, kyiv];
  const days: RoomDay[] = [
    aRoomDay(at('10:00'), [], { room: lisbon }),
    aRoomDay(at('10:00'), [aMeeting('11:00', '12:00')], { room: porto }),
    aRoomDay(at('10:00'), [], { room: kyiv }),
  ];
  const findRoom = (asked: string) => rooms.find(({ id, address }) => id === asked || address === asked) ?? null;
  const submitted: unknown[] = [];
  const script = {
    submit: (async (_, { key }) => ok({ key, status: 'pending' })) as SubmitIntent,
    storeFails: false,
    roomsKnown: true,
  };
  const policyChanges: (RoomId | null)[] = [];
  const lookChanges: string[] = [];
  const goneRooms: Room[] = [];

  const trust = { forwardedHeaders: true };
  const audit = createAudit({ store, clock, log });
  const fanOut = { publish: (message: unknown) => void submitted.push(message), subscribe: () => () => undefined };
  const boards = await createBoards({ store, chance, fanOut, listRooms: () => rooms, look: () => defaultLook });
  const fleet = createFleet({
    store,
    fanOut,
    clock,
    hashSecret,
    findRoom,
    findBoard: boards.find,
    connected: () => false,
  });
  const pairDevice = createPairDevice({ store, clock, chance, hashSecret, fanOut });
  const serviceCodes = createServiceCodes({ store, clock, chance });
  const enrol = createEnrol({ store, clock, chance, fanOut, hashSecret });
  const names = createDeviceNames({ store, listRooms: () => rooms, listBoards: boards.list, move: fleet.move });
  const session = createDeviceSession({ recognise: fleet.recognise, trust });
  const { requireDevice, requireScreen } = session;
  const authority = { authorityHost: entra.origin, tenant: TENANT };
  const openIdProvider = createOpenIdProvider({ ...authority, fetch, clock, log });
  const { onRefused } = createSignInTrail({ audit, clock, trust });
  // Each test would begin with an entry about its own sign-in.
  const onAccepted = () => undefined;
  const pace = (_: unknown, fault: Fault) => fault;
  const { requireOperator } = createOperatorSession({
    openIdProvider,
    clientId: CLIENT,
    clock,
    onRefused,
    onAccepted,
    pace,
  });
  const watchStore = createMemoryStore();
  const alarms = await createAlarms({ store: watchStore, clock, log });
  const canary = createCanary({
    mailbox: 'ceo@northwind.example',
    last: null,
    probe: { tryMailbox: async () => 'denied' },
    store: watchStore,
    alarms,
    seal: async () => undefined,
    clock,
    chance,
    log,
  });
  async function* check() {
    yield good('clock', { tried: 'Compared.', cameBack: 'As it should be.' });
  }
  const policies = await createPolicies(store, (id) => findRoom(id));
  const placing = { findRoom, boards, roomsKnown: () => script.roomsKnown, store, clock };
  const app = createApp({
    trust,
    publicUrl: null,
    isDraining: () => false,
    signInOrigins: [],
    webhooks: new Hono(),
    api: [
      pairingRoutes({
        ...placing,
        pairDevice,
        serviceCodes,
        names,
        fleet,
        session,
        requireOperator,
        publicUrl: null,
        audit,
        trust,
      }),
      serviceCodeRoutes({
        serviceCodes,
        pairDevice,
        fleet,
        requireScreen,
        requireOperator,
        publicUrl: null,
        audit,
        trust,
        clock,
      }),
      enrolmentRoutes({
        ...placing,
        boards,
        enrol,
        store,
        fleet,
        session,
        requireOperator,
        publicUrl: null,
        audit,
        trust,
      }),
      deviceNameRoutes({ names, pairDevice, fleet, requireOperator, audit }),
      deviceRoutes({ fleet, requireScreen }),
      bookingIntentRoutes({ submitIntent: (device, intent) => script.submit(device, intent), requireDevice, clock }),
      freeRoomRoutes({ currentDays: () => days, findRoom, requireDevice, clock }),
      consoleRoutes({
        signIn: consoleSignIn({ ...authority, clientId: CLIENT, openIdProvider }),
        requireOperator,
        fleet,
        listRooms: () => rooms,
        findRoom,
        policies,
        store,
        policyChanged: (roomId) => void policyChanges.push(roomId),
        audit,
      }),
      policiesRoutes({
        store,
        policies,
        findRoom,
        findGoneRoom: (asked) => goneRooms.find(({ id, address }) => id === asked || address === asked) ?? null,
        policyChanged: (roomId) => void policyChanges.push(roomId),
        deviceLookChanged: (deviceId) => void lookChanges.push(deviceId),
        digest: hashSecret,
        requireOperator,
        audit,
      }),
      boardRoutes({
        boards,
        pictures: { take: async () => null, find: async () => null },
        states: () => ({ rooms: [] }),
        requireOperator,
        audit,
      }),
      watchRoutes({ alarms, canary, requireOperator, audit }),
      checkRoutes({ desk: createCheckDesk({ check, clock, log }), requireOperator, audit }),
      openApiRoutes({ version: '1.2.3' }),
    ] as Hono[],
    health: healthRoutes({
      askStore: async () => {
        if (script.storeFails) throw new Error('disk full');
      },
      rooms: () => ({ known: rooms.length, trying: true }),
      metrics: () => [
        { name: 'streams_open', help: 'Open.', type: 'gauge', samples: [{ value: 3 }] },
        { name: 'odd_total', help: 'Odd.', type: 'counter', samples: [{ labels: { reason: 'a"b\\c\n' }, value: 1 }] },
      ],
    }),
    sandbox: null,
    pages: new Hono(),
    log,
    chance,
  });

  /** Keeps cookies as a browser does. */
  function aBrowser() {
    const jar = new Map<string, string>();
    return {
      jar,
      async ask(path: string, init: RequestInit = {}): Promise<Response> {
        const headers = new Headers(init.headers);
        if (jar.size > 0) headers.set('Cookie', [...jar].map(([name, value]) => `${name}=${value}`).join('; '));
        const answer = await app.request(path, { ...init, headers });
        for (const cookie of answer.headers.getSetCookie()) {
          const [name, value] = (cookie.split(';')[0] ?? '').split('=');
          if (/max-age=0/i.test(cookie)) jar.delete(name ?? '');
          else jar.set(name ?? '', value ?? '');
        }
        return answer;
      },
      async post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
        const init = { method: 'POST', headers: { 'Content-Type': 'application/json', ...headers } };
        return await this.ask(path, { ...init, body: JSON.stringify(body) });
      },
    };
  }

  /** `Authorization` of an operator in this role. */
  async function as(role: OperatorRole, oid = 'person-1'): Promise<Record<string, string>> {
    return { Authorization: `Bearer ${await entra.token(clock.now(), { roles: [role], oid })}` };
  }

  /** A tablet that hangs at Lisbon's door. */
  async function aTablet() {
    const tablet = aBrowser();
    const { code } = (await (await tablet.post('/api/pairings', {})).json()) as { code: string };
    const operator = await as('Operator');
    const confirmed = await aBrowser().post(
      `/api/console/pairings/${code}/confirm`,
      { room: lisbon.address },
      operator,
    );
    const device = (await confirmed.json()) as { id: string };
    await tablet.ask('/api/pairings/current');
    return { ...tablet, id: device.id };
  }

  return {
    app,
    alarms,
    clock,
    log,
    store,
    script,
    submitted,
    policyChanges,
    lookChanges,
    goneRooms,
    days,
    aBrowser,
    aTablet,
    as,
  };
}
