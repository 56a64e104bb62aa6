/**
 * GET /api/openapi.json: the outer surface whole, made from the codecs that read and write it, so that the description
 * cannot part from the program. What is not JSON is said in words. Long because it is a list: an entry for each route.
 */

import { Hono } from 'hono';
import type { Codec, Json, JsonSchema } from '../../shared/basics/codec.ts';
import { policyOverrideCodec } from '../../shared/room/policy.ts';
import { alertChangeCodec, alertStateCodec, alertTryCodec } from '../../shared/wire/alerts.ts';
import { faultReportCodec, faultReportListCodec, noShowReportCodec } from '../../shared/wire/attendance.ts';
import { auditPageCodec, MOST_AUDIT_LINES } from '../../shared/wire/audit.ts';
import { boardCodec, boardListCodec, boardSettingsCodec, boardStreamCodecs } from '../../shared/wire/board.ts';
import { checkStatusCodec } from '../../shared/wire/check.ts';
import { closureListCodec, closureWishCodec, roomClosureCodec } from '../../shared/wire/closures.ts';
import { consoleConfigCodec, operatorProfileCodec, tenantPolicyCodec } from '../../shared/wire/console.ts';
import { commandListCodec, commandProgressCodec, commandRequestCodec } from '../../shared/wire/device-commands.ts';
import {
  deviceNamingCodec,
  enrolmentListCodec,
  enrolmentRequestCodec,
  forgottenNamesCodec,
  madeLinksCodec,
  namedPlacesCodec,
  nameLinesCodec,
  nameSheetCodec,
  pairByNameCodec,
  pairedByNameCodec,
  redeemedCodec,
  redeemingCodec,
  waiterListCodec,
  withdrawalCodec,
} from '../../shared/wire/enrolment.ts';
import { evidenceBatchCodec, evidenceTakenCodec } from '../../shared/wire/evidence.ts';
import { fleetStreamCodecs } from '../../shared/wire/fleet.ts';
import { freeRoomsCodec } from '../../shared/wire/free-rooms.ts';
import { intentAnswerCodec, intentCodec } from '../../shared/wire/intent-request.ts';
import { laterCodecs } from '../../shared/wire/later-message.ts';
import { ledgerReportsCodec } from '../../shared/wire/ledger.ts';
import {
  noticeListCodec,
  noticeWishCodec,
  pictureReceiptCodec,
  placedNoticeCodec,
} from '../../shared/wire/notice-desk.ts';
import {
  deviceListCodec,
  deviceSummaryCodec,
  pairingCodeCodec,
  pairingConfirmCodec,
  pairingRequestCodec,
  pairingStatusCodec,
  roomListCodec,
  waitingTabletCodec,
} from '../../shared/wire/pairing.ts';
import { planReceiptCodec, roomStatesCodec } from '../../shared/wire/plan-desk.ts';
import { policyChangeCodec, policyDecisionsCodec, policyFileCodec } from '../../shared/wire/policies.ts';
import { problemCodec } from '../../shared/wire/problem.ts';
import { reportMailCodec, useReportCodec } from '../../shared/wire/reports.ts';
import { roomActionCodec, roomHealthCodec, roomZoneCodec, siteHealthCodec } from '../../shared/wire/room-health.ts';
import { serviceAccountReportCodec, serviceSignInCodec } from '../../shared/wire/service-account.ts';
import { streamCodecs } from '../../shared/wire/stream-message.ts';
import { alarmCodec, alarmListCodec, scopeReportCodec } from '../../shared/wire/watch.ts';
import { describePath, type Operation, type Operations } from './describe-operations.ts';

const schemaOf = (properties: Record<string, JsonSchema>): JsonSchema => ({
  type: 'object',
  required: Object.keys(properties),
  properties,
});
const liveness = schemaOf({ alive: { type: 'boolean' } });
const readiness = schemaOf({
  ready: { type: 'boolean' },
  store: { enum: ['ok', 'failing'] },
  rooms: { type: 'integer', minimum: 0 },
});
const plain = (schema: JsonSchema): Codec<never> => ({ schema }) as Codec<never>;
const of = <T>(codec: Codec<T>): Codec<never> => codec as unknown as Codec<never>;
const events = { ...streamCodecs, ...laterCodecs, ...boardStreamCodecs, fleet: fleetStreamCodecs.fleet };
const names = [...Object.keys(streamCodecs), ...Object.keys(laterCodecs)].join(', ');
const fleetNames = Object.keys(fleetStreamCodecs).join(', ');
const boardNames = Object.keys(boardStreamCodecs).join(', ');

