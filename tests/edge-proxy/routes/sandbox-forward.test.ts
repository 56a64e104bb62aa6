import { expect, test } from 'vitest';
import { sandboxForwardRoutes } from '../../../edge-proxy/routes/sandbox-forward.ts';

function aForward() {
  const sent: string[] = [];
  const app = sandboxForwardRoutes('http://127.0.0.1:1', async (input, init) => {
    sent.push(`${init?.method} ${new URL(String(input)).pathname} ${await new Response(init?.body ?? null).text()}`);
    return new Response('taken');
  });
  const post = (path: string, body: string) => app.request(path, { method: 'POST', body });
  return { sent, post };
}

test('people reach the sandbox’s pages through us, with what they send', async () => {
  const { sent, post } = aForward();

  expect((await post('/sandbox/outlook/meetings', 'room=lisbon')).status).toBe(200);
  expect(sent).toEqual(['POST /outlook/meetings room=lisbon']);
});

test.for([
  { path: '/sandbox/v1.0/users', body: '', status: 404, because: 'its Graph is for the proxy alone' },
  { path: '/sandbox/outlook/../v1.0/users', body: '', status: 404, because: 'a path is looked at as it ends' },
  { path: '/sandbox/outlook%2f..%2fv1.0/users', body: '', status: 404, because: 'what is written in code is no path' },
  { path: '/sandbox/outlook', body: 'x'.repeat(1_000_000), status: 413, because: 'no form of its pages is so long' },
])('$path is answered $status: $because', async ({ path, body, status }) => {
  const { sent, post } = aForward();

  expect((await post(path, body)).status).toBe(status);
  expect(sent).toEqual([]);
});
