/** What the console asks about rooms and what became of taps at their doors. */

import { faultReportCodec, faultReportListCodec, noShowReportCodec } from '../../../shared/wire/attendance.ts';
import { ledgerReportsCodec } from '../../../shared/wire/ledger.ts';
import { roomListCodec } from '../../../shared/wire/pairing.ts';
import { roomStatesCodec } from '../../../shared/wire/plan-desk.ts';
import { roomActionCodec, roomHealthCodec, roomZoneCodec, siteHealthCodec } from '../../../shared/wire/room-health.ts';
import type { Operations } from './describe-operations.ts';

export const roomOperations: Operations = {
  '/api/console/rooms/states': {
    get: {
      id: 'readRoomStates',
      says: 'What each room is now, in the words of its door.',
      who: 'Viewer',
      status: 200,
      answer: roomStatesCodec,
    },
  },
  '/api/console/rooms': {
    get: { id: 'listRooms', says: 'The rooms there are.', who: 'Viewer', status: 200, answer: roomListCodec },
  },
  '/api/console/rooms/refresh': {
    post: {
      id: 'refreshRooms',
      says: 'Reads the catalogue again now; answers with how all is kept after the try.',
      who: 'Operator',
      status: 200,
      answer: siteHealthCodec,
    },
  },
  '/api/console/rooms/{id}/health': {
    get: {
      id: 'readRoomHealth',
      says: 'How well a room is kept.',
      who: 'Viewer',
      status: 200,
      answer: roomHealthCodec,
    },
  },
  '/api/console/rooms/{id}/actions': {
    post: {
      id: 'actOnRoom',
      says: 'Reads the room now, subscribes anew, pauses its readings or lets them go on.',
      who: 'Operator',
      status: 200,
      body: roomActionCodec,
      answer: roomHealthCodec,
    },
  },
  '/api/console/rooms/{id}/zone': {
    put: {
      id: 'setRoomZone',
      says: "Sets the room's time zone over its mailbox's; null takes that back.",
      who: 'Operator',
      status: 200,
      body: roomZoneCodec,
      answer: roomHealthCodec,
    },
  },
  '/api/console/intents': {
    get: {
      id: 'listIntents',
      says: 'What became of the taps, the latest moved first, each step by step.',
      who: 'Viewer',
      status: 200,
      answer: ledgerReportsCodec,
      also: [
        { name: 'room', in: 'query', schema: { type: 'string' } },
        { name: 'key', in: 'query', schema: { type: 'string', format: 'uuid' } },
        { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 500 } },
      ],
    },
  },
  '/api/console/no-shows': {
    get: {
      id: 'reportNoShows',
      says: 'Which series were booked and nobody came, how often in a row, and the minutes given back.',
      who: 'Viewer',
      status: 200,
      answer: noShowReportCodec,
    },
  },
  '/api/console/fault-reports': {
    get: {
      id: 'listFaultReports',
      says: 'What people at the doors said is wrong, open reports first.',
      who: 'Viewer',
      status: 200,
      answer: faultReportListCodec,
    },
  },
  '/api/console/fault-reports/{id}/done': {
    post: {
      id: 'finishFaultReport',
      says: 'Says that it is mended.',
      who: 'Operator',
      status: 200,
      answer: faultReportCodec,
    },
  },
};
