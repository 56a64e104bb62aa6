/** What a tablet without a room asks of the proxy. */

import { encodeText } from '../../shared/basics/codec.ts';
import { SECOND_MS } from '../../shared/basics/instant.ts';
import { mapOk } from '../../shared/basics/result.ts';
import { redeemedCodec, redeemingCodec } from '../../shared/wire/enrolment.ts';
import { pairingCodeCodec, pairingRequestCodec, pairingStatusCodec } from '../../shared/wire/pairing.ts';
import type { PairingClient } from '../ports.ts';
import type { AskProxy } from './ask-proxy.ts';

/** The proxy holds a pairing tablet's question for up to 25 s. */
const LONG_POLL_DEADLINE_MS = 40 * SECOND_MS;

export function createPairingClient(ask: AskProxy): PairingClient {
  return {
    startPairing: (particulars, name) => {
      const body = encodeText(pairingRequestCodec, { particulars, ...(name !== null && { name }) });
      return ask({ path: '/api/pairings', body, codec: pairingCodeCodec });
    },
    useLink: (redeeming) =>
      ask({ path: '/api/enrolments', body: encodeText(redeemingCodec, redeeming), codec: redeemedCodec }),
    async awaitPairing() {
      const question = { path: '/api/pairings/current', codec: pairingStatusCodec, deadlineMs: LONG_POLL_DEADLINE_MS };
      return mapOk(await ask(question), ({ status }) => status);
    },
  };
}