const moment: JsonSchema = { type: 'string', format: 'date-time' };
const auditFilter = [
  ...['who', 'what', 'room'].map(
    (name) => ({ name, in: 'query', schema: { type: 'string', maxLength: 200 } }) as const,
  ),
  ...['from', 'to'].map((name) => ({ name, in: 'query', schema: moment }) as const),
];
const reportQuery = (['from', 'to', 'building', 'floor'] as const).map((name) => {
  const schema: JsonSchema = name === 'from' || name === 'to' ? { type: 'string', format: 'date' } : { type: 'string' };
  return { name, in: 'query' as const, schema };
});

const operations: Operations = {
  '/': { get: page('openDoor', 'The kiosk: the room, or a code until it has one.') },
  '/board': { get: page('openBoard', 'The kiosk of a device that shows many rooms.') },
  '/console': { get: page('openConsole', 'The facilities console.') },
  '/r/{shortId}': { get: page('openRoomOnPhone', "A room's day on a person's own phone, as much as the door shows.") },
  '/api/pairings': {
    post: {
      id: 'askForCode',
      says: 'A tablet asks for a code.',
      who: 'anybody',
      status: 201,
      body: of(pairingRequestCodec),
      mayBeEmpty: true,
      answer: of(pairingCodeCodec),
    },
  },
  '/api/enrolments': {
    post: {
      id: 'redeemEnrolment',
      says: 'A tablet uses a link that pairs it by itself, once. `attempt` lets the same tablet ask again where no answer came.',
      who: 'anybody',
      status: 200,
      body: of(redeemingCodec),
      answer: of(redeemedCodec),
    },
  },
  '/api/pairings/current': {
    get: {
      id: 'readPairing',
      says: 'How the asking tablet stands; held up to 25 s while it waits.',
      who: 'anybody',
      status: 200,
      answer: of(pairingStatusCodec),
    },
  },
  '/api/device/service-code': {
    post: {
      id: 'askForServiceCode',
      says: 'A paired tablet asks for a code by which an operator moves it or takes it off.',
      who: 'screen',
      status: 201,
      answer: of(pairingCodeCodec),
    },
  },
  '/api/device': {
    get: {
      id: 'readDevice',
      says: 'The asking tablet and its room.',
      who: 'screen',
      status: 200,
      answer: of(deviceSummaryCodec),
    },
  },
  '/api/stream': {
    get: {
      id: 'followRoom',
      says: `Server-sent events: ${names}; of a board also ${boardNames}. The data of each is its schema in components.`,
      who: 'screen',
      status: 200,
      answer: { text: 'text/event-stream' },
      also: [
        { name: 'Last-Event-ID', in: 'header', schema: { type: 'string' } },
        { name: 'last', in: 'query', schema: { type: 'string' } },
        { name: 'room', in: 'query', schema: { type: 'string' } },
      ],
    },
  },
  '/api/intents': {
    post: {
      id: 'submitIntent',
      says: 'Asks for a booking, a change or its undoing; the same key again is the same tap. While Exchange is away a booking is `held`.',
      who: 'door',
      status: 202,
      body: of(intentCodec),
      answer: of(intentAnswerCodec),
    },
  },
  '/api/rooms/free': {
    get: {
      id: 'findFreeRooms',
      says: 'Rooms near this one that are free, now or from a start, and until when.',
      who: 'door',
      status: 200,
      answer: of(freeRoomsCodec),
      also: [
        { name: 'minutes', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 1440 } },
        { name: 'start', in: 'query', schema: { type: 'string', format: 'date-time' } },
      ],
    },
  },
  '/api/evidence': {
    post: {
      id: 'tellEvidence',
      says: 'A screen tells what it showed since when, and how its tablet fares; the same batch again is counted once.',
      who: 'screen',
      status: 200,
      body: of(evidenceBatchCodec),
      answer: of(evidenceTakenCodec),
    },
  },
  '/api/device/commands/{id}': {
    post: {
      id: 'tellCommandProgress',
      says: 'How far a tablet is with what it was told.',
      who: 'screen',
      status: 200,
      body: of(commandProgressCodec),
      answer: plain({ type: 'object' }),
    },
  },
  '/api/console/commands': {
    get: {
      id: 'listCommands',
      says: 'What tablets were told and what became of it, the latest first.',
      who: 'Viewer',
      status: 200,
      answer: of(commandListCodec),
      also: [
        { name: 'device', in: 'query', schema: { type: 'string' } },
        { name: 'batch', in: 'query', schema: { type: 'string' } },
      ],
    },
    post: {
      id: 'commandDevices',
      says: 'Tells one or many tablets to do something; answers with a report for each.',
      who: 'Operator',
      status: 202,
      body: of(commandRequestCodec),
      answer: of(commandListCodec),
    },
  },
  '/api/console/stream': {
    get: {
      id: 'followFleet',
      says: `Server-sent events: ${fleetNames}. All of the fleet first, then what changes. Ends with the token.`,
      who: 'Viewer',
      status: 200,
      answer: { text: 'text/event-stream' },
    },
  },
  '/api/console/config': {
    get: {
      id: 'readSignIn',
      says: 'How an operator signs in.',
      who: 'anybody',
      status: 200,
      answer: of(consoleConfigCodec),
    },
  },
  '/api/console/me': {
    get: { id: 'readOperator', says: 'Who asks.', who: 'Viewer', status: 200, answer: of(operatorProfileCodec) },
  },
  '/api/console/pairings': {
    get: {
      id: 'listWaitingTablets',
      says: 'The tablets that show a code now, and where their names say that they belong.',
      who: 'Operator',
      status: 200,
      answer: of(waiterListCodec),
    },
  },
  '/api/console/pairings/by-name': {
    post: {
      id: 'pairByName',
      says: 'Pairs these of them, each where its name says.',
      who: 'Operator',
      status: 200,
      body: of(pairByNameCodec),
      answer: of(pairedByNameCodec),
    },
  },
  '/api/console/enrolments': {
    get: {
      id: 'listEnrolments',
      says: 'The links that pair a tablet once: which were used, by whom and when. Never the links themselves.',
      who: 'Operator',
      status: 200,
      answer: of(enrolmentListCodec),
    },
    post: {
      id: 'makeEnrolments',
      says: 'Makes such links, all or none; this answer alone tells them.',
      who: 'Operator',
      status: 201,
      body: of(enrolmentRequestCodec),
      answer: of(madeLinksCodec),
    },
  },
  '/api/console/enrolments/withdraw': {
    post: {
      id: 'withdrawEnrolments',
      says: 'Withdraws those that nobody has used; answers with which those were.',
      who: 'Operator',
      status: 200,
      body: of(withdrawalCodec),
      answer: of(withdrawalCodec),
    },
  },
  '/api/console/device-names': {
    get: {
      id: 'listDeviceNames',
      says: 'Where tablets of which name belong.',
      who: 'Viewer',
      status: 200,
      answer: of(namedPlacesCodec),
    },
    put: {
      id: 'takeDeviceNames',
      says: 'Takes a list of names and rooms as comma-separated values; paired tablets of these names go along. Lines with faults are left.',
      who: 'Operator',
      status: 200,
      body: of(nameSheetCodec),
      answer: of(nameLinesCodec),
    },
  },
  '/api/console/device-names/preview': {
    post: {
      id: 'previewDeviceNames',
      says: 'What each line of such a list would do. Nothing is done.',
      who: 'Operator',
      status: 200,
      body: of(nameSheetCodec),
      answer: of(nameLinesCodec),
    },
  },
  '/api/console/device-names/csv': {
    get: {
      id: 'exportDeviceNames',
      says: 'The list as it stands.',
      who: 'Viewer',
      status: 200,
      answer: { text: 'text/csv' },
    },
  },
  '/api/console/device-names/forget': {
    post: {
      id: 'forgetDeviceNames',
      says: 'Forgets where tablets of these names belong.',
      who: 'Operator',
      status: 200,
      body: of(forgottenNamesCodec),
      answer: of(forgottenNamesCodec),
    },
  },
  '/api/console/devices/{id}/name': {
    put: {
      id: 'nameDevice',
      says: 'Calls a tablet so; null takes its name away.',
      who: 'Operator',
      status: 200,
      body: of(deviceNamingCodec),
      answer: of(deviceSummaryCodec),
    },
  },
  '/api/console/pairings/{code}': {
    get: {
      id: 'findWaitingTablet',
      says: 'Which tablet shows this code, and where it hangs already.',
      who: 'Operator',
      status: 200,
      answer: of(waitingTabletCodec),
    },
  },
  '/api/console/pairings/{code}/confirm': {
    post: {
      id: 'confirmPairing',
      says: 'Pairs it to a room or a board, or moves it there if it hangs already.',
      who: 'Operator',
      status: 200,
      body: of(pairingConfirmCodec),
      answer: of(deviceSummaryCodec),
    },
  },
  '/api/console/pairings/{code}/release': {
    post: {
      id: 'releaseTablet',
      says: 'Takes the paired tablet that shows this code off its room or board.',
      who: 'Operator',
      status: 204,
    },
  },
  '/api/console/boards': {
    get: { id: 'listBoards', says: 'The boards there are.', who: 'Viewer', status: 200, answer: of(boardListCodec) },
    post: {
      id: 'makeBoard',
      says: 'Makes a board.',
      who: 'Operator',
      status: 201,
      body: of(boardSettingsCodec),
      answer: of(boardCodec),
    },
  },
  '/api/console/boards/pictures': {
    post: {
      id: 'sendPlanPicture',
      says: 'Takes in the drawing of a floor: PNG, JPEG, WebP, or an SVG that only draws.',
      who: 'Operator',
      status: 201,
      body: { text: 'image/*' },
      answer: of(planReceiptCodec),
    },
  },
  '/api/boards/pictures/{hash}': {
    get: {
      id: 'readPlanPicture',
      says: 'The drawing of a floor.',
      who: 'anybody',
      status: 200,
      answer: { text: 'image/*' },
    },
  },
  '/api/console/rooms/states': {
    get: {
      id: 'readRoomStates',
      says: 'What each room is now, in the words of its door.',
      who: 'Viewer',
      status: 200,
      answer: of(roomStatesCodec),
    },
  },
  '/api/console/boards/{id}': {
    put: {
      id: 'changeBoard',
      says: 'Decides what a board shows; its screens follow at once.',
      who: 'Operator',
      status: 200,
      body: of(boardSettingsCodec),
      answer: of(boardCodec),
    },
  },
  '/api/console/rooms': {
    get: { id: 'listRooms', says: 'The rooms there are.', who: 'Viewer', status: 200, answer: of(roomListCodec) },
  },
  '/api/console/rooms/refresh': {
    post: {
      id: 'refreshRooms',
      says: 'Reads the catalogue again now; answers with how all is kept after the try.',
      who: 'Operator',
      status: 200,
      answer: of(siteHealthCodec),
    },
  },
  '/api/console/check': {
    get: {
      id: 'readCheck',
      says: 'The last result of the check, and whether one is under way.',
      who: 'Viewer',
      status: 200,
      answer: of(checkStatusCodec),
    },
    post: {
      id: 'runCheck',
      says: 'Runs the check, or joins the one under way; answers at its end, or after 25 s with how far it is.',
      who: 'Operator',
      status: 200,
      answer: of(checkStatusCodec),
    },
  },
  '/api/console/health': {
    get: {
      id: 'readHealth',
      says: 'How well every room is kept.',
      who: 'Viewer',
      status: 200,
      answer: of(siteHealthCodec),
    },
  },
  '/api/console/rooms/{id}/health': {
    get: {
      id: 'readRoomHealth',
      says: 'How well a room is kept.',
      who: 'Viewer',
      status: 200,
      answer: of(roomHealthCodec),
    },
  },
  '/api/console/rooms/{id}/actions': {
    post: {
      id: 'actOnRoom',
      says: 'Reads the room now, subscribes anew, pauses its readings or lets them go on.',
      who: 'Operator',
      status: 200,
      body: of(roomActionCodec),
      answer: of(roomHealthCodec),
    },
  },
  '/api/console/rooms/{id}/zone': {
    put: {
      id: 'setRoomZone',
      says: "Sets the room's time zone over its mailbox's; null takes that back.",
      who: 'Operator',
      status: 200,
      body: of(roomZoneCodec),
      answer: of(roomHealthCodec),
    },
  },
  '/api/console/rooms/{id}/policy': {
    get: { id: 'readRoomPolicy', says: "A room's policy.", who: 'Viewer', status: 200, answer: of(tenantPolicyCodec) },
    put: {
      id: 'replaceRoomPolicy',
      says: 'Replaces what is decided for this room.',
      who: 'Admin',
      status: 200,
      body: of(policyOverrideCodec),
      answer: of(tenantPolicyCodec),
    },
  },
  '/api/console/reports/use': {
    get: {
      id: 'readUse',
      says: 'How rooms were used between two days, both counted in, each in its own zone; four weeks until today unless told.',
      who: 'Viewer',
      status: 200,
      answer: of(useReportCodec),
      also: reportQuery,
    },
  },
  '/api/console/reports/use.csv': {
    get: {
      id: 'readUseAsTable',
      says: 'The same as a table for a spreadsheet.',
      who: 'Viewer',
      status: 200,
      answer: { text: 'text/csv' },
      also: [
        ...reportQuery,
        { name: 'of', in: 'query', schema: { type: 'string', enum: ['rooms', 'hours', 'screens'] } },
      ],
    },
  },
  '/api/console/reports/mail': {
    get: {
      id: 'readReportMail',
      says: 'Who is mailed about it, and how often.',
      who: 'Viewer',
      status: 200,
      answer: of(reportMailCodec),
    },
    put: {
      id: 'changeReportMail',
      says: 'Decides that.',
      who: 'Admin',
      status: 200,
      body: of(reportMailCodec),
      answer: of(reportMailCodec),
    },
  },
  '/api/console/policy': {
    get: {
      id: 'readTenantPolicy',
      says: "The tenant's policy.",
      who: 'Viewer',
      status: 200,
      answer: of(tenantPolicyCodec),
    },
    put: {
      id: 'replaceTenantPolicy',
      says: 'Replaces what is decided for the tenant.',
      who: 'Admin',
      status: 200,
      body: of(policyOverrideCodec),
      answer: of(tenantPolicyCodec),
    },
  },
  '/api/console/policies': {
    get: {
      id: 'listPolicies',
      says: 'What each level decides.',
      who: 'Viewer',
      status: 200,
      answer: of(policyDecisionsCodec),
    },
    patch: {
      id: 'changePolicies',
      says: 'Sets and clears the same settings at one or many places, all or none.',
      who: 'Admin',
      status: 200,
      body: of(policyChangeCodec),
      answer: of(policyDecisionsCodec),
    },
  },
  '/api/console/policies/file': {
    get: {
      id: 'exportPolicies',
      says: 'The policy of every level as one file, rooms by their addresses.',
      who: 'Viewer',
      status: 200,
      answer: of(policyFileCodec),
    },
    put: {
      id: 'importPolicies',
      says: 'Replaces the policy of every level by that of a file, all or none. Rooms and tablets that are not known make it refused, unless `unknown` lets them be passed over.',
      who: 'Admin',
      status: 200,
      body: of(policyFileCodec),
      answer: of(policyDecisionsCodec),
      also: [
        { name: 'revision', in: 'query', schema: { type: 'string' } },
        { name: 'unknown', in: 'query', schema: { type: 'string', enum: ['skip'] } },
      ],
    },
  },
  '/api/console/devices': {
    get: { id: 'listDevices', says: 'The paired tablets.', who: 'Viewer', status: 200, answer: of(deviceListCodec) },
  },
  '/api/console/devices/{id}': {
    delete: { id: 'revokeDevice', says: 'Takes a tablet off its room.', who: 'Operator', status: 204 },
  },
  '/api/console/intents': {
    get: {
      id: 'listIntents',
      says: 'What became of the taps, the latest moved first, each step by step.',
      who: 'Viewer',
      status: 200,
      answer: of(ledgerReportsCodec),
      also: [
        { name: 'room', in: 'query', schema: { type: 'string' } },
        { name: 'key', in: 'query', schema: { type: 'string', format: 'uuid' } },
        { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 500 } },
      ],
    },
  },
  '/api/console/audit': {
    get: {
      id: 'listAudit',
      says: 'Who did what, latest first. `who` and `what` are parts of the words; `to` is not included; `before` is the `next` of the page before.',
      who: 'Operator',
      status: 200,
      answer: of(auditPageCodec),
      also: [
        ...auditFilter,
        { name: 'before', in: 'query', schema: { type: 'integer', minimum: 1 } },
        { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: MOST_AUDIT_LINES } },
      ],
    },
  },
  '/api/console/audit.csv': {
    get: {
      id: 'downloadAudit',
      says: 'The same whole, as a table for spreadsheets; no cell of it is a formula.',
      who: 'Operator',
      status: 200,
      answer: { text: 'text/csv' },
      also: auditFilter,
    },
  },
  '/api/console/alerts': {
    get: {
      id: 'readAlerts',
      says: 'Whom alarms are told, and when not.',
      who: 'Viewer',
      status: 200,
      answer: of(alertStateCodec),
    },
    put: {
      id: 'changeAlerts',
      says: 'Decides that; a webhook that gets a new secret is told it in this answer alone.',
      who: 'Admin',
      status: 200,
      body: of(alertChangeCodec),
      answer: of(alertStateCodec),
    },
  },
  '/api/console/alerts/try': {
    post: {
      id: 'tryAlerts',
      says: 'Sends a test to all of them now.',
      who: 'Admin',
      status: 200,
      answer: of(alertTryCodec),
    },
  },
  '/api/console/alarms': {
    get: {
      id: 'listAlarms',
      says: 'What is wrong, and what was.',
      who: 'Viewer',
      status: 200,
      answer: of(alarmListCodec),
    },
  },
  '/api/console/alarms/{id}/acknowledge': {
    post: {
      id: 'acknowledgeAlarm',
      says: 'Says that somebody has seen it.',
      who: 'Operator',
      status: 200,
      answer: of(alarmCodec),
    },
  },
  '/api/console/no-shows': {
    get: {
      id: 'reportNoShows',
      says: 'Which series were booked and nobody came, how often in a row, and the minutes given back.',
      who: 'Viewer',
      status: 200,
      answer: of(noShowReportCodec),
    },
  },
  '/api/console/fault-reports': {
    get: {
      id: 'listFaultReports',
      says: 'What people at the doors said is wrong, open reports first.',
      who: 'Viewer',
      status: 200,
      answer: of(faultReportListCodec),
    },
  },
  '/api/console/fault-reports/{id}/done': {
    post: {
      id: 'finishFaultReport',
      says: 'Says that it is mended.',
      who: 'Operator',
      status: 200,
      answer: of(faultReportCodec),
    },
  },
  '/api/console/canary': {
    get: {
      id: 'readScope',
      says: "Whether the app's scope is proven.",
      who: 'Viewer',
      status: 200,
      answer: of(scopeReportCodec),
    },
  },
  '/api/console/canary/try': {
    post: {
      id: 'tryCanary',
      says: 'Tries the canary mailbox now.',
      who: 'Operator',
      status: 200,
      answer: of(scopeReportCodec),
    },
  },
  '/api/console/service-account': {
    get: {
      id: 'readServiceAccount',
      says: 'Which service account is signed in, where the app acts in the name of one; 404 where it does not.',
      who: 'Viewer',
      status: 200,
      answer: of(serviceAccountReportCodec),
    },
    delete: { id: 'signOutServiceAccount', says: 'Signs it out and wipes what was kept.', who: 'Admin', status: 204 },
  },
  '/api/console/service-account/sign-in': {
    post: {
      id: 'signInServiceAccount',
      says: 'Begins a sign-in: the code that a person enters, where, until when.',
      who: 'Admin',
      status: 200,
      answer: of(serviceSignInCodec),
    },
  },
  '/api/console/closures': {
    get: {
      id: 'listClosures',
      says: 'Rooms out of service, now and to come, then those that are open again.',
      who: 'Viewer',
      status: 200,
      answer: of(closureListCodec),
    },
    post: {
      id: 'closeRoom',
      says: 'Takes a room out of service; its doors say so at once, and nobody books it.',
      who: 'Operator',
      status: 201,
      body: of(closureWishCodec),
      answer: of(roomClosureCodec),
    },
  },
  '/api/console/closures/{id}': {
    put: {
      id: 'changeClosure',
      says: 'Changes reason, times or the room to use instead. The room stays.',
      who: 'Operator',
      status: 200,
      body: of(closureWishCodec),
      answer: of(roomClosureCodec),
    },
  },
  '/api/console/closures/{id}/end': {
    post: {
      id: 'reopenRoom',
      says: 'Opens the room again.',
      who: 'Operator',
      status: 200,
      answer: of(roomClosureCodec),
    },
  },
  '/api/console/notices': {
    get: {
      id: 'listNotices',
      says: 'Notices that hang or are to hang, then those that are over.',
      who: 'Viewer',
      status: 200,
      answer: of(noticeListCodec),
    },
    post: {
      id: 'hangNotice',
      says: 'Hangs a notice on every screen of its places; they show it within a second.',
      who: 'Operator',
      status: 201,
      body: of(noticeWishCodec),
      answer: of(placedNoticeCodec),
    },
  },
  '/api/console/notices/{id}': {
    put: {
      id: 'changeNotice',
      says: 'Changes a notice that is not over.',
      who: 'Operator',
      status: 200,
      body: of(noticeWishCodec),
      answer: of(placedNoticeCodec),
    },
  },
  '/api/console/notices/{id}/end': {
    post: {
      id: 'takeNoticeDown',
      says: 'Takes a notice down.',
      who: 'Operator',
      status: 200,
      answer: of(placedNoticeCodec),
    },
  },
  '/api/console/notices/pictures': {
    post: {
      id: 'takePicture',
      says: 'Takes in a still PNG, JPEG or WebP picture of at most 512 KiB for a notice, without what a camera wrote into it.',
      who: 'Operator',
      status: 201,
      body: { text: 'image/*' },
      answer: of(pictureReceiptCodec),
    },
  },
  '/api/notices/pictures/{hash}': {
    get: {
      id: 'readPicture',
      says: 'A picture of a notice.',
      who: 'anybody',
      status: 200,
      answer: { text: 'image/*' },
    },
  },
  '/webhooks/graph': { post: webhook('takeHints', 'Change notifications of Microsoft Graph.') },
  '/webhooks/graph/lifecycle': { post: webhook('takeLifecycle', 'Lifecycle notifications of Microsoft Graph.') },
  '/healthz': { get: { id: 'readLiveness', says: 'Alive.', who: 'anybody', status: 200, answer: plain(liveness) } },
  '/readyz': {
    get: {
      id: 'readReadiness',
      says: 'Able to serve.',
      who: 'anybody',
      status: 200,
      answer: plain(readiness),
      orElse: { says: 'Not able to serve.', status: 503, answer: plain(readiness) },
    },
  },
  '/metrics': {
    get: {
      id: 'readMetrics',
      says: 'Figures for Prometheus.',
      who: 'anybody',
      status: 200,
      answer: { text: 'text/plain' },
    },
  },
  '/api/openapi.json': {
    get: { id: 'readOpenApi', says: 'This.', who: 'anybody', status: 200, answer: plain({ type: 'object' }) },
  },
};

