/** GET /api/device: whether this tablet is paired, and to which room or board. Asked when its stream does not open. */

import { Hono, type MiddlewareHandler } from 'hono';
import { deviceSummaryCodec } from '../../shared/wire/pairing.ts';
import type { Fleet } from '../devices/fleet.ts';
import type { WithScreen } from '../http/device-session.ts';

type Needs = { readonly fleet: Pick<Fleet, 'summarise'>; readonly requireScreen: MiddlewareHandler<WithScreen> };

export function deviceRoutes({ fleet, requireScreen }: Needs) {
  return new Hono<WithScreen>().get('/api/device', requireScreen, (c) =>
    c.json(deviceSummaryCodec.encode(fleet.summarise(c.var.device)) as object),
  );
}
