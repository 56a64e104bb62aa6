/**
 * Wires adapters to engines and engines to routes. Long because it is the one place that knows all of them; it decides
 * nothing else.
 */

import { readFileSync } from 'node:fs';
import type { Hono } from 'hono';
import type { RoomId } from '../shared/basics/ids.ts';
import { SECOND_MS } from '../shared/basics/instant.ts';
import { parseZone, UTC } from '../shared/basics/zone.ts';
import { roomState } from '../shared/rules/room-state.ts';
import { createApp } from './app.ts';
import { createBookingEngine } from './booking/booking-engine.ts';
import { forgetOldIntents } from './booking/forget-intents.ts';
import type { RoomReading } from './booking/room-views.ts';
import { createCheckDesk } from './check/check-desk.ts';
import { asksForWriting } from './check/room-writing-line.ts';
import { composeAccount } from './compose-account.ts';
import { composeAttendance } from './compose-attendance.ts';
import { composeCheck } from './compose-check.ts';
import { composeDevices } from './compose-devices.ts';
import { composeReports } from './compose-reports.ts';
import type { ServerConfig, TenantConfig } from './config.ts';
import { createBoards } from './devices/boards.ts';
import { createClosures } from './devices/closures.ts';
import { createDeviceNames } from './devices/device-names.ts';
import { createEnrol } from './devices/enrol.ts';
import { createFleet } from './devices/fleet.ts';
import { createNotices } from './devices/notices.ts';
import { createPairDevice } from './devices/pair-device.ts';
import { createPlanPictures } from './devices/plan-pictures.ts';
import { createRoomLinks } from './devices/room-links.ts';
import { createServiceCodes } from './devices/service-codes.ts';
import { createTries } from './devices/tries.ts';
import { createLocalFanOut } from './fan-out/local.ts';
import { createAppCredential } from './graph/app-credential.ts';
import { credentialLife } from './graph/credential-life.ts';
import { createDirectBookings, createGraphBookings } from './graph/graph-bookings.ts';
import { createGraphCalendar } from './graph/graph-calendar.ts';
import { createGraphClient } from './graph/graph-client.ts';
import { createGraphMail } from './graph/graph-mail.ts';
import { createGraphPlaces } from './graph/graph-places.ts';
import { createGraphReplies } from './graph/graph-replies.ts';
import { createGraphSubscriptions } from './graph/graph-subscriptions.ts';
import { createLanes } from './graph/lanes.ts';
import { createScheduledCalendar } from './graph/scheduled-calendar.ts';
import { createScopeProbe } from './graph/scope-probe.ts';
import { createAudit } from './http/audit.ts';
import { consoleSignIn } from './http/console-sign-in.ts';
import { createDeviceSession } from './http/device-session.ts';
import { createOpenIdProvider } from './http/openid-provider.ts';
import { createOperatorSession } from './http/operator-session.ts';
import { REFUSALS_IN_ALL, REFUSALS_OF_ADDRESS, refusalPace } from './http/refusal-pace.ts';
import { hashBytes, hashSecret } from './http/secret-hash.ts';
import { createSignInTrail } from './http/sign-in-trail.ts';
import { siteMetrics } from './metrics.ts';
import type { Chance, Clock, Log, Store } from './ports.ts';
import { createNearestRoom } from './relay/nearest-room.ts';
import { createRoomHub } from './relay/room-hub.ts';
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
import { graphNotificationRoutes, isSameSecret } from './routes/graph-notifications.ts';
import { healthRoutes } from './routes/health.ts';
import { ledgerRoutes } from './routes/ledger.ts';
import { noticeRoutes } from './routes/notices.ts';
import { openApiRoutes } from './routes/openapi.ts';
import { ownPhoneRoutes } from './routes/own-phone.ts';
import { pairingRoutes } from './routes/pairing.ts';
import { policiesRoutes } from './routes/policies.ts';
import { reportRoutes } from './routes/reports.ts';
import { roomHealthRoutes } from './routes/room-health.ts';
import { roomStreamRoutes } from './routes/room-stream.ts';
import { sandboxForwardRoutes } from './routes/sandbox-forward.ts';
import { serviceAccountRoutes } from './routes/service-account.ts';
import { serviceCodeRoutes } from './routes/service-code.ts';
import { staticFileRoutes } from './routes/static-files.ts';
import { watchRoutes } from './routes/watch.ts';
import type { BuiltFiles } from './runtime/built-files.ts';
import { releaseOf } from './runtime/last-release.ts';
import { createMeter } from './runtime/meter.ts';
import { createProcessFigures } from './runtime/process-figures.ts';
import { createWebhook } from './runtime/webhook.ts';
import { createSiteHealth } from './site-health.ts';
import { mailIsWanted } from './store/mail-wishes.ts';
import { createHintIntake } from './sync/hint-intake.ts';
import { createKeepers } from './sync/keepers.ts';
import { createPolicies } from './sync/policies.ts';
import { createPublishRoomDay } from './sync/publish-room-day.ts';
import { createRoomCatalogue, type RoomCatalogue } from './sync/room-catalogue.ts';
import { createRoomSettings } from './sync/room-settings.ts';
import { createAlarms } from './watch/alarms.ts';
import { createAlerts } from './watch/alerts.ts';
import { createCanary, sealedSince } from './watch/canary.ts';
import { createClockWatch } from './watch/clock-watch.ts';
import { credentialAlarms } from './watch/credential-alarms.ts';
import { createCredentialExpiry } from './watch/credential-expiry.ts';
import { createDeviceWatch } from './watch/device-watch.ts';
import { forgetOldAudit } from './watch/forget-audit.ts';
import { lookAtPolicies } from './watch/policy-watch.ts';
import { watchStore } from './watch/store-watch.ts';
import { createTroubleWatch } from './watch/trouble-watch.ts';

