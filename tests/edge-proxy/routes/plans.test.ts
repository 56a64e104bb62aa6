/** Boards that show a floor plan, over the whole proxy: its drawing goes in by an operator and out to whoever knows it. */

import { afterAll, beforeAll, expect, test } from 'vitest';
import { type GuardedSite, openGuardedSite } from '../../support/guarded-site.ts';

let site: GuardedSite;
beforeAll(async () => {
  site = await openGuardedSite();
});
afterAll(() => site.close());

const DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100"><path d="M0 0h200v100H0z"/></svg>';
const settings = { name: 'Third floor', building: null, floor: null, here: null, showTitles: false, arrows: [] };

async function ask(method: string, path: string, body: string, type = 'application/json') {
  const headers = { ...(await site.credentialOf('Operator')), 'Content-Type': type };
  return await site.ask(method, `/api/console${path}`, headers, body);
}

async function send(drawing: string): Promise<{ hash: string; width: number; height: number }> {
  const answer = await ask('POST', '/boards/pictures', drawing, 'image/svg+xml');
  expect(answer.status).toBe(201);
  return (await answer.json()) as { hash: string; width: number; height: number };
}

test('a drawing is handed out as a picture in which nothing runs, and is kept by whoever has it', async () => {
  const { hash, width, height } = await send(DRAWING);
  expect([width, height]).toEqual([1_000, 500]);

  const answer = await site.ask('GET', `/api/boards/pictures/${hash}`);
  expect(answer.headers.get('Content-Type')).toBe('image/svg+xml');
  expect(answer.headers.get('Content-Security-Policy')).toMatch(/^default-src 'none';.*sandbox$/);
  expect(answer.headers.get('X-Content-Type-Options')).toBe('nosniff');
  expect(answer.headers.get('Cache-Control')).toContain('immutable');
  expect(await answer.text()).toBe(DRAWING);
});

test('a board with its rooms on a drawing is kept so; one whose drawing nobody sent is refused', async () => {
  const { hash, width, height } = await send(DRAWING);
  const plan = { picture: hash, width, height, places: [{ room: 'room-lisbon', x: 250, y: 500 }] };
  const made = await ask('POST', '/boards', JSON.stringify({ ...settings, plan }));
  expect(made.status).toBe(201);
  const { id } = (await made.json()) as { id: string };
  const { boards } = (await (await ask('GET', '/boards', '')).json()) as { boards: { id: string; plan?: unknown }[] };
  expect(boards.find((board) => board.id === id)?.plan).toEqual(plan);

  const unknown = { ...plan, picture: 'f'.repeat(64) };
  expect((await ask('PUT', `/boards/${id}`, JSON.stringify({ ...settings, plan: unknown }))).status).toBe(400);
  const outside = { ...plan, places: [{ room: 'room-lisbon', x: 1_001, y: 0 }] };
  expect((await ask('PUT', `/boards/${id}`, JSON.stringify({ ...settings, plan: outside }))).status).toBe(400);
});

test('what is no drawing, or too large for one, is refused', async () => {
  const script = DRAWING.replace('<path', '<script>alert(1)</script><path');
  expect((await ask('POST', '/boards/pictures', script, 'image/svg+xml')).status).toBe(400);
  expect((await ask('POST', '/boards/pictures', ' '.repeat(2_200_000), 'image/png')).status).toBe(413);
});
