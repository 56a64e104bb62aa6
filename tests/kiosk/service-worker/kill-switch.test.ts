import { expect, test, vi } from 'vitest';

test('the worker that ends all others is in charge before a page has come, since in old browsers none comes sooner', async () => {
  const listeners = new Map<string, (event: { waitUntil(done: Promise<void>): void }) => void>();
  const navigate = vi.fn(() => new Promise(() => {}));
  vi.stubGlobal('caches', { keys: async () => ['shell'], delete: async () => true });
  vi.stubGlobal('self', {
    addEventListener: listeners.set.bind(listeners),
    clients: { claim: async () => {}, matchAll: async () => [{ url: 'https://doors.example/', navigate }] },
  });
  await import('../../../kiosk/service-worker/kill-switch.ts');

  let activated: Promise<void> | null = null;
  listeners.get('activate')?.({ waitUntil: (done) => (activated = done) });
  await activated;

  expect(navigate).toHaveBeenCalledWith('https://doors.example/');
  vi.unstubAllGlobals();
});
