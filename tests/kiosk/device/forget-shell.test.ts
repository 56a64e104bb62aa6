import { expect, test } from 'vitest';
import { forgetShell } from '../../../kiosk/device/forget-shell.ts';

test('workers and kept files go, and what cannot be taken away keeps nothing else', async () => {
  const gone: string[] = [];
  const aWorker = (name: string, unregister: () => Promise<boolean>) => ({ name, unregister });
  const workers = {
    getRegistrations: async () => [
      aWorker('first', () => Promise.reject(new Error('busy'))),
      aWorker('second', async () => gone.push('second') > 0),
    ],
  };
  const kept = { keys: async () => ['shell', 'older'], delete: async (name: string) => gone.push(name) > 0 };

  await forgetShell(workers as never, kept);

  expect(gone).toEqual(['second', 'shell', 'older']);
});

test('a page that is not secure has neither, and is loaded again all the same', async () => {
  await expect(forgetShell(undefined, undefined)).resolves.toBeUndefined();
});
