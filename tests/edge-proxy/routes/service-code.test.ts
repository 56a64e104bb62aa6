import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEntra } from '../http/entra-stand-in.ts';
import { createRouteSite, lisbon, porto } from './route-site.ts';

let entra: Awaited<ReturnType<typeof startEntra>>;
beforeAll(async () => {
  entra = await startEntra();
});
afterAll(() => entra.close());

type Asked = { readonly code: string; readonly expiresAt: string; readonly verificationUrl: string };

/** A tablet at Lisbon's door that shows its code. */
async function aScreenWithCode() {
  const site = await createRouteSite(entra);
  const tablet = await site.aTablet();
  const asked = (await (await tablet.post('/api/device/service-code', {})).json()) as Asked;
  const operator = await site.as('Operator');
  const console = site.aBrowser();
  site.store.audit.length = 0;
  const release = (code: string, headers = operator) =>
    console.post(`/api/console/pairings/${code}/release`, {}, headers);
  const trail = () => site.store.audit.map(({ actor, action, subject }) => ({ actor, action, subject }));
  return { site, tablet, asked, operator, console, release, trail };
}

test('an operator who types the code sees which screen shows it, where it hangs and since when', async () => {
  const { console, operator, tablet, asked } = await aScreenWithCode();

  const seen = await console.ask(`/api/console/pairings/${asked.code}`, { headers: operator });

  expect(asked.verificationUrl).toBe(`http://localhost/console?code=${asked.code}`);
  expect(await seen.json()).toMatchObject({
    code: asked.code,
    expiresAt: asked.expiresAt,
    usualRoom: null,
    hangs: { id: tablet.id, room: { displayName: 'Lisbon' }, pairedBy: 'anna@northwind.example' },
  });
  expect((await tablet.ask('/api/device')).status, 'looking changes nothing').toBe(200);
});

test('a new tablet hangs nowhere', async () => {
  const { site, console, operator } = await aScreenWithCode();
  const { code } = (await (await site.aBrowser().post('/api/pairings', {})).json()) as Asked;

  const seen = await console.ask(`/api/console/pairings/${code}`, { headers: operator });

  expect(await seen.json()).toMatchObject({ hangs: null });
});

test('taken off, the screen is nobody’s at once, and the trail says who did it', async () => {
  const { site, tablet, asked, release, trail } = await aScreenWithCode();

  expect((await release(asked.code)).status).toBe(204);

  expect(trail()).toEqual([
    { actor: 'anna@northwind.example', action: 'device.revoked', subject: `device ${tablet.id} room ${lisbon.id}` },
  ]);
  expect(site.submitted).toContainEqual({ kind: 'device-revoked', deviceId: tablet.id });
  const refused = await tablet.ask('/api/device');
  expect(refused.status).toBe(401);
  expect(tablet.jar.size, 'its cookie is taken back').toBe(0);
});

test('confirmed for another room the screen moves there, as the same device', async () => {
  const { console, operator, site, tablet, asked, trail } = await aScreenWithCode();

  const moved = await console.post(`/api/console/pairings/${asked.code}/confirm`, { room: porto.id }, operator);

  expect(await moved.json()).toMatchObject({ id: tablet.id, room: { displayName: 'Porto' } });
  expect(await (await tablet.ask('/api/device')).json()).toMatchObject({ room: { displayName: 'Porto' } });
  expect(site.submitted).toContainEqual({ kind: 'device-moved', deviceId: tablet.id, roomId: porto.id, boardId: null });
  expect(trail()).toEqual([
    {
      actor: 'anna@northwind.example',
      action: 'device.moved',
      subject: `device ${tablet.id} room ${lisbon.id} move to room ${porto.id}`,
    },
  ]);
});

test('a screen that hangs cannot take over from another, and the attempt costs it nothing', async () => {
  const { console, operator, site, asked } = await aScreenWithCode();
  const other = await site.aTablet();

  const refused = await console.post(`/api/console/pairings/${asked.code}/confirm`, { replaces: other.id }, operator);

  expect(refused.status).toBe(400);
  expect((await console.ask(`/api/console/pairings/${asked.code}`, { headers: operator })).status).toBe(200);
});

test('a code works once: of two operators at the same moment one has done it', async () => {
  const { site, asked, release, trail } = await aScreenWithCode();
  const bert = await site.as('Operator', 'bert');

  const answers = await Promise.all([release(asked.code), release(asked.code, bert)]);

  expect(answers.map(({ status }) => status).sort()).toEqual([204, 410]);
  expect(trail()).toHaveLength(1);
});

