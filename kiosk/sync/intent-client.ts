/** What somebody at the door wants, as the proxy is asked for it. */

import { encodeText } from '../../shared/basics/codec.ts';
import { intentAnswerCodec, intentCodec } from '../../shared/wire/intent-request.ts';
import type { IntentClient } from '../ports.ts';
import type { AskProxy } from './ask-proxy.ts';

export function createIntentClient(ask: AskProxy): IntentClient {
  return {
    postIntent: (intent) =>
      ask({ path: '/api/intents', body: encodeText(intentCodec, intent), codec: intentAnswerCodec }),
  };
}
