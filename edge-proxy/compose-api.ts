/** Wires engines to the routes that pages of ours ask: what each needs, and nothing more. */

import type { Hono } from 'hono';
import type { DeviceId } from '../shared/basics/ids.ts';
import { roomState } from '../shared/rules/room-state.ts';
import type { ComposedBookings } from './compose-bookings.ts';
import type { ComposedGraph } from './compose-graph.ts';
import type { Ground } from './compose-ground.ts';
import type { ComposedHealth } from './compose-health.ts';
import type { composeReports } from './compose-reports.ts';
import type { ComposedRooms } from './compose-rooms.ts';
import type { ComposedScreens } from './compose-screens.ts';
import type { ComposedSignIn } from './compose-sign-in.ts';
import type { ComposedWatch } from './compose-watch.ts';
import { hashSecret } from './http/secret-hash.ts';
import { alertRoutes } from './routes/alerts.ts';
import { attendanceRoutes } from './routes/attendance.ts';
import { auditRoutes } from './routes/audit.ts';
import { boardRoutes } from './routes/boards.ts';
import { bookingIntentRoutes } from './routes/booking-intents.ts';
import { checkRoutes } from './routes/check.ts';
import { closureRoutes } from './routes/closures.ts';
import { consoleRoutes } from './routes/console.ts';
import { deviceRoutes } from './routes/device.ts';
import { deviceCommandRoutes } from './routes/device-commands.ts';
import { deviceNameRoutes } from './routes/device-names.ts';
import { enrolmentRoutes } from './routes/enrolment.ts';
import { evidenceRoutes } from './routes/evidence.ts';
import { fleetStreamRoutes } from './routes/fleet-stream.ts';
import { freeRoomRoutes } from './routes/free-rooms.ts';
import { ledgerRoutes } from './routes/ledger.ts';
import { noticeRoutes } from './routes/notices.ts';
import { openApiRoutes } from './routes/openapi.ts';
import { ownPhoneRoutes } from './routes/own-phone.ts';
import { pairingRoutes } from './routes/pairing.ts';
import { policiesRoutes } from './routes/policies.ts';
import { reportRoutes } from './routes/reports.ts';
import { roomHealthRoutes } from './routes/room-health.ts';
import { roomStreamRoutes } from './routes/room-stream.ts';
import { serviceAccountRoutes } from './routes/service-account.ts';
import { serviceCodeRoutes } from './routes/service-code.ts';
import { watchRoutes } from './routes/watch.ts';

type Parts = {
  readonly graph: Pick<ComposedGraph, 'account'>;
  readonly rooms: ComposedRooms;
  readonly bookings: ComposedBookings;
  readonly screens: ComposedScreens;
  readonly reports: Awaited<ReturnType<typeof composeReports>>;
  readonly watch: ComposedWatch;
  readonly health: ComposedHealth;
  readonly signIn: ComposedSignIn;
};

export function composeApi(ground: Ground, parts: Parts): Hono[] {
  return [
    ...placingRoutes(ground, parts),
    ...screenRoutes(ground, parts),
    ...consoleDesks(ground, parts),
    openApiRoutes({ version: ground.version }),
  ] as Hono[];
}

/** How a tablet comes to its place, from the wall or from the console. */
function placingRoutes({ server, store, audit, clock }: Ground, { rooms, screens, signIn }: Parts) {
  const { boards, fleet, pairDevice, serviceCodes, enrol, names } = screens;
  const { trust, session, requireScreen, requireOperator } = signIn;
  const { publicUrl } = server;
  const { findRoom, roomsKnown } = rooms;
  const common = { fleet, requireOperator, publicUrl, audit, trust, clock };
  const places = { store, findRoom, boards, roomsKnown };
  return [
    pairingRoutes({ ...common, ...places, pairDevice, serviceCodes, names, session }),
    serviceCodeRoutes({ ...common, serviceCodes, pairDevice, requireScreen }),
    enrolmentRoutes({ ...common, ...places, enrol, session }),
    deviceNameRoutes({ names, pairDevice, fleet, requireOperator, audit }),
  ];
}

/** What screens ask, and the phones of those who stand before them. */
function screenRoutes({ audit, clock }: Ground, { rooms, bookings, screens, signIn }: Parts) {
  const { devices, fleet, hub } = screens;
  const { publish, findRoom, links } = rooms;
  const { requireDevice, requireScreen, requireOperator, trust } = signIn;
  return [
    deviceRoutes({ fleet, requireScreen }),
    evidenceRoutes({ desk: devices.evidence, requireScreen, clock }),
    deviceCommandRoutes({ commands: devices.commands, requireOperator, requireScreen, audit }),
    roomStreamRoutes({ hub, requireScreen }),
    bookingIntentRoutes({ submitIntent: bookings.submitIntent, requireDevice, clock }),
    freeRoomRoutes({ currentDays: publish.currentDays, findRoom, requireDevice, clock }),
    ownPhoneRoutes({ links, current: publish.current, trust, clock }),
  ];
}

/** What the pages of the console ask. */
function consoleDesks(ground: Ground, parts: Parts) {
  const { store, audit, fanOut, alarms, clock } = ground;
  const { graph, rooms, bookings, screens, reports, watch, health } = parts;
  const { findRoom, findGoneRoom, listRooms, policies, policyChanged, closures, publish } = rooms;
  const { boards, plans, notices, devices, fleet } = screens;
  const { requireOperator, signIn } = parts.signIn;
  const operators = { requireOperator, audit };
  const states = () => ({
    rooms: publish.currentDays().map((day) => ({ room: day.room.id, state: roomState(day, clock.now()).kind })),
  });
  const deviceLookChanged = (deviceId: DeviceId) => fanOut.publish({ kind: 'device-look', deviceId });
  return [
    fleetStreamRoutes({ hub: devices.fleetHub, requireOperator, clock }),
    consoleRoutes({ ...operators, signIn, fleet, listRooms, findRoom, policies, store, policyChanged }),
    policiesRoutes({
      ...operators,
      store,
      policies,
      findRoom,
      findGoneRoom,
      policyChanged,
      deviceLookChanged,
      digest: hashSecret,
    }),
    boardRoutes({ ...operators, boards, pictures: plans, states }),
    alertRoutes({ ...operators, alerts: watch.alerts }),
    closureRoutes({ ...operators, closures }),
    noticeRoutes({ ...operators, notices }),
    serviceAccountRoutes({ ...operators, account: graph.account }),
    ledgerRoutes({ store, findRoom, requireOperator }),
    watchRoutes({ ...operators, alarms, canary: watch.canary }),
    attendanceRoutes({ ...operators, store, clock, onAllDone: bookings.onFaultDone }),
    auditRoutes({ ...operators, store, findRoom }),
    checkRoutes({ ...operators, desk: health.checkDesk }),
    reportRoutes({ ...operators, ...reports, clock }),
    roomHealthRoutes({
      ...operators,
      health: health.site,
      keepers: rooms.keepers,
      settings: rooms.settings,
      catalogue: rooms.catalogue,
      clock,
    }),
  ];
}
