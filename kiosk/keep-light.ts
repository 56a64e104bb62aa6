/**
 * The light beside a door, wired: which one it is by policy, what it says by what is drawn. It is looked at after each
 * drawing and not told by the models, so that whatever keeps the screen from green keeps the light from it as well.
 */

import { effect } from '@preact/signals-core';
import { QBIC_ADDRESS } from '../shared/room/policy.ts';
import { createLed } from './device/leds.ts';
import { createLight, type Light } from './device/light.ts';
import { isCallRefused } from './device/network-leave.ts';
import type { Display } from './display.ts';
import type { TabletClock } from './ports.ts';

type Parts = {
  readonly clock: TabletClock;
  readonly fetch: typeof fetch;
  readonly display: Display;
  readonly fully: { readonly [name: string]: unknown } | undefined;
  /** It began to fail, or it is well again; `isRefused`: the browser lets no page of ours call it. */
  readonly onHealth: (isWell: boolean, isRefused: boolean) => void;
  /** This page may not call it: it came before facilities had named the light, with the rules of then. */
  readonly onRefused: (address: string) => void;
};

export function keepLight({ document, navigator }: Pick<Window, 'document' | 'navigator'>, parts: Parts): Light {
  const { clock, fetch, display, fully, onHealth, onRefused } = parts;
  const root = document.documentElement;
  let inUse = '';
  const light = createLight({
    clock,
    now: display.clock.present,
    onHealth(isWell) {
      const [kind, address = ''] = inUse.split(' ');
      const asked =
        isWell || kind === 'fully'
          ? Promise.resolve(false)
          : isCallRefused(navigator.permissions as never, address || QBIC_ADDRESS);
      void asked.then((isRefused) => onHealth(isWell, isRefused));
    },
  });

  const follow = () => {
    const mood = document.querySelector<HTMLElement>('[data-mood]')?.dataset['mood'];
    light.follow({ mood, palette: root.dataset['palette'] });
  };
  new MutationObserver(follow).observe(root, { attributes: true, attributeFilter: ['data-beat', 'data-palette'] });
  follow();

  effect(() => {
    const policy = display.models?.room.day.value?.policy;
    if (policy === undefined || inUse === `${policy.led} ${policy.ledAddress}`) return;
    inUse = `${policy.led} ${policy.ledAddress}`;
    light.use(createLed(policy.led, policy.ledAddress, { clock, fetch, fully }));
  });

  document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => {
    const [kind = 'none'] = inUse.split(' ');
    if (effectiveDirective === 'connect-src' && kind !== 'none' && kind !== 'fully') onRefused(originOf(blockedURI));
  });
  return light;
}

function originOf(address: string): string {
  try {
    return new URL(address).origin;
  } catch {
    return address;
  }
}