type Parts = {
  readonly server: ServerConfig;
  readonly tenant: TenantConfig;
  /** Null with a real tenant. */
  readonly sandboxOrigin: string | null;
  readonly store: Store;
  readonly files: BuiltFiles;
  readonly version: string;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly log: Log;
  /** The runtime's own, unless a simulation has a network of its own. */
  readonly fetch?: typeof fetch;
};

export type Composed = {
  readonly app: Hono;
  /** Begins to read, book and renew. Once the app answers, since Graph calls back while it makes a subscription. */
  start(): Promise<void>;
  /** Tells the tablets to come back and stops what runs; the store is left to its owner. */
  close(): void;
};

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export async function compose(parts: Parts): Promise<Composed> {
  const { server, tenant, sandboxOrigin, files, version, clock, chance, log, fetch = globalThis.fetch } = parts;
  const { publicUrl } = server;
  const readFile = (path: string) => readFileSync(path, 'utf8');

  const meter = createMeter();
  const processFigures = createProcessFigures();

  // Exchange
  const alarms = await createAlarms({ store: parts.store, clock, log });
  const store = watchStore(parts.store, alarms);
  const onNews = credentialAlarms(alarms);
  const account = composeAccount({ server, tenant, store, clock, chance, log, onNews, meter, fetch });
  const credential =
    account?.credential ?? createAppCredential({ source: tenant, readFile, clock, chance, log, onNews, meter, fetch });
  const lanes = createLanes();
  const clockWatch = createClockWatch({ alarms, clock });
  const client = createGraphClient({
    endpoint: tenant.graphEndpoint,
    credential,
    lanes,
    clock,
    chance,
    meter,
    fetch,
    onGraphTime: clockWatch.onGraphTime,
  });
  const { serviceUser } = tenant;
  const graphCalendar = createGraphCalendar(client, log);
  // Nobody notifies us for a service account, so every room is asked about every half minute.
  const calendar =
    account === null ? graphCalendar : createScheduledCalendar({ calendar: graphCalendar, client, serviceUser, clock });
  const ownZone = parseZone(Intl.DateTimeFormat().resolvedOptions().timeZone) ?? UTC;
  const lastKnown = await store.listRooms();
  const directory = createGraphPlaces({ client, roomLists: tenant.roomLists, ownZone, lastKnown, log });
  // Graph lets a delegated account subscribe to its own mailbox alone.
  const isNotified = account === null && publicUrl !== null;
  const subscriptions = isNotified ? createGraphSubscriptions(client, publicUrl) : null;
  if (!isNotified) log.info('sync.polling-only', { cause: account === null ? 'no-public-url' : 'delegated-account' });
  const bookings = createGraphBookings({ client, serviceUser: tenant.serviceUser, clock });

  // The engines
  const fanOut = createLocalFanOut((cause) => log.error('fan-out.listener-threw', { cause: nameOf(cause) }));
  // The catalogue is there only after the start; until then rooms are where they last were.
  const lastPlaces = new Map(lastKnown.map((room) => [room.id, room]));
  let catalogue: RoomCatalogue | null = null;
  const policies = await createPolicies(store, (id) => catalogue?.find(id) ?? lastPlaces.get(id) ?? null);
  await lookAtPolicies({ store, alarms });
  const lastVerdict = await store.findScopeVerdict();
  const sealed = sealedSince(tenant.canaryMailbox, lastVerdict);
  const closures = await createClosures({
    store,
    chance,
    clock,
    findRoom: (asked) => findRoom(asked),
    onChange: (roomId) => republish(roomId),
  });
  const links = await createRoomLinks({ store, chance, log });
  const publish = await createPublishRoomDay({
    shortIdOf: links.of,
    closuresOf: closures.of,
    store,
    fanOut,
    policies,
    clock,
    log,
    meter,
    sealedSince: sealed,
  });
  const troubles = createTroubleWatch({ alarms, clock });
  const { onTrouble } = troubles;
  const canary = createCanary({
    mailbox: tenant.canaryMailbox,
    last: lastVerdict,
    probe: createScopeProbe(client, clock),
    store,
    alarms,
    seal: publish.seal,
    clock,
    chance,
    log,
  });
  const expiry = createCredentialExpiry({
    life: () => credentialLife(tenant.credential, readFile),
    alarms,
    clock,
    log,
  });
  const settings = await createRoomSettings(store);
  const keepers = await createKeepers({
    calendar,
    subscriptions,
    store,
    publish,
    policies,
    settings,
    clock,
    chance,
    log,
    meter,
    onTrouble,
  });
  const findRoom = (idOrAddress: string) => catalogue?.find(idOrAddress) ?? null;
  const findGoneRoom = (asked: string) =>
    catalogue?.gone().find(({ room: { id, address } }) => id === asked || address.toLowerCase() === asked.toLowerCase())
      ?.room ?? null;
  const roomsKnown = () => catalogue?.isRead() ?? false;
  const isRestored = await store.restored();
  if (isRestored) {
    log.warn('store.restored');
    alarms.raise('store-restored', 'proxy', {
      severity: 'warning',
      cause: 'an older state of the database was put back',
      remedy:
        'Look through the list of tablets: those paired since show their pairing screen. It is over with the next start.',
    });
  } else alarms.clear('store-restored', 'proxy');
  const audit = createAudit({ store, clock, log });
  const republish = async (roomId: RoomId) => void (await publish.republish(roomId));
  const mail = createGraphMail({ client, serviceUser: tenant.serviceUser });
  const attendance = composeAttendance({
    store,
    clock,
    log,
    alarms,
    policies,
    audit,
    current: reading,
    readFresh,
    republish,
    release: (roomId, release) => booking.release(roomId, release),
    screens: (roomId) => hub.screensOf(roomId),
    mail,
    findRoom,
    publicUrl,
  });
  const booking = createBookingEngine({
    clock,
    log,
    meter,
    store,
    bookings,
    directBookings: (room) => createDirectBookings({ client, room, clock }),
    replies: attendance.alarms.watched(createGraphReplies(client)),
    findRoom,
    views: { current: reading, readFresh },
    republish,
    onSettled: attendance.onSettled,
    isRestored,
  });
  const policyChanged = (roomId: RoomId | null) => {
    lookAtPolicies({ store, alarms }).catch((cause: unknown) => {
      log.error('policy.not-looked-at', { cause: nameOf(cause) });
    });
    keepers.policyChanged(roomId).catch((cause: unknown) => {
      log.error('policy.not-applied', { roomId, cause: nameOf(cause) });
    });
  };
  const listRooms = () => catalogue?.rooms() ?? [];
  const look = () => policies.tenant().look;
  const boards = await createBoards({ store, chance, fanOut, listRooms, look });
  const notices = await createNotices({ store, chance, clock, fanOut, listRooms, findRoom, hashBytes });
  const stopForgetting = forgetOldIntents({ store, clock, log });
  const stopForgettingAudit = forgetOldAudit({ store, clock, log });
  const devices = await composeDevices({
    store,
    fanOut,
    clock,
    chance,
    log,
    findRoom,
    findBoard: boards.find,
    listAlarms: alarms.list,
    release: releaseOf(files),
    move: (id, place) => fleet.move(id, place),
    revoke: (id) => fleet.revoke(id),
  });
  const reports = await composeReports({
    store,
    clock,
    log,
    mail,
    currentDays: publish.currentDays,
    listRooms,
    findRoom,
    findBoard: boards.find,
    policyOf: policies.of,
    standing: devices.presence.standing,
    publicUrl,
    zone: ownZone,
  });
  const hub = createRoomHub({
    unanswered: devices.commands.unanswered,
    onLink: devices.onLink,
    fanOut,
    currentDay: publish.current,
    release: releaseOf(files),
    boardView: boards.view,
    ownLook: policies.lookOf,
    notices: {
      ofRoom: (id) => notices.ofRoom(catalogue?.find(id) ?? lastPlaces.get(id) ?? { id, building: null, floor: null }),
      ofBoard: (id) => notices.ofBoard(boards.find(id) ?? { building: null, floor: null, here: null }),
    },
    nearest: createNearestRoom({ currentDays: publish.currentDays, currentDay: publish.current, clock }),
    clock,
    chance,
    log,
  });
  const stopNews = fanOut.subscribe((message) => {
    if (message.kind === 'room-day') booking.roomChanged(message.day.room.id);
    if (message.kind === 'room-day') attendance.noShows.roomChanged(message.day.room.id);
    if (message.kind === 'read-again') booking.roomReadAgain(message.roomId);
    if (message.kind === 'read-again') attendance.noShows.roomChanged(message.roomId);
  });
  const intake = createHintIntake({
    keepers,
    tenantId: GUID.test(tenant.tenantId) ? tenant.tenantId : null,
    isSameSecret,
    clock,
    log,
    onTrouble,
  });
  const fleet = createFleet({
    store,
    fanOut,
    clock,
    hashSecret,
    findRoom,
    findBoard: boards.find,
    connected: hub.connected,
  });
  const alerts = await createAlerts({
    store,
    alarms,
    mail,
    webhook: createWebhook({ fetch, clock }),
    clock,
    chance,
    log,
    consoleUrl: publicUrl === null ? null : `${publicUrl.replace(/\/+$/, '')}/console`,
    usual: { to: [], webhook: null, quiet: null, zone: ownZone },
    async nameOf({ kind, subject }) {
      if (kind !== 'device-silent') return findRoom(subject)?.displayName ?? subject;
      const device = (await fleet.list()).find(({ id }) => id === subject);
      return device === undefined ? subject : (device.room?.displayName ?? device.board?.name ?? subject);
    },
  });
  const deviceWatch = createDeviceWatch({ alarms, clock, listDevices: fleet.list });
  const pairDevice = createPairDevice({ store, clock, chance, hashSecret, fanOut });
  const serviceCodes = createServiceCodes({ store, clock, chance });
  const enrol = createEnrol({ store, clock, chance, fanOut, hashSecret });
  const names = createDeviceNames({ store, listRooms, listBoards: boards.list, move: fleet.move });

  // HTTP
  // Behind TLS of our own nobody stands between; behind a reverse proxy it is the only one that can reach us over http.
  const trust = { forwardedHeaders: server.tls === null && publicUrl?.startsWith('https:') === true };
  const session = createDeviceSession({ recognise: fleet.recognise, trust });
  const { requireDevice, requireScreen } = session;
  const authority = { authorityHost: tenant.authorityHost, tenant: tenant.tenantId };
  const openIdProvider = createOpenIdProvider({ ...authority, fetch, clock, log });
  const trail = createSignInTrail({ audit, clock, trust });
  const clientId = tenant.operatorClientId;
  const pace = refusalPace({
    ofAddress: createTries(clock, REFUSALS_OF_ADDRESS),
    inAll: createTries(clock, REFUSALS_IN_ALL),
    trust,
    clock,
  });
  const { requireOperator } = createOperatorSession({ openIdProvider, clientId, clock, pace, ...trail });
  const signIn = consoleSignIn({ ...authority, clientId, openIdProvider });

  const health = createSiteHealth({
    catalogue: () => catalogue,
    keepers,
    publish,
    settings,
    intentsUnderWay: booking.underWay,
    hints: intake.counts,
    credentialRefusal: credential.refusal,
    credential: expiry.standing,
    webhook: isNotified ? `${publicUrl.replace(/\/+$/, '')}/webhooks/graph` : null,
    polledBecause: account === null ? null : 'delegated-account',
  });

  const checkDesk = createCheckDesk({
    async *check() {
      yield* composeCheck({
        server,
        tenant,
        accountCredential: account?.credential ?? null,
        lanes,
        tryStore,
        writesToRooms: listRooms().some(({ id }) => asksForWriting(policies.of(id))),
        sendsMail: await mailIsWanted(store),
        environment: process.env,
        clock,
        chance,
        log,
        fetch,
      });
    },
    clock,
    log,
  });

  let isDraining = false;
  const app = createApp({
    trust,
    publicUrl,
    isDraining: () => isDraining,
    signInOrigins: [tenant.authorityHost, ...(publicUrl === null ? [] : [publicUrl])].map((url) => new URL(url).origin),
    lightOrigins: policies.lightOrigins,
    webhooks: graphNotificationRoutes({ intake, log }),
    api: [
      pairingRoutes({
        store,
        pairDevice,
        serviceCodes,
        names,
        fleet,
        session,
        requireOperator,
        findRoom,
        boards,
        roomsKnown,
        publicUrl,
        audit,
        trust,
        clock,
      }),
      serviceCodeRoutes({
        serviceCodes,
        pairDevice,
        fleet,
        requireScreen,
        requireOperator,
        publicUrl,
        audit,
        trust,
        clock,
      }),
      enrolmentRoutes({
        enrol,
        store,
        fleet,
        session,
        requireOperator,
        findRoom,
        boards,
        roomsKnown,
        publicUrl,
        audit,
        trust,
        clock,
      }),
      deviceNameRoutes({ names, pairDevice, fleet, requireOperator, audit }),
      deviceRoutes({ fleet, requireScreen }),
      evidenceRoutes({ desk: devices.evidence, requireScreen, clock }) as unknown as Hono,
      deviceCommandRoutes({ commands: devices.commands, requireOperator, requireScreen, audit }),
      fleetStreamRoutes({ hub: devices.fleetHub, requireOperator, clock }) as unknown as Hono,
      roomStreamRoutes({ hub, requireScreen }) as unknown as Hono,
      bookingIntentRoutes({ submitIntent: booking.submitIntent, requireDevice, clock }),
      freeRoomRoutes({ currentDays: publish.currentDays, findRoom, requireDevice, clock }),
      consoleRoutes({
        signIn,
        requireOperator,
        fleet,
        listRooms,
        findRoom,
        policies,
        store,
        policyChanged,
        audit,
      }),
      policiesRoutes({
        store,
        policies,
        findRoom,
        findGoneRoom,
        policyChanged,
        deviceLookChanged: (deviceId) => fanOut.publish({ kind: 'device-look', deviceId }),
        digest: hashSecret,
        requireOperator,
        audit,
      }),
      boardRoutes({
        boards,
        pictures: createPlanPictures({ store, listBoards: boards.list, hashBytes, clock }),
        states: () => ({
          rooms: publish.currentDays().map((day) => ({ room: day.room.id, state: roomState(day, clock.now()).kind })),
        }),
        requireOperator,
        audit,
      }),
      alertRoutes({ alerts, requireOperator, audit }),
      closureRoutes({ closures, requireOperator, audit }),
      noticeRoutes({ notices, requireOperator, audit }),
      serviceAccountRoutes({ account, requireOperator, audit }),
      ledgerRoutes({ store, findRoom, requireOperator }),
      watchRoutes({ alarms, canary, requireOperator, audit }),
      attendanceRoutes({ store, requireOperator, audit, clock, onAllDone: attendance.onFaultDone }),
      auditRoutes({ store, findRoom, requireOperator, audit }),
      checkRoutes({ desk: checkDesk, requireOperator, audit }),
      reportRoutes({ ...reports, requireOperator, audit, clock }),
      roomHealthRoutes({ health, keepers, settings, catalogue: () => catalogue, requireOperator, audit, clock }),
      ownPhoneRoutes({ links, current: publish.current, trust, clock }),
      openApiRoutes({ version }),
    ] as Hono[],
    health: healthRoutes({
      askStore: () => store.generation(),
      rooms: () => ({ known: listRooms().length, trying: catalogue !== null }),
      metrics: () =>
        siteMetrics({
          rooms: { gone: catalogue?.gone().length ?? 0, oldestReadingSeconds: oldestReadingSeconds() },
          others: [...meter.counted(), ...processFigures.figures()],
          hub: hub.stats(),
          keepers: keepers.stats(),
          hints: intake.counts(),
          intents: booking.underWay(),
          alarms: alarms.openBySeverity(),
          credentialSecondsLeft: expiry.secondsLeft(),
        }),
    }),
    sandbox: sandboxOrigin === null ? null : sandboxForwardRoutes(sandboxOrigin, fetch),
    pages: staticFileRoutes(files),
    log,
    chance,
  });

  /** We hold it open already, so a question that it answers says all. */
  async function tryStore() {
    try {
      await store.generation();
      return null;
    } catch {
      return { reason: 'the database does not answer', remedy: 'Look at the disk of DATA_DIR, and restart Doorlight.' };
    }
  }

  /** Of the rooms that are read at all; one that never was makes it no older. */
  function oldestReadingSeconds(): number {
    const kept = new Set(listRooms().map(({ id }) => id));
    const ages = publish
      .currentDays()
      .filter(({ room, readAt }) => readAt !== null && kept.has(room.id) && settings.of(room.id).pausedSince === null)
      .map(({ readAt }) => (clock.now() - (readAt ?? clock.now())) / SECOND_MS);
    return ages.reduce((oldest, age) => Math.max(oldest, age), 0);
  }

  function reading(roomId: RoomId): RoomReading | null {
    const day = publish.current(roomId);
    return day === null ? null : { day, calendar: publish.reading(roomId)?.occurrences ?? [] };
  }

  async function readFresh(roomId: RoomId): Promise<RoomReading> {
    await keepers.readNow(roomId);
    const found = reading(roomId);
    if (found === null) throw new Error(`room ${roomId} was read and has no day`);
    return found;
  }

  return {
    app,
    async start() {
      // Before any calendar is shown, where it was never known whether that is right.
      await canary.start();
      catalogue = await createRoomCatalogue({
        directory,
        store,
        settings,
        clock,
        chance,
        log,
        onTrouble,
        onChange: keepers.follow,
      });
      await booking.resumeUnsettled();
    },
    close() {
      isDraining = true;
      hub.drain();
      devices.close();
      reports.close();
      pairDevice.close();
      deviceWatch.close();
      alerts.close();
      boards.close();
      canary.close();
      account?.close();
      expiry.close();
      troubles.close();
      stopNews();
      stopForgetting();
      stopForgettingAudit();
      catalogue?.close();
      keepers.close();
      publish.close();
      booking.close();
      attendance.close();
      alarms.close();
      processFigures.close();
    },
  };
}

function nameOf(cause: unknown): string {
  return cause instanceof Error ? cause.name : typeof cause;
}
