/** The proxy as a program, where only a second program shows what it does. */

import { expect, test } from 'vitest';
import { prepareProxy } from '../support/spawned-proxy.ts';

test('of two proxies on one DATA_DIR the second ends at once and says who has it; killed, the first is no hindrance', async () => {
  const first = await prepareProxy({});
  const second = await prepareProxy({ DATA_DIR: first.dataDir });
  try {
    await first.start();
    await expect(second.start()).rejects.toThrow(
      /the proxy ended with 1: Doorlight cannot use its store: another Doorlight is using .* \(process \d+ on .+, since 20/,
    );

    await first.kill();
    await second.start();
  } finally {
    await second.close();
    await first.close();
  }
}, 60_000);
