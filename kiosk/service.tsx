/** Wires the service sheet: a chunk that is fetched when a finger has been held on the room's name. */

import { deviceSummaryCodec, pairingCodeCodec } from '../shared/wire/pairing.ts';
import { type ServiceParts, servicePage } from './screens/service-sheet.tsx';
import type { SheetPage } from './screens/sheet-page.ts';
import { createServiceModel } from './state/service-model.ts';
import type { AskProxy, Question } from './sync/ask-proxy.ts';

export type Service = {
  open(): void;
  page(parts: Pick<ServiceParts, 'speech' | 'view'>): SheetPage;
};

type Needs = Pick<Parameters<typeof createServiceModel>[0], 'after' | 'room' | 'view'> &
  Pick<ServiceParts, 'host' | 'release'> & { readonly ask: AskProxy };

export function prepareService({ ask, host, release, ...needs }: Needs): Service {
  const answerTo = async <T,>(question: Question<T>): Promise<T | null> => {
    const answer = await ask(question);
    return answer.ok ? answer.value : null;
  };
  const service = createServiceModel({
    ...needs,
    readDevice: () => answerTo({ path: '/api/device', codec: deviceSummaryCodec }),
    fetchCode: () => answerTo({ path: '/api/device/service-code', body: '', codec: pairingCodeCodec }),
  });
  return {
    open: service.open,
    page: (parts) => servicePage({ ...parts, service, host, release }),
  };
}
