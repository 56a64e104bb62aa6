/** What the console decides: of the tenant, of each level, of one room. */

import { policyOverrideCodec } from '../../../shared/room/policy.ts';
import { tenantPolicyCodec } from '../../../shared/wire/console.ts';
import { policyChangeCodec, policyDecisionsCodec, policyFileCodec } from '../../../shared/wire/policies.ts';
import type { Operations } from './describe-operations.ts';

export const policyOperations: Operations = {
  '/api/console/rooms/{id}/policy': {
    get: { id: 'readRoomPolicy', says: "A room's policy.", who: 'Viewer', status: 200, answer: tenantPolicyCodec },
    put: {
      id: 'replaceRoomPolicy',
      says: 'Replaces what is decided for this room.',
      who: 'Admin',
      status: 200,
      body: policyOverrideCodec,
      answer: tenantPolicyCodec,
    },
  },
  '/api/console/policy': {
    get: {
      id: 'readTenantPolicy',
      says: "The tenant's policy.",
      who: 'Viewer',
      status: 200,
      answer: tenantPolicyCodec,
    },
    put: {
      id: 'replaceTenantPolicy',
      says: 'Replaces what is decided for the tenant.',
      who: 'Admin',
      status: 200,
      body: policyOverrideCodec,
      answer: tenantPolicyCodec,
    },
  },
  '/api/console/policies': {
    get: {
      id: 'listPolicies',
      says: 'What each level decides.',
      who: 'Viewer',
      status: 200,
      answer: policyDecisionsCodec,
    },
    patch: {
      id: 'changePolicies',
      says: 'Sets and clears the same settings at one or many places, all or none.',
      who: 'Admin',
      status: 200,
      body: policyChangeCodec,
      answer: policyDecisionsCodec,
    },
  },
  '/api/console/policies/file': {
    get: {
      id: 'exportPolicies',
      says: 'The policy of every level as one file, rooms by their addresses.',
      who: 'Viewer',
      status: 200,
      answer: policyFileCodec,
    },
    put: {
      id: 'importPolicies',
      says: 'Replaces the policy of every level by that of a file, all or none. Rooms and tablets that are not known make it refused, unless `unknown` lets them be passed over.',
      who: 'Admin',
      status: 200,
      body: policyFileCodec,
      answer: policyDecisionsCodec,
      also: [
        { name: 'revision', in: 'query', schema: { type: 'string' } },
        { name: 'unknown', in: 'query', schema: { type: 'string', enum: ['skip'] } },
      ],
    },
  },
};
