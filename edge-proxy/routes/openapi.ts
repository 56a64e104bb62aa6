/**
 * GET /api/openapi.json: the outer surface whole, made from the codecs that read and write it, so that the description
 * cannot part from the program. What is not JSON is said in words.
 */

import { Hono } from 'hono';
import type { Codec, Json, JsonSchema } from '../../shared/basics/codec.ts';
import { policyOverrideCodec } from '../../shared/room/policy.ts';
import { faultReportCodec, faultReportListCodec, noShowReportCodec } from '../../shared/wire/attendance.ts';
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
import { policyChangeCodec, policyDecisionsCodec, policyFileCodec } from '../../shared/wire/policies.ts';
import { problemCodec } from '../../shared/wire/problem.ts';
import { roomActionCodec, roomHealthCodec, roomZoneCodec, siteHealthCodec } from '../../shared/wire/room-health.ts';
import { serviceAccountReportCodec, serviceSignInCodec } from '../../shared/wire/service-account.ts';
import { streamCodecs } from '../../shared/wire/stream-message.ts';
import { alarmCodec, alarmListCodec, scopeReportCodec } from '../../shared/wire/watch.ts';

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';
type Who = 'anybody' | 'device' | 'operator';
type Body = Codec<never> | { readonly text: string };
type Operation = {
  readonly says: string;
  readonly who: Who;
  readonly status: number;
  readonly answer?: Body;
  readonly body?: Body;
  /** Names of parameters in the query or a header, all optional. */
  readonly also?: readonly { readonly name: string; readonly in: 'query' | 'header'; readonly schema: JsonSchema }[];
};

const health: JsonSchema = { type: 'object' };
const plain = (schema: JsonSchema): Codec<never> => ({ schema }) as Codec<never>;
const of = <T>(codec: Codec<T>): Codec<never> => codec as unknown as Codec<never>;
const events = { ...streamCodecs, ...laterCodecs, ...boardStreamCodecs, fleet: fleetStreamCodecs.fleet };
const names = [...Object.keys(streamCodecs), ...Object.keys(laterCodecs)].join(', ');
const fleetNames = Object.keys(fleetStreamCodecs).join(', ');
const boardNames = Object.keys(boardStreamCodecs).join(', ');

