import { expect, test } from 'vitest';
import { staticFileRoutes } from '../../../edge-proxy/routes/static-files.ts';

const aFile = (text: string, type = 'text/javascript; charset=utf-8') => {
  const body = new TextEncoder().encode(text);
  return { body, type, encoded: { br: new TextEncoder().encode(`br of ${text}`) }, etag: `"${text}"` };
};

const app = staticFileRoutes(
  new Map([
    ['/index.html', aFile('the page', 'text/html; charset=utf-8')],
    ['/sw.js', aFile('the worker')],
    ['/sw-off.js', aFile('the end of workers')],
    ['/assets/index-abc.js', aFile('a chunk')],
  ]),
);

test.for([
  { path: '/', keeps: 'no-cache', because: 'the next release has the same address' },
  { path: '/sw.js', keeps: 'no-cache', because: 'so has its worker' },
  { path: '/assets/index-abc.js', keeps: 'public, max-age=31536000, immutable', because: 'its name is its content' },
])('$path may be kept as $keeps, because $because', async ({ path, keeps }) => {
  expect((await app.request(path)).headers.get('cache-control')).toBe(keeps);
});

test('who can read the compressed twin gets it, and who has the file already gets nothing', async () => {
  const twin = await app.request('/sw.js', { headers: { 'accept-encoding': 'gzip, br' } });
  expect(twin.headers.get('content-encoding')).toBe('br');
  expect(await twin.text()).toBe('br of the worker');

  expect((await app.request('/sw.js', { headers: { 'if-none-match': '"the worker"' } })).status).toBe(304);
});

test('a tablet that asks for a worker that we do not have is given the one that ends all others', async () => {
  const asWorker = await app.request('/old-worker.js', { headers: { 'service-worker': 'script' } });
  expect(asWorker.status).toBe(200);
  expect(await asWorker.text()).toBe('the end of workers');

  expect((await app.request('/old-worker.js')).status).toBe(404);
});

test('ours is served as a worker too, and not taken for unknown', async () => {
  const own = await app.request('/sw.js', { headers: { 'service-worker': 'script' } });
  expect(await own.text()).toBe('the worker');
});
