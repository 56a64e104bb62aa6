/**
 * GET /api/openapi.json: the outer surface whole, made from the codecs that read and write it, so that the description
 * cannot part from the program. What is not JSON is said in words.
 */

import { Hono } from 'hono';
import type { Json } from '../../shared/basics/codec.ts';
import { boardStreamCodecs } from '../../shared/wire/board.ts';
import { fleetStreamCodecs } from '../../shared/wire/fleet.ts';
import { laterCodecs } from '../../shared/wire/later-message.ts';
import { problemCodec } from '../../shared/wire/problem.ts';
import { streamCodecs } from '../../shared/wire/stream-message.ts';
import { describePath, type Operations } from './openapi/describe-operations.ts';
import { fleetOperations } from './openapi/fleet-operations.ts';
import { policyOperations } from './openapi/policy-operations.ts';
import { reportOperations } from './openapi/report-operations.ts';
import { roomOperations } from './openapi/room-operations.ts';
import { screenOperations } from './openapi/screen-operations.ts';
import { siteOperations } from './openapi/site-operations.ts';
import { wallOperations } from './openapi/wall-operations.ts';
import { watchOperations } from './openapi/watch-operations.ts';

const operations: Operations = {
  ...siteOperations,
  ...screenOperations,
  ...fleetOperations,
  ...roomOperations,
  ...wallOperations,
  ...policyOperations,
  ...reportOperations,
  ...watchOperations,
};

/** The data of server-sent events, by their names. */
const events = { ...streamCodecs, ...laterCodecs, ...boardStreamCodecs, fleet: fleetStreamCodecs.fleet };

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
