/** A tablet that has its place and is opened with a link to another one. Most often the link is the one it came by. */

import { encodeText } from '../shared/basics/codec.ts';
import { redeemedCodec, redeemingCodec } from '../shared/wire/enrolment.ts';
import { deviceSummaryCodec } from '../shared/wire/pairing.ts';
import { readArrival } from './device/arrival.ts';
import type { AskProxy } from './sync/ask-proxy.ts';

export async function followLink(browser: Window, ask: AskProxy, reload: () => void): Promise<void> {
  const { link, attempt } = readArrival(browser);
  if (link === null) return;
  // A tablet without a place uses the link itself, on its pairing screen.
  if (!(await ask({ path: '/api/device', codec: deviceSummaryCodec })).ok) return;
  const body = encodeText(redeemingCodec, { link, attempt });
  const moved = await ask({ path: '/api/enrolments', body, codec: redeemedCodec });
  if (moved.ok) reload();
}
