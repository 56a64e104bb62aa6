/**
 * The lights that we can drive, each behind the port Led. A page from a proxy that calls `localhost` or a panel on the LAN
 * is subject to Local Network Access: the browser may ask, a policy may have answered already, and where the answer is no
 * the request fails like any other (kiosk-facts, A4; docs/devices.md).
 */

import { SECOND_MS } from '../../shared/basics/instant.ts';
import { type LedKind, QBIC_ADDRESS } from '../../shared/room/policy.ts';
import type { Led, Rgb, TabletClock } from '../ports.ts';

/** A service on the panel itself answers in milliseconds; one on the LAN soon after, or it is not there. */
const DEADLINE_MS = 3 * SECOND_MS;
/** Side bars that are there beside the front on some models; a model without them answers 404, which is no failure. */
const QBIC_ALSO = ['side_led', 'led_bars'];
const DARK: Rgb = [0, 0, 0];

type Parts = {
  readonly clock: Pick<TabletClock, 'after'>;
  readonly fetch: typeof fetch;
  /** `window.fully`, where there is one. */
  readonly fully: { readonly [name: string]: unknown } | undefined;
};

/** Why a light was not told. */
export class LedFailed extends Error {
  override readonly name = 'LedFailed';
}

/** Null where there is no light, or none that this address can mean. */
export function createLed(kind: LedKind, address: string, parts: Parts): Led | null {
  switch (kind) {
    case 'none':
      return null;
    case 'qbic':
      return createQbicLed(httpAddress(address === '' ? QBIC_ADDRESS : address), parts);
    case 'http':
      return createHttpLed(httpAddress(address), parts);
    case 'fully':
      return createFullyLed(address, parts);
    default:
      return kind satisfies never;
  }
}

/** `{"red":0,"green":255,"blue":0}`, as its callers send it. */
function createQbicLed(address: URL | null, parts: Parts): Led | null {
  if (address === null) return null;
  // Whoever gives another path means that one light alone.
  const others = address.pathname.endsWith('/front_led') ? QBIC_ALSO : [];
  return {
    async show(colour) {
      const [red, green, blue] = colour ?? DARK;
      const body = JSON.stringify({ red, green, blue });
      for (const name of others) await tell(new URL(name, address), body, parts).catch(() => {});
      await tell(address, body, parts);
    },
  };
}

/** Says all that a controller could want: the word, the colour as web pages write it, and its parts. */
function createHttpLed(address: URL | null, parts: Parts): Led | null {
  if (address === null) return null;
  return {
    async show(colour) {
      const [red, green, blue] = colour ?? DARK;
      await tell(
        address,
        JSON.stringify({ on: colour !== null, colour: hex(colour ?? DARK), red, green, blue }),
        parts,
      );
    },
  };
}

/**
 * As a page may: asked beforehand, and the answer read. A service that was made for apps answers no page that asks; then it
 * is told in the one way that needs no leave, and whether it listened is not to be known.
 */
async function tell(address: URL, body: string, { clock, fetch }: Parts): Promise<void> {
  const abort = new AbortController();
  const cancel = clock.after(DEADLINE_MS, () => abort.abort());
  const common: RequestInit = {
    method: 'POST',
    body,
    credentials: 'omit',
    referrerPolicy: 'no-referrer',
    signal: abort.signal,
    // Says where it goes, so that a browser that asks people asks for the right thing (Chrome 142; others pass over it).
    ...({ targetAddressSpace: isLoopback(address) ? 'loopback' : 'local' } as object),
  };
  try {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(address.href, { ...common, headers, redirect: 'error' }).catch((cause: unknown) => {
      if (abort.signal.aborted) throw cause;
      return fetch(address.href, { ...common, mode: 'no-cors' });
    });
    if (!answer.ok && answer.type !== 'opaque') throw new LedFailed(`HTTP ${answer.status}`);
  } catch (cause) {
    throw cause instanceof LedFailed ? cause : new LedFailed('no answer');
  } finally {
    cancel();
    // Nobody reads what it says besides, and a browser keeps that for as long as the page lives.
    abort.abort();
  }
}

/**
 * `host:port/hex`, where `{r}`, `{g}` and `{b}` stand for a byte of the colour in hex: `127.0.0.1:5000/3A01{r}{g}{b}0D`. No
 * browser rule touches it, since it is Fully that opens the connection.
 */
function createFullyLed(address: string, { fully }: Parts): Led | null {
  const parsed = /^([a-z0-9.-]+):(\d{1,5})\/((?:[0-9a-f]{2}|\{[rgb]\})+)$/i.exec(address);
  const [, host, port, pattern = ''] = parsed ?? [];
  if (host === undefined || Number(port) > 65_535) return null;
  return {
    async show(colour) {
      const send = fully?.['sendHexDataToTcpPort'];
      if (typeof send !== 'function') throw new LedFailed('no Fully');
      const bytes: Record<string, string> = { r: '00', g: '00', b: '00' };
      const [red, green, blue] = colour ?? DARK;
      Object.assign(bytes, { r: byte(red), g: byte(green), b: byte(blue) });
      const data = pattern.replace(/\{([rgb])\}/gi, (_, name: string) => bytes[name.toLowerCase()] ?? '00');
      try {
        send.call(fully, data.toUpperCase(), host, Number(port));
      } catch {
        throw new LedFailed('Fully refused');
      }
    },
  };
}

function httpAddress(address: string): URL | null {
  try {
    const url = new URL(address);
    return /^https?:$/.test(url.protocol) && url.username === '' && url.password === '' ? url : null;
  } catch {
    return null;
  }
}

function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || /^127\.|^\[::1\]$/.test(hostname);
}

function byte(value: number): string {
  return value.toString(16).padStart(2, '0');
}

function hex(colour: Rgb): string {
  return `#${colour.map(byte).join('')}`;
}
