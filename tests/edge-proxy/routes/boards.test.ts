import { afterAll, beforeAll, expect, test } from 'vitest';
import { aBoard } from '../../support/builders.ts';
import { startEntra } from '../http/entra-stand-in.ts';
import { createRouteSite, lisbon } from './route-site.ts';

let entra: Awaited<ReturnType<typeof startEntra>>;
beforeAll(async () => {
  entra = await startEntra();
});
afterAll(() => entra.close());

type Site = Awaited<ReturnType<typeof createRouteSite>>;

async function pair(site: Site, body: object) {
  const tablet = site.aBrowser();
  const { code } = (await (await tablet.post('/api/pairings', {})).json()) as { code: string };
  const answer = await site.aBrowser().post(`/api/console/pairings/${code}/confirm`, body, await site.as('Operator'));
  return { tablet, answer };
}

test('a screen is paired to a board by a name, and knows itself as one', async () => {
  const site = await createRouteSite(entra);

  const { tablet, answer } = await pair(site, { board: 'Lobby' });
  await tablet.ask('/api/pairings/current');
  const device = await tablet.ask('/api/device');

  expect(answer.status).toBe(200);
  expect(await answer.json()).toMatchObject({ room: null, board: { name: 'Lobby' } });
  expect(await device.json()).toMatchObject({ room: null, board: { name: 'Lobby' } });
  expect(site.store.audit.map(({ subject }) => subject.replace(/[0-9a-f-]{36}/g, '…'))).toEqual([
    'device … board …',
    'board …',
  ]);
});

test.for([
  { body: {}, because: 'it names neither' },
  { body: { room: lisbon.id, board: 'Lobby' }, because: 'it names both' },
  { body: { board: '' }, because: 'a board has a name' },
])('a pairing is refused where $because', async ({ body }) => {
  expect((await pair(await createRouteSite(entra), body)).answer.status).toBe(400);
});

test('a board shows, and neither books nor asks for free rooms', async () => {
  const site = await createRouteSite(entra);
  const { tablet } = await pair(site, { board: 'Lobby' });
  await tablet.ask('/api/pairings/current');

  const answers = [await tablet.post('/api/intents', {}), await tablet.ask('/api/rooms/free')];

  expect(answers.map(({ status }) => status)).toEqual([403, 403]);
  expect(await answers[0]?.json()).toMatchObject({ detail: 'This screen is a board, which only shows.' });
});

test('an operator makes boards and decides what they show; who may only look, looks', async () => {
  const site = await createRouteSite(entra);
  const { id: _, ...settings } = aBoard({ floor: '3', arrows: [{ room: lisbon.id, way: 'left' }] });
  const operator = await site.as('Operator');
  const put = (id: string, headers: Record<string, string>) =>
    site.aBrowser().ask(`/api/console/boards/${id}`, {
      method: 'PUT',
      headers: { ...headers, 'Content-Type': 'application/json' },
      body: JSON.stringify({ ...settings, name: 'Reception' }),
    });

  const made = await site.aBrowser().post('/api/console/boards', settings, operator);
  const { id } = (await made.json()) as { id: string };
  const changed = await put(id, operator);
  const viewer = await site.as('Viewer');
  const listed = await site.aBrowser().ask('/api/console/boards', { headers: viewer });

  expect([made.status, changed.status]).toEqual([201, 200]);
  expect(await listed.json()).toEqual({ boards: [{ ...settings, id, name: 'Reception' }] });
  expect((await put(id, viewer)).status).toBe(403);
  expect((await put('nowhere', operator)).status).toBe(404);
});
