/** Whatever shows this page, with a shade over it for what that cannot do to the glass. */

import type { Host } from '../ports.ts';
import { createBrowserHost } from './browser-host.ts';
import { createFullyHost } from './fully-host.ts';

export function findHost(global: object, page: Pick<Document, 'createElement' | 'body'>): Host {
  const browser = createBrowserHost(page);
  const fully = createFullyHost(global);
  if (fully === null) return browser;
  return {
    ...fully,
    setBrightness: (fully.can.brightness ? fully : browser).setBrightness,
    setScreen: (fully.can.screen ? fully : browser).setScreen,
  };
}