test('a code that has run out takes nothing off, says so, and is no wrong one', async () => {
  const { site, console, operator, tablet, asked, release } = await aScreenWithCode();
  await site.clock.advance(10 * 60_000);

  for (let time = 0; time < 10; time += 1) expect((await release(asked.code)).status).toBe(410);
  const look = await console.ask(`/api/console/pairings/${asked.code}`, { headers: operator });
  expect(look.status).toBe(410);
  const confirm = await console.post(`/api/console/pairings/${asked.code}/confirm`, { room: porto.id }, operator);
  expect(confirm.status).toBe(410);
  expect((await tablet.ask('/api/device')).status).toBe(200);
});

test('whoever opens and closes the sheet all day gets one code and leaves one line in the trail', async () => {
  const { site, tablet, asked, trail } = await aScreenWithCode();
  const again = async () => ((await (await tablet.post('/api/device/service-code', {})).json()) as Asked).code;

  for (let time = 0; time < 50; time += 1) expect(await again()).toBe(asked.code);
  expect(trail()).toEqual([]);

  await site.clock.advance(6 * 60_000);
  expect(await again(), 'an operator needs some minutes').not.toBe(asked.code);
  expect(trail()).toMatchObject([{ actor: `device ${tablet.id}`, action: 'service-code.asked' }]);
});

test('five wrong codes stop an operator here as at pairing, also before the right one, and nobody else', async () => {
  const { site, tablet, asked, release } = await aScreenWithCode();
  const wrong = ['BBBBBBBB', 'CCCCCCCC', 'DDDDDDDD', 'FFFFFFFF', 'GGGGGGGG'];

  const answers = [];
  for (const code of wrong) answers.push((await release(code)).status);
  expect(answers).toEqual([404, 404, 404, 404, 404]);

  const stopped = await release(asked.code);
  expect(stopped.status).toBe(429);
  expect(stopped.headers.get('Retry-After')).toBe('600');
  expect((await tablet.ask('/api/device')).status).toBe(200);
  expect((await release(asked.code, await site.as('Operator', 'bert'))).status).toBe(204);
});

test('whoever was stopped stands in the trail, once', async () => {
  const { release, trail } = await aScreenWithCode();
  for (let n = 0; n < 20; n += 1) await release(`BBBBBBB${'BCDFGHJK'[n % 8]}`);

  expect(trail()).toEqual([
    { actor: 'anna@northwind.example', action: 'operator.stopped', subject: 'after wrong codes, from unknown' },
  ]);
});

test('a code that was sent five times where nothing is shows itself no more, and the tablet gets another', async () => {
  const { console, operator, tablet, asked } = await aScreenWithCode();
  const confirm = () => console.post(`/api/console/pairings/${asked.code}/confirm`, { room: 'nowhere' }, operator);
  for (let n = 0; n < 5; n += 1) expect((await confirm()).status).toBe(404);

  const looked = await console.ask(`/api/console/pairings/${asked.code}`, { headers: operator });
  expect(looked.status).toBe(410);
  const again = (await (await tablet.post('/api/device/service-code', {})).json()) as Asked;
  expect(again.code).not.toBe(asked.code);
  expect((await tablet.ask('/api/device')).status, 'it hangs where it hung').toBe(200);
});

test('the code is nothing in the hands of a viewer, of another tablet, or of whoever only photographed it', async () => {
  const { site, tablet, asked, release } = await aScreenWithCode();
  const other = await site.aTablet();

  expect((await release(asked.code, await site.as('Viewer'))).status).toBe(403);
  expect((await other.post(`/api/console/pairings/${asked.code}/release`, {})).status).toBe(401);
  expect((await site.aBrowser().post(`/api/console/pairings/${asked.code}/release`, {})).status).toBe(401);
  expect((await site.aBrowser().post('/api/device/service-code', {})).status).toBe(401);
  expect((await tablet.ask('/api/device')).status).toBe(200);
});

test('a new tablet’s code takes nothing off, and still pairs', async () => {
  const { site, console, operator, release } = await aScreenWithCode();
  const { code } = (await (await site.aBrowser().post('/api/pairings', {})).json()) as Asked;

  expect((await release(code)).status).toBe(400);
  const paired = await console.post(`/api/console/pairings/${code}/confirm`, { room: porto.id }, operator);
  expect(paired.status).toBe(200);
});

test('the code of a tablet that was replaced meanwhile does not take off the one that came after it', async () => {
  const { site, console, operator, tablet, asked, release } = await aScreenWithCode();
  const next = site.aBrowser();
  const { code } = (await (await next.post('/api/pairings', {})).json()) as Asked;
  await console.post(`/api/console/pairings/${code}/confirm`, { replaces: tablet.id }, operator);
  await next.ask('/api/pairings/current');

  expect((await release(asked.code)).status).toBe(410);
  expect((await next.ask('/api/device')).status).toBe(200);
});

test('no log line holds the code', async () => {
  const { site, asked, release } = await aScreenWithCode();
  await release(asked.code);

  expect(JSON.stringify(site.log)).not.toContain(asked.code);
  expect(JSON.stringify(site.store.audit)).not.toContain(asked.code);
});
