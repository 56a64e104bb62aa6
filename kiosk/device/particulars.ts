/** What this tablet tells of itself when it asks for a code, so that the operator sees which one it is. */

import type { Particulars } from '../../shared/wire/pairing.ts';

/** As much of the browser as we ask. */
export type BrowserLike = {
  readonly userAgent: string;
  readonly userAgentData?: {
    readonly brands: readonly { readonly brand: string; readonly version: string }[];
    readonly platform: string;
    getHighEntropyValues(hints: string[]): Promise<{ readonly model?: string; readonly platformVersion?: string }>;
  };
};

export type ScreenLike = { readonly width: number; readonly height: number; readonly scale: number };

export async function readParticulars(browser: BrowserLike, screen: ScreenLike): Promise<Particulars> {
  return {
    model: cut((await hintedModel(browser)) ?? modelFromAgent(browser.userAgent), 100),
    browser: cut(hintedBrowser(browser) ?? browserFromAgent(browser.userAgent), 100),
    screen: cut(screenText(screen), 50),
  };
}

/** Chromium tells the model on asking only; its user agent string says "K" for every Android device. */
async function hintedModel({ userAgentData }: BrowserLike): Promise<string | null> {
  if (userAgentData === undefined) return null;
  try {
    const { model } = await userAgentData.getHighEntropyValues(['model']);
    return model || (userAgentData.platform ? `${userAgentData.platform} device` : null);
  } catch {
    // Refused by a permissions policy.
    return null;
  }
}

function hintedBrowser({ userAgentData }: BrowserLike): string | null {
  const real = userAgentData?.brands.filter(({ brand }) => !/not.?a.?brand/i.test(brand.replace(/[^a-z]/gi, '')));
  // Chromium comes along with the brand that is built on it, which says more.
  const named = real?.find(({ brand }) => brand !== 'Chromium') ?? real?.[0];
  return named === undefined ? null : `${named.brand} ${named.version}`;
}

function modelFromAgent(agent: string): string {
  if (/iPad/.test(agent)) return 'iPad';
  if (/iPhone/.test(agent)) return 'iPhone';
  const android = /Android [\d.]+; (?:[a-z]{2}[-_][a-zA-Z]{2}; )?([^;)]+?)(?: Build\/[^;)]*)?(?:; wv)?\)/.exec(agent);
  if (android?.[1] !== undefined) return android[1] === 'K' ? 'Android device' : android[1];
  // Since iPadOS 13 an iPad says that it is a Mac; nobody hangs a Mac beside a door.
  if (/Macintosh/.test(agent)) return 'iPad or Mac';
  const platform = /CrOS|Windows|Linux/.exec(agent)?.[0];
  return platform === undefined ? 'unknown device' : `${platform === 'CrOS' ? 'ChromeOS' : platform} device`;
}

/** The narrower name first: each browser also claims to be those that it was built on. */
const AGENTS: readonly (readonly [name: string, version: RegExp])[] = [
  ['Edge', /Edg[A-Z]*[a-z]*\/(\d+)/],
  ['Samsung Internet', /SamsungBrowser\/(\d+)/],
  ['Firefox', /(?:Firefox|FxiOS)\/(\d+)/],
  ['Chrome', /(?:Chrome|CriOS)\/(\d+)/],
  ['Safari', /Version\/([\d.]+).*Safari/],
];

function browserFromAgent(agent: string): string {
  for (const [name, version] of AGENTS) {
    const found = version.exec(agent);
    if (found !== null) return `${name} ${found[1]}`;
  }
  return 'unknown browser';
}

function screenText({ width, height, scale }: ScreenLike): string {
  const [w, h] = [width, height].map((edge) => Math.round(edge * scale));
  return `${w} × ${h}`;
}

function cut(words: string, length: number): string {
  return words.slice(0, length);
}
