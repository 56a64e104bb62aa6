/** The pages themselves, signing in, and what machines ask: Graph, a supervisor, Prometheus. */

import type { JsonSchema } from '../../../shared/basics/codec.ts';
import { consoleConfigCodec, operatorProfileCodec } from '../../../shared/wire/console.ts';
import type { Operation, Operations } from './describe-operations.ts';

const liveness = answering({ alive: { type: 'boolean' } });
const readiness = answering({
  ready: { type: 'boolean' },
  store: { enum: ['ok', 'failing'] },
  rooms: { type: 'integer', minimum: 0 },
});

export const siteOperations: Operations = {
  '/': { get: page('openDoor', 'The kiosk: the room, or a code until it has one.') },
  '/board': { get: page('openBoard', 'The kiosk of a device that shows many rooms.') },
  '/console': { get: page('openConsole', 'The facilities console.') },
  '/r/{shortId}': { get: page('openRoomOnPhone', "A room's day on a person's own phone, as much as the door shows.") },
  '/api/console/config': {
    get: {
      id: 'readSignIn',
      says: 'How an operator signs in.',
      who: 'anybody',
      status: 200,
      answer: consoleConfigCodec,
    },
  },
  '/api/console/me': {
    get: { id: 'readOperator', says: 'Who asks.', who: 'Viewer', status: 200, answer: operatorProfileCodec },
  },
  '/webhooks/graph': { post: webhook('takeHints', 'Change notifications of Microsoft Graph.') },
  '/webhooks/graph/lifecycle': { post: webhook('takeLifecycle', 'Lifecycle notifications of Microsoft Graph.') },
  '/healthz': { get: { id: 'readLiveness', says: 'Alive.', who: 'anybody', status: 200, answer: liveness } },
  '/readyz': {
    get: {
      id: 'readReadiness',
      says: 'Able to serve.',
      who: 'anybody',
      status: 200,
      answer: readiness,
      orElse: { says: 'Not able to serve.', status: 503, answer: readiness },
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
    get: { id: 'readOpenApi', says: 'This.', who: 'anybody', status: 200, answer: { schema: { type: 'object' } } },
  },
};

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
    body: { schema: { type: 'object' } },
    mayBeEmpty: true,
    also: [{ name: 'validationToken', in: 'query', schema: { type: 'string' } }],
  };
}

/** Where no codec of ours reads or writes it. */
function answering(properties: Record<string, JsonSchema>): { readonly schema: JsonSchema } {
  return { schema: { type: 'object', required: Object.keys(properties), properties } };
}
