import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { staticFileRoutes } from '../../../edge-proxy/routes/static-files.ts';
import { roomDayCodec } from '../../../shared/room/room-day.ts';
import { aRoomDay, at } from '../../support/builders.ts';
import { type GuardedSite, openGuardedSite } from '../../support/guarded-site.ts';
import { type Need, needs, routesOf } from './route-needs.ts';

type Answer = { content?: Record<string, { schema: object }> };
type Operation = {
  operationId?: string;
  summary?: string;
  security?: Record<string, string[]>[];
  parameters?: { name: string; in: string }[];
  requestBody?: { content: Record<string, { schema: object }> };
  responses: { default?: Answer } & Record<string, Answer>;
};
type Document = {
  openapi: string;
  paths: Record<string, Record<string, Operation> & { parameters?: { name: string; in: string }[] }>;
  components: { schemas: Record<string, object> };
};

let site: GuardedSite;
let document: Document;
let operations: [name: string, operation: Operation][];
beforeAll(async () => {
  site = await openGuardedSite();
  document = (await (await site.ask('GET', '/api/openapi.json')).json()) as Document;
  operations = Object.entries(document.paths).flatMap(([path, { parameters: _, ...methods }]) =>
    Object.entries(methods).map(([method, operation]): [string, Operation] => [
      `${method.toUpperCase()} ${path}`,
      operation,
    ]),
  );
});
afterAll(() => site.close());

/** Served by the catch-all for what was built, so that no route bears their names. */
const PAGES = ['GET /', 'GET /board', 'GET /console'];

const inBraces = (route: string) => route.replace(/:(\w+)/g, '{$1}');

test('what is described is what the whole proxy mounts: nothing less, nothing more', () => {
  const mounted = routesOf(site).map(inBraces);

  expect(document.openapi).toBe('3.1.0');
  expect(operations.map(([name]) => name).sort()).toEqual([...mounted, ...PAGES].sort());
});

test('each page that is described is one that is served', async () => {
  const served = staticFileRoutes(new Map());
  for (const page of PAGES) expect((await served.request(page.slice('GET '.length))).status).not.toBe(404);
});

test('each operation has a name of its own and says in words what it does', () => {
  const names = operations.map(([, { operationId }]) => operationId);

  expect(new Set(names).size).toBe(operations.length);
  for (const [route, { operationId, summary }] of operations) {
    expect(operationId, route).toMatch(/^[a-z]+[A-Za-z]+$/);
    expect(summary, route).toMatch(/^[A-Z].*\.$/);
  }
});

test('who may ask is described as the guards have it', () => {
  const described = Object.fromEntries(operations.map(([route, { security }]) => [route, security]));
  const guarded = Object.entries(needs).map(([route, need]) => [inBraces(route), securityOf(need)]);

  expect(described).toEqual({
    ...Object.fromEntries(PAGES.map((page) => [page, []])),
    ...Object.fromEntries(guarded),
  });
});

function securityOf(need: Need): Record<string, string[]>[] {
  if (need === 'anybody') return [];
  return [{ [need === 'door' || need === 'screen' ? 'device' : 'operator']: [need] }];
}

test('each parameter in a path is declared once, and nothing else is declared to be in the path', () => {
  for (const [path, { parameters = [] }] of Object.entries(document.paths)) {
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect(
      parameters.map(({ name }) => name),
      path,
    ).toEqual(inPath);
  }
});

test('each operation that changes or tells something says what it takes and answers, and every one how it says no', () => {
  const taking = operations.filter(([route, { requestBody }]) => /^(PUT|PATCH) /.test(route) && !requestBody);
  const mute = operations.filter(([, { responses }]) => {
    const [, good] = Object.entries(responses).find(([status]) => status.startsWith('2')) ?? [];
    return good?.content === undefined && !('204' in responses) && !('202' in responses);
  });

  expect(taking.map(([route]) => route)).toEqual([]);
  expect(mute.map(([route]) => route)).toEqual([]);
  for (const [route, { responses }] of operations)
    expect(Object.keys(responses.default?.content ?? {}), route).toEqual(['application/problem+json']);
});

test('each schema is one that a validator takes, and a room day is valid by its own', () => {
  const ajv = addFormats(new Ajv2020({ strict: false }));
  const inOperations = operations.flatMap(([, { requestBody, responses }]) =>
    [requestBody, ...Object.values(responses)].flatMap((one) =>
      Object.values(one?.content ?? {}).map(({ schema }) => schema),
    ),
  );
  const whole = inOperations.filter((schema) => !('$ref' in schema));
  for (const schema of [...Object.values(document.components.schemas), ...whole])
    expect(() => ajv.compile(schema)).not.toThrow();

  const validate = ajv.compile(document.components.schemas['room-day'] ?? false);
  expect(validate(roomDayCodec.encode(aRoomDay(at('10:00'))))).toBe(true);
});

test('answers are as they are described, where they can be asked for without a thing that exists', async () => {
  const ajv = addFormats(new Ajv2020({ strict: false }));
  const tried: string[] = [];
  for (const [route, { security, responses }] of operations) {
    const path = route.slice('GET '.length);
    if (!route.startsWith('GET ') || path.includes('{')) continue;
    const asker = security?.[0] === undefined ? 'nobody' : 'operator' in security[0] ? 'Admin' : 'door';
    const answer = await site.ask('GET', path, await site.credentialOf(asker));
    const schema = responses[answer.status]?.content?.['application/json']?.schema;
    if (schema === undefined) continue;
    tried.push(path);
    const validate = ajv.compile(schema);
    expect([path, validate(await answer.json()), validate.errors]).toEqual([path, true, null]);
  }

  // So that a schema that fits everything, or a list that shrinks, does not pass for proof.
  expect(tried).toEqual(
    expect.arrayContaining(['/healthz', '/readyz', '/api/console/health', '/api/console/policies']),
  );
  expect(tried.length).toBeGreaterThan(15);
});
