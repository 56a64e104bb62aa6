/** What the console asks about tablets: pairing, naming, watching and telling them. */

import { commandListCodec, commandRequestCodec } from '../../../shared/wire/device-commands.ts';
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
  waiterListCodec,
  withdrawalCodec,
} from '../../../shared/wire/enrolment.ts';
import { fleetStreamCodecs } from '../../../shared/wire/fleet.ts';
import {
  deviceListCodec,
  deviceSummaryCodec,
  pairingConfirmCodec,
  waitingTabletCodec,
} from '../../../shared/wire/pairing.ts';
import type { Operations } from './describe-operations.ts';

const fleetNames = Object.keys(fleetStreamCodecs).join(', ');

export const fleetOperations: Operations = {
  '/api/console/commands': {
    get: {
      id: 'listCommands',
      says: 'What tablets were told and what became of it, the latest first.',
      who: 'Viewer',
      status: 200,
      answer: commandListCodec,
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
      body: commandRequestCodec,
      answer: commandListCodec,
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
  '/api/console/pairings': {
    get: {
      id: 'listWaitingTablets',
      says: 'The tablets that show a code now, and where their names say that they belong.',
      who: 'Operator',
      status: 200,
      answer: waiterListCodec,
    },
  },
  '/api/console/pairings/by-name': {
    post: {
      id: 'pairByName',
      says: 'Pairs these of them, each where its name says.',
      who: 'Operator',
      status: 200,
      body: pairByNameCodec,
      answer: pairedByNameCodec,
    },
  },
  '/api/console/enrolments': {
    get: {
      id: 'listEnrolments',
      says: 'The links that pair a tablet once: which were used, by whom and when. Never the links themselves.',
      who: 'Operator',
      status: 200,
      answer: enrolmentListCodec,
    },
    post: {
      id: 'makeEnrolments',
      says: 'Makes such links, all or none; this answer alone tells them.',
      who: 'Operator',
      status: 201,
      body: enrolmentRequestCodec,
      answer: madeLinksCodec,
    },
  },
  '/api/console/enrolments/withdraw': {
    post: {
      id: 'withdrawEnrolments',
      says: 'Withdraws those that nobody has used; answers with which those were.',
      who: 'Operator',
      status: 200,
      body: withdrawalCodec,
      answer: withdrawalCodec,
    },
  },
  '/api/console/device-names': {
    get: {
      id: 'listDeviceNames',
      says: 'Where tablets of which name belong.',
      who: 'Viewer',
      status: 200,
      answer: namedPlacesCodec,
    },
    put: {
      id: 'takeDeviceNames',
      says: 'Takes a list of names and rooms as comma-separated values; paired tablets of these names go along. Lines with faults are left.',
      who: 'Operator',
      status: 200,
      body: nameSheetCodec,
      answer: nameLinesCodec,
    },
  },
  '/api/console/device-names/preview': {
    post: {
      id: 'previewDeviceNames',
      says: 'What each line of such a list would do. Nothing is done.',
      who: 'Operator',
      status: 200,
      body: nameSheetCodec,
      answer: nameLinesCodec,
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
      body: forgottenNamesCodec,
      answer: forgottenNamesCodec,
    },
  },
  '/api/console/devices/{id}/name': {
    put: {
      id: 'nameDevice',
      says: 'Calls a tablet so; null takes its name away.',
      who: 'Operator',
      status: 200,
      body: deviceNamingCodec,
      answer: deviceSummaryCodec,
    },
  },
  '/api/console/pairings/{code}': {
    get: {
      id: 'findWaitingTablet',
      says: 'Which tablet shows this code, and where it hangs already.',
      who: 'Operator',
      status: 200,
      answer: waitingTabletCodec,
    },
  },
  '/api/console/pairings/{code}/confirm': {
    post: {
      id: 'confirmPairing',
      says: 'Pairs it to a room or a board, or moves it there if it hangs already.',
      who: 'Operator',
      status: 200,
      body: pairingConfirmCodec,
      answer: deviceSummaryCodec,
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
  '/api/console/devices': {
    get: { id: 'listDevices', says: 'The paired tablets.', who: 'Viewer', status: 200, answer: deviceListCodec },
  },
  '/api/console/devices/{id}': {
    delete: { id: 'revokeDevice', says: 'Takes a tablet off its room.', who: 'Operator', status: 204 },
  },
};