export function openApiRoutes({ version }: { version: string }) {
  const document = openApi(version);
  return new Hono().get('/api/openapi.json', (c) => c.json(document));
}

export function openApi(version: string): { [member: string]: Json } {
  return {
    openapi: '3.1.0',
    info: { title: 'Doorlight', version, license: { name: 'MIT', identifier: 'MIT' } },
    paths: Object.fromEntries(Object.entries(operations).map(([path, methods]) => [path, describePath(path, methods)])),
    components: {
      schemas: {
        problem: problemCodec.schema,
        ...Object.fromEntries(Object.entries(events).map(([name, { schema }]) => [name, schema])),
      },
      securitySchemes: {
        device: { type: 'apiKey', in: 'cookie', name: '__Host-doorlight-device' },
        operator: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
      },
    },
  };
}

function page(id: string, says: string): Operation {
  return { id, says, who: 'anybody', status: 200, answer: { text: 'text/html' } };
}

function webhook(id: string, says: string): Operation {
  return {
    id,
    says,
    who: 'anybody',
    status: 202,
    orElse: { says: 'The token, where one was sent.', status: 200, answer: { text: 'text/plain' } },
    body: plain({ type: 'object' }),
    mayBeEmpty: true,
    also: [{ name: 'validationToken', in: 'query', schema: { type: 'string' } }],
  };
}
