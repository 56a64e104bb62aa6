/**
 * Fully Kiosk Browser as host: the object `fully` that its paid licence puts into the page. Which calls are there depends
 * on its version, its settings and its licence, so each is looked for before it is made, and none may throw into the door.
 *
 * @see kiosk-facts, A3: the names are from what maintained wrappers and callers use.
 */

import type { Host } from '../ports.ts';
import { whole } from './vitals.ts';

/** As it is found: any of it may be missing, and each answers text or numbers as its version likes. */
export type FullyObject = { readonly [name: string]: unknown };

/** The page's global object, which Fully's events are evaluated in. */
type Listening = { readonly fully?: FullyObject; [handler: string]: unknown };

/** Its own scale. */
const BRIGHTEST = 255;
/** Below this some panels switch their light off and take no touch any more. */
const LEAST = 1;
/** Its events evaluate text in the page, so the text is the name of a function of ours and nothing else. */
const HANDLER = 'doorlightMotion';

export function createFullyHost(global: object): Host | null {
  const page = global as Listening;
  const { fully } = page;
  if (fully === undefined || fully === null || typeof fully !== 'object') return null;
  const has = (name: string) => typeof fully[name] === 'function';
  let before: unknown = null;

  function call(name: string, ...given: unknown[]): unknown {
    const found = fully?.[name];
    if (typeof found !== 'function') return null;
    try {
      return found.apply(fully, given);
    } catch {
      // A call that this version, or this licence, refuses.
      return null;
    }
  }

  /** Two spellings are about. */
  const brightnessCall = ['setScreenBrightness', 'setBrightness'].find(has) ?? null;

  return {
    kind: 'fully',
    can: {
      brightness: brightnessCall !== null,
      screen: has('turnScreenOff') && has('turnScreenOn'),
      motion: has('bind'),
      restart: has('restartApp'),
    },
    setBrightness(share) {
      if (brightnessCall === null) return;
      if (share === null) {
        if (before !== null) call(brightnessCall, before);
        before = null;
        return;
      }
      before ??= whole(call('getScreenBrightness'), LEAST, BRIGHTEST) ?? BRIGHTEST;
      call(brightnessCall, Math.max(LEAST, Math.round(share * BRIGHTEST)));
    },
    setScreen(on) {
      // `true` keeps the app alive behind the dark glass: the page goes on listening to its stream.
      if (on) call('turnScreenOn');
      else call('turnScreenOff', true);
    },
    onMotion(run) {
      if (!has('bind')) return () => {};
      page[HANDLER] = run;
      call('bind', 'onMotion', `${HANDLER}()`);
      call('bind', 'screenOn', `${HANDLER}()`);
      return () => {
        // Fully forgets no handler, so it stays and does nothing.
        page[HANDLER] = () => {};
      };
    },
    restart() {
      if (!has('restartApp')) return false;
      call('restartApp');
      return true;
    },
    async readVitals() {
      const plugged = call('isPlugged');
      const on = call('getScreenOn') ?? call('isScreenOn');
      return {
        ...known('batteryPercent', whole(call('getBatteryLevel'), 0, 100)),
        ...known('charging', typeof plugged === 'boolean' ? plugged : null),
        ...known('wifiDbm', signal(call('getWifiSignalLevel'))),
        ...known('screenOn', typeof on === 'boolean' ? on : null),
      };
    },
    name() {
      const name = call('getDeviceName') ?? call('getSerialNumber') ?? call('getDeviceId');
      return typeof name === 'string' && name !== '' ? name.slice(0, 100) : null;
    },
  };
}

/** Where Fully does not know, whatever the browser knows stands. */
function known<K extends string, V>(name: K, value: V | null): { [N in K]?: V } {
  return value === null ? {} : ({ [name]: value } as { [N in K]?: V });
}

/** In dBm, always below zero; some versions give a level of 0 to 10 instead, which is not that. */
function signal(value: unknown): number | null {
  const level = whole(value, -200, 100);
  return level !== null && level < 0 ? level : null;
}
