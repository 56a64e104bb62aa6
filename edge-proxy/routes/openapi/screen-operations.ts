/** What screens ask, and tablets that want to become one. */

import { boardStreamCodecs } from '../../../shared/wire/board.ts';
import { commandProgressCodec } from '../../../shared/wire/device-commands.ts';
import { redeemedCodec, redeemingCodec } from '../../../shared/wire/enrolment.ts';
import { evidenceBatchCodec, evidenceTakenCodec } from '../../../shared/wire/evidence.ts';
import { freeRoomsCodec } from '../../../shared/wire/free-rooms.ts';
import { intentAnswerCodec, intentCodec } from '../../../shared/wire/intent-request.ts';
import { laterCodecs } from '../../../shared/wire/later-message.ts';
import {
  deviceSummaryCodec,
  pairingCodeCodec,
  pairingRequestCodec,
  pairingStatusCodec,
} from '../../../shared/wire/pairing.ts';
import { streamCodecs } from '../../../shared/wire/stream-message.ts';
import type { Operations } from './describe-operations.ts';

const names = [...Object.keys(streamCodecs), ...Object.keys(laterCodecs)].join(', ');
const boardNames = Object.keys(boardStreamCodecs).join(', ');

export const screenOperations: Operations = {
  '/api/pairings': {
    post: {
      id: 'askForCode',
      says: 'A tablet asks for a code.',
      who: 'anybody',
      status: 201,
      body: pairingRequestCodec,
      mayBeEmpty: true,
      answer: pairingCodeCodec,
    },
  },
  '/api/enrolments': {
    post: {
      id: 'redeemEnrolment',
      says: 'A tablet uses a link that pairs it by itself, once. `attempt` lets the same tablet ask again where no answer came.',
      who: 'anybody',
      status: 200,
      body: redeemingCodec,
      answer: redeemedCodec,
    },
  },
  '/api/pairings/current': {
    get: {
      id: 'readPairing',
      says: 'How the asking tablet stands; held up to 25 s while it waits.',
      who: 'anybody',
      status: 200,
      answer: pairingStatusCodec,
    },
  },
  '/api/device/service-code': {
    post: {
      id: 'askForServiceCode',
      says: 'A paired tablet asks for a code by which an operator moves it or takes it off.',
      who: 'screen',
      status: 201,
      answer: pairingCodeCodec,
    },
  },
  '/api/device': {
    get: {
      id: 'readDevice',
      says: 'The asking tablet and its room.',
      who: 'screen',
      status: 200,
      answer: deviceSummaryCodec,
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
      body: intentCodec,
      answer: intentAnswerCodec,
    },
  },
  '/api/rooms/free': {
    get: {
      id: 'findFreeRooms',
      says: 'Rooms near this one that are free, now or from a start, and until when.',
      who: 'door',
      status: 200,
      answer: freeRoomsCodec,
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
      body: evidenceBatchCodec,
      answer: evidenceTakenCodec,
    },
  },
  '/api/device/commands/{id}': {
    post: {
      id: 'tellCommandProgress',
      says: 'How far a tablet is with what it was told.',
      who: 'screen',
      status: 200,
      body: commandProgressCodec,
      answer: { schema: { type: 'object' } },
    },
  },
};
