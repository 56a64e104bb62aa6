/** GET /api/device: whether this tablet is paired, and to which room. Asked when its stream does not open. */

import { Hono, type MiddlewareHandler } from 'hono';
import { deviceSummaryCodec } from '../../shared/wire/pairing.ts';
import type { Fleet } from '../devices/fleet.ts';
import type { WithDevice } from '../http/device-session.ts';

type Needs = { readonly fleet: Pick<Fleet, 'summarise'>; readonly requireDevice: MiddlewareHandler<WithDevice> };

export function deviceRoutes({ fleet, requireDevice }: Needs) {
  return new Hono<WithDevice>().get('/api/device', requireDevice, (c) =>
    c.json(deviceSummaryCodec.encode(fleet.summarise(c.var.device)) as object),
  );
}