const operations: { readonly [path: string]: { readonly [M in Method]?: Operation } } = {
  '/api/pairings': {
    post: {
      says: 'A tablet asks for a code.',
      who: 'anybody',
      status: 201,
      body: of(pairingRequestCodec),
      answer: of(pairingCodeCodec),
    },
  },
  '/api/enrolments': {
    post: {
      says: 'A tablet uses a link that pairs it by itself, once. `attempt` lets the same tablet ask again where no answer came.',
      who: 'anybody',
      status: 200,
      body: of(redeemingCodec),
      answer: of(redeemedCodec),
    },
  },
  '/api/pairings/current': {
    get: {
      says: 'How the asking tablet stands; held up to 25 s while it waits.',
      who: 'anybody',
      status: 200,
      answer: of(pairingStatusCodec),
    },
  },
  '/api/device': {
    get: { says: 'The asking tablet and its room.', who: 'device', status: 200, answer: of(deviceSummaryCodec) },
  },
  '/api/stream': {
    get: {
      says: `Server-sent events: ${names}; of a board also ${boardNames}. The data of each is its schema in components.`,
      who: 'device',
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
      says: 'Asks for a booking, a change or its undoing; the same key again is the same tap. While Exchange is away a booking is `held`.',
      who: 'device',
      status: 202,
      body: of(intentCodec),
      answer: of(intentAnswerCodec),
    },
  },
  '/api/rooms/free': {
    get: {
      says: 'Rooms near this one that are free, now or from a start, and until when.',
      who: 'device',
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
      says: 'A screen tells what it showed since when, and how its tablet fares; the same batch again is counted once.',
      who: 'device',
      status: 200,
      body: of(evidenceBatchCodec),
      answer: of(evidenceTakenCodec),
    },
  },
  '/api/device/commands/{id}': {
    post: {
      says: 'How far a tablet is with what it was told.',
      who: 'device',
      status: 200,
      body: of(commandProgressCodec),
      answer: plain({ type: 'object' }),
    },
  },
  '/api/console/commands': {
    get: {
      says: 'What tablets were told and what became of it, the latest first (Viewer).',
      who: 'operator',
      status: 200,
      answer: of(commandListCodec),
      also: [
        { name: 'device', in: 'query', schema: { type: 'string' } },
        { name: 'batch', in: 'query', schema: { type: 'string' } },
      ],
    },
    post: {
      says: 'Tells one or many tablets to do something; answers with a report for each (Operator).',
      who: 'operator',
      status: 202,
      body: of(commandRequestCodec),
      answer: of(commandListCodec),
    },
  },
  '/api/console/stream': {
    get: {
      says: `Server-sent events (Viewer): ${fleetNames}. All of the fleet first, then what changes. Ends with the token.`,
      who: 'operator',
      status: 200,
      answer: { text: 'text/event-stream' },
    },
  },
  '/api/console/config': {
    get: { says: 'How an operator signs in.', who: 'anybody', status: 200, answer: of(consoleConfigCodec) },
  },
  '/api/console/me': {
    get: { says: 'Who asks.', who: 'operator', status: 200, answer: of(operatorProfileCodec) },
  },
  '/api/console/pairings': {
    get: {
      says: 'The tablets that show a code now, and where their names say that they belong.',
      who: 'operator',
      status: 200,
      answer: of(waiterListCodec),
    },
  },
  '/api/console/pairings/by-name': {
    post: {
      says: 'Pairs these of them, each where its name says.',
      who: 'operator',
      status: 200,
      body: of(pairByNameCodec),
      answer: of(pairedByNameCodec),
    },
  },
  '/api/console/enrolments': {
    get: {
      says: 'The links that pair a tablet once: which were used, by whom and when. Never the links themselves.',
      who: 'operator',
      status: 200,
      answer: of(enrolmentListCodec),
    },
    post: {
      says: 'Makes such links, all or none; this answer alone tells them.',
      who: 'operator',
      status: 201,
      body: of(enrolmentRequestCodec),
      answer: of(madeLinksCodec),
    },
  },
  '/api/console/enrolments/withdraw': {
    post: {
      says: 'Withdraws those that nobody has used; answers with which those were.',
      who: 'operator',
      status: 200,
      body: of(withdrawalCodec),
      answer: of(withdrawalCodec),
    },
  },
  '/api/console/device-names': {
    get: {
      says: 'Where tablets of which name belong.',
      who: 'operator',
      status: 200,
      answer: of(namedPlacesCodec),
    },
    put: {
      says: 'Takes a list of names and rooms as comma-separated values; paired tablets of these names go along. Lines with faults are left.',
      who: 'operator',
      status: 200,
      body: of(nameSheetCodec),
      answer: of(nameLinesCodec),
    },
  },
  '/api/console/device-names/preview': {
    post: {
      says: 'What each line of such a list would do. Nothing is done.',
      who: 'operator',
      status: 200,
      body: of(nameSheetCodec),
      answer: of(nameLinesCodec),
    },
  },
  '/api/console/device-names/csv': {
    get: { says: 'The list as it stands.', who: 'operator', status: 200, answer: { text: 'text/csv' } },
  },
  '/api/console/device-names/forget': {
    post: {
      says: 'Forgets where tablets of these names belong.',
      who: 'operator',
      status: 200,
      body: of(forgottenNamesCodec),
      answer: of(forgottenNamesCodec),
    },
  },
  '/api/console/devices/{id}/name': {
    put: {
      says: 'Calls a tablet so; null takes its name away.',
      who: 'operator',
      status: 200,
      body: of(deviceNamingCodec),
      answer: of(deviceSummaryCodec),
    },
  },
  '/api/console/pairings/{code}': {
    get: { says: 'Which tablet shows this code.', who: 'operator', status: 200, answer: of(waitingTabletCodec) },
  },
  '/api/console/pairings/{code}/confirm': {
    post: {
      says: 'Pairs it to a room or a board.',
      who: 'operator',
      status: 200,
      body: of(pairingConfirmCodec),
      answer: of(deviceSummaryCodec),
    },
  },
  '/api/console/boards': {
    get: { says: 'The boards there are.', who: 'operator', status: 200, answer: of(boardListCodec) },
    post: {
      says: 'Makes a board.',
      who: 'operator',
      status: 201,
      body: of(boardSettingsCodec),
      answer: of(boardCodec),
    },
  },
  '/api/console/boards/{id}': {
    put: {
      says: 'Decides what a board shows; its screens follow at once.',
      who: 'operator',
      status: 200,
      body: of(boardSettingsCodec),
      answer: of(boardCodec),
    },
  },
  '/api/console/rooms': {
    get: { says: 'The rooms there are.', who: 'operator', status: 200, answer: of(roomListCodec) },
  },
  '/api/console/rooms/refresh': {
    post: {
      says: 'Reads the catalogue again now; answers with how all is kept after the try.',
      who: 'operator',
      status: 200,
      answer: of(siteHealthCodec),
    },
  },
  '/api/console/check': {
    get: {
      says: 'The last result of the check, and whether one is under way.',
      who: 'operator',
      status: 200,
      answer: of(checkStatusCodec),
    },
    post: {
      says: 'Runs the check, or joins the one under way; answers at its end, or after 25 s with how far it is.',
      who: 'operator',
      status: 200,
      answer: of(checkStatusCodec),
    },
  },
  '/api/console/health': {
    get: { says: 'How well every room is kept.', who: 'operator', status: 200, answer: of(siteHealthCodec) },
  },
  '/api/console/rooms/{id}/health': {
    get: { says: 'How well a room is kept.', who: 'operator', status: 200, answer: of(roomHealthCodec) },
  },
  '/api/console/rooms/{id}/actions': {
    post: {
      says: 'Reads the room now, subscribes anew, pauses its readings or lets them go on.',
      who: 'operator',
      status: 200,
      body: of(roomActionCodec),
      answer: of(roomHealthCodec),
    },
  },
  '/api/console/rooms/{id}/zone': {
    put: {
      says: "Sets the room's time zone over its mailbox's; null takes that back.",
      who: 'operator',
      status: 200,
      body: of(roomZoneCodec),
      answer: of(roomHealthCodec),
    },
  },
  '/api/console/rooms/{id}/policy': {
    get: { says: "A room's policy.", who: 'operator', status: 200, answer: of(tenantPolicyCodec) },
    put: {
      says: 'Replaces what is decided for this room.',
      who: 'operator',
      status: 200,
      body: of(policyOverrideCodec),
      answer: of(tenantPolicyCodec),
    },
  },
  '/api/console/policy': {
    get: { says: "The tenant's policy.", who: 'operator', status: 200, answer: of(tenantPolicyCodec) },
    put: {
      says: 'Replaces what is decided for the tenant.',
      who: 'operator',
      status: 200,
      body: of(policyOverrideCodec),
      answer: of(tenantPolicyCodec),
    },
  },
  '/api/console/policies': {
    get: { says: 'What each level decides.', who: 'operator', status: 200, answer: of(policyDecisionsCodec) },
    patch: {
      says: 'Sets and clears the same settings at one or many places, all or none.',
      who: 'operator',
      status: 200,
      body: of(policyChangeCodec),
      answer: of(policyDecisionsCodec),
    },
  },
  '/api/console/policies/file': {
    get: {
      says: 'The policy of every level as one file, rooms by their addresses.',
      who: 'operator',
      status: 200,
      answer: of(policyFileCodec),
    },
    put: {
      says: 'Replaces the policy of every level by that of a file, all or none. Rooms and tablets that are not known make it refused, unless `unknown` lets them be passed over.',
      who: 'operator',
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
    get: { says: 'The paired tablets.', who: 'operator', status: 200, answer: of(deviceListCodec) },
  },
  '/api/console/devices/{id}': {
    delete: { says: 'Takes a tablet off its room.', who: 'operator', status: 204 },
  },
  '/api/console/intents': {
    get: {
      says: 'What became of the taps, the latest moved first, each step by step.',
      who: 'operator',
      status: 200,
      answer: of(ledgerReportsCodec),
      also: [
        { name: 'room', in: 'query', schema: { type: 'string' } },
        { name: 'key', in: 'query', schema: { type: 'string', format: 'uuid' } },
        { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 500 } },
      ],
    },
  },
  '/api/console/alarms': {
    get: { says: 'What is wrong, and what was.', who: 'operator', status: 200, answer: of(alarmListCodec) },
  },
  '/api/console/alarms/{id}/acknowledge': {
    post: { says: 'Says that somebody has seen it.', who: 'operator', status: 200, answer: of(alarmCodec) },
  },
  '/api/console/no-shows': {
    get: {
      says: 'Which series were booked and nobody came, how often in a row, and the minutes given back.',
      who: 'operator',
      status: 200,
      answer: of(noShowReportCodec),
    },
  },
  '/api/console/fault-reports': {
    get: {
      says: 'What people at the doors said is wrong, open reports first.',
      who: 'operator',
      status: 200,
      answer: of(faultReportListCodec),
    },
  },
  '/api/console/fault-reports/{id}/done': {
    post: { says: 'Says that it is mended.', who: 'operator', status: 200, answer: of(faultReportCodec) },
  },
  '/api/console/canary': {
    get: { says: "Whether the app's scope is proven.", who: 'operator', status: 200, answer: of(scopeReportCodec) },
  },
  '/api/console/canary/try': {
    post: { says: 'Tries the canary mailbox now.', who: 'operator', status: 200, answer: of(scopeReportCodec) },
  },
  '/api/console/service-account': {
    get: {
      says: 'Which service account is signed in, where the app acts in the name of one; 404 where it does not.',
      who: 'operator',
      status: 200,
      answer: of(serviceAccountReportCodec),
    },
    delete: { says: 'Signs it out and wipes what was kept.', who: 'operator', status: 204 },
  },
  '/api/console/service-account/sign-in': {
    post: {
      says: 'Begins a sign-in: the code that a person enters, where, until when.',
      who: 'operator',
      status: 200,
      answer: of(serviceSignInCodec),
    },
  },
  '/api/console/closures': {
    get: {
      says: 'Rooms out of service, now and to come, then those that are open again. Viewer.',
      who: 'operator',
      status: 200,
      answer: of(closureListCodec),
    },
    post: {
      says: 'Takes a room out of service; its doors say so at once, and nobody books it. Operator.',
      who: 'operator',
      status: 201,
      body: of(closureWishCodec),
      answer: of(roomClosureCodec),
    },
  },
  '/api/console/closures/{id}': {
    put: {
      says: 'Changes reason, times or the room to use instead. The room stays. Operator.',
      who: 'operator',
      status: 200,
      body: of(closureWishCodec),
      answer: of(roomClosureCodec),
    },
  },
  '/api/console/closures/{id}/end': {
    post: { says: 'Opens the room again. Operator.', who: 'operator', status: 200, answer: of(roomClosureCodec) },
  },
  '/api/console/notices': {
    get: {
      says: 'Notices that hang or are to hang, then those that are over. Viewer.',
      who: 'operator',
      status: 200,
      answer: of(noticeListCodec),
    },
    post: {
      says: 'Hangs a notice on every screen of its places; they show it within a second. Operator.',
      who: 'operator',
      status: 201,
      body: of(noticeWishCodec),
      answer: of(placedNoticeCodec),
    },
  },
  '/api/console/notices/{id}': {
    put: {
      says: 'Changes a notice that is not over. Operator.',
      who: 'operator',
      status: 200,
      body: of(noticeWishCodec),
      answer: of(placedNoticeCodec),
    },
  },
  '/api/console/notices/{id}/end': {
    post: { says: 'Takes a notice down. Operator.', who: 'operator', status: 200, answer: of(placedNoticeCodec) },
  },
  '/api/console/notices/pictures': {
    post: {
      says: 'Takes in a still PNG, JPEG or WebP picture of at most 512 KiB for a notice. Operator.',
      who: 'operator',
      status: 201,
      body: { text: 'image/*' },
      answer: of(pictureReceiptCodec),
    },
  },
  '/api/notices/pictures/{hash}': {
    get: { says: 'A picture of a notice.', who: 'anybody', status: 200, answer: { text: 'image/*' } },
  },
  '/webhooks/graph': { post: webhook('Change notifications of Microsoft Graph.') },
  '/webhooks/graph/lifecycle': { post: webhook('Lifecycle notifications of Microsoft Graph.') },
  '/healthz': { get: { says: 'Alive.', who: 'anybody', status: 200, answer: plain(health) } },
  '/readyz': { get: { says: 'Able to serve; 503 where not.', who: 'anybody', status: 200, answer: plain(health) } },
  '/metrics': { get: { says: 'Figures for Prometheus.', who: 'anybody', status: 200, answer: { text: 'text/plain' } } },
  '/api/openapi.json': { get: { says: 'This.', who: 'anybody', status: 200, answer: plain({ type: 'object' }) } },
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

function webhook(says: string): Operation {
  return {
    says: `${says} With validationToken, it is echoed as plain text.`,
    who: 'anybody',
    status: 202,
    body: plain({ type: 'object' }),
    also: [{ name: 'validationToken', in: 'query', schema: { type: 'string' } }],
  };
}

function describePath(path: string, methods: { readonly [M in Method]?: Operation }): Json {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name: name ?? '',
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const described = Object.entries(methods).map(([method, operation]) => [method, describe(operation)]);
  return { ...(inPath.length > 0 && { parameters: inPath }), ...Object.fromEntries(described) } as Json;
}

function describe({ says, who, status, answer, body, also }: Operation): Json {
  const problem = { 'application/problem+json': { schema: { $ref: '#/components/schemas/problem' } } };
  return {
    summary: says,
    security: who === 'anybody' ? [] : [{ [who]: [] }],
    ...(also !== undefined && { parameters: also.map((one) => ({ ...one })) }),
    ...(body !== undefined && { requestBody: { content: contentOf(body) } }),
    responses: {
      [status]: { description: 'Done or taken.', ...(answer !== undefined && { content: contentOf(answer) }) },
      default: { description: 'A problem (RFC 9457).', content: problem },
    },
  };
}

function contentOf(answer: Body): { [mediaType: string]: Json } {
  return 'text' in answer
    ? { [answer.text]: { schema: { type: 'string' } } }
    : { 'application/json': { schema: answer.schema } };
}
