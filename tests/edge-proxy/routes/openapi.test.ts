import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { roomDayCodec } from '../../../shared/room/room-day.ts';
import { aRoomDay, at } from '../../support/builders.ts';
import { startEntra } from '../http/entra-stand-in.ts';
import { createRouteSite } from './route-site.ts';

let entra: Awaited<ReturnType<typeof startEntra>>;
beforeAll(async () => {
  entra = await startEntra();
});
afterAll(() => entra.close());

type Document = {
  openapi: string;
  paths: Record<string, Record<string, unknown>>;
  components: { schemas: Record<string, object> };
};

async function readDocument() {
  const site = await createRouteSite(entra);
  return { site, document: (await (await site.app.request('/api/openapi.json')).json()) as Document };
}

test('every route that answers is described', async () => {
  const { site, document } = await readDocument();
  const described = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path}`),
  );
  const mounted = site.app.routes
    .filter(({ method }) => method !== 'ALL')
    .map(({ method, path }) => `${method.toLowerCase()} ${path.replace(/:(\w+)/g, '{$1}')}`);

  expect(document.openapi).toBe('3.1.0');
  expect(described).toEqual(expect.arrayContaining([...new Set(mounted)]));
});

test('each schema is one that a validator takes, and a room day is valid by its own', async () => {
  const { document } = await readDocument();
  const ajv = addFormats(new Ajv2020({ strict: false }));
  for (const schema of Object.values(document.components.schemas)) expect(() => ajv.compile(schema)).not.toThrow();

  const validate = ajv.compile(document.components.schemas['room-day'] ?? false);
  expect(validate(roomDayCodec.encode(aRoomDay(at('10:00'))))).toBe(true);
});
