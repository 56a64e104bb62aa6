/**
 * A plain browser as host. It has no hand on the glass, so a shade is drawn over the page instead: dark enough for a
 * corridor at night, and what is under it can still be read. An LCD uses no less power for it, an OLED does.
 */

import type { Host } from '../ports.ts';

type Page = Pick<Document, 'createElement' | 'body'>;

/** Under the darkest shade the word on the field is still seen by whoever stands before it. */
const DARKEST = 0.92;

export function createBrowserHost(page: Page): Host {
  let shade: HTMLElement | null = null;

  function darken(share: number): void {
    if (share <= 0) {
      shade?.remove();
      shade = null;
      return;
    }
    if (shade === null) {
      shade = page.createElement('div');
      shade.setAttribute('aria-hidden', 'true');
      shade.dataset['shade'] = '';
      Object.assign(shade.style, {
        position: 'fixed',
        inset: '0',
        background: '#000',
        pointerEvents: 'none',
        zIndex: '90',
      });
      // Chrome 83 knows no inset.
      Object.assign(shade.style, { top: '0', left: '0', right: '0', bottom: '0' });
      page.body.append(shade);
    }
    shade.style.opacity = String(Math.min(DARKEST, share));
    // Through a dark glass nobody sees what they press: the first touch wakes it and does nothing else.
    shade.style.pointerEvents = share >= 1 ? 'auto' : 'none';
  }

  return {
    kind: 'browser',
    can: { brightness: true, screen: false, motion: false, restart: false },
    setBrightness: (share) => darken(share === null ? 0 : 1 - share),
    setScreen: (on) => darken(on ? 0 : 1),
    onMotion: () => () => {},
    restart: () => false,
    readVitals: async () => ({}),
    name: () => null,
  };
}
