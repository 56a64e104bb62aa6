/**
 * What the address that a tablet was started with says: a link that pairs it (behind the #, which no server sees), and
 * what it is called by whoever manages it (`?device=`).
 */

import { LINK_MARK } from '../../shared/wire/enrolment.ts';
import { cleanName, deviceNameCodec } from '../../shared/wire/pairing.ts';
import type { Arrival } from '../ports.ts';
import { mintKey } from './mint-key.ts';

type Browser = Pick<Window, 'location' | 'sessionStorage'>;

const KEPT = 'doorlight-attempt';

/** `hostName`: what the app around the page calls the tablet, for an address that does not say. */
export function readArrival(browser: Browser, hostName = ''): Arrival {
  const { hash, search } = browser.location;
  const link = hash.startsWith(LINK_MARK) ? hash.slice(LINK_MARK.length) : '';
  const name = deviceNameCodec.decode(cleanName(new URLSearchParams(search).get('device') ?? hostName));
  return { link: link || null, attempt: keptAttempt(browser), name: name.ok ? name.value : null };
}

/** Over a reload too: a slow answer is when people pull the page down. */
function keptAttempt(browser: Browser): string {
  const minted = mintKey();
  try {
    // Where it is forbidden, asking for it throws already.
    const { sessionStorage } = browser;
    const kept = sessionStorage.getItem(KEPT) ?? minted;
    sessionStorage.setItem(KEPT, kept);
    return kept;
  } catch {
    // Storage forbidden: a lost answer then costs a new link.
    return minted;
  }
}
