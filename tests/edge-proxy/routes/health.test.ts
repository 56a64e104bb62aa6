import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEntra } from '../http/entra-stand-in.ts';
import { createRouteSite } from './route-site.ts';

let entra: Awaited<ReturnType<typeof startEntra>>;
beforeAll(async () => {
  entra = await startEntra();
});
afterAll(() => entra.close());

test('a broken store is not ready, but alive, and not told in detail', async () => {
  const site = await createRouteSite(entra);
  site.script.storeFails = true;

  const ready = await site.app.request('/readyz');

  expect((await site.app.request('/healthz')).status).toBe(200);
  expect(ready.status).toBe(503);
  expect(await ready.json()).toEqual({ ready: false, store: 'failing', rooms: 3 });
});

test('a proxy that knows its rooms is ready', async () => {
  const site = await createRouteSite(entra);

  expect(await (await site.app.request('/readyz')).json()).toEqual({ ready: true, store: 'ok', rooms: 3 });
});

test('figures are in the form that Prometheus reads, labels escaped', async () => {
  const site = await createRouteSite(entra);

  const answer = await site.app.request('/metrics');

  expect(answer.headers.get('Content-Type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  expect(await answer.text()).toBe(
    '# HELP doorlight_streams_open Open.\n# TYPE doorlight_streams_open gauge\ndoorlight_streams_open 3\n' +
      '# HELP doorlight_odd_total Odd.\n# TYPE doorlight_odd_total counter\n' +
      'doorlight_odd_total{reason="a\\"b\\\\c\\n"} 1\n',
  );
});
