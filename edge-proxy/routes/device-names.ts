/** What tablets are called and where those of which name belong; and yes to many that wait, by their names. */

import { Hono, type MiddlewareHandler } from 'hono';
import type { Codec } from '../../shared/basics/codec.ts';
import type { DeviceId } from '../../shared/basics/ids.ts';
import type { OperatorRole } from '../../shared/wire/console.ts';
import {
  deviceNamingCodec,
  forgottenNamesCodec,
  namedPlacesCodec,
  nameLinesCodec,
  nameSheetCodec,
  pairByNameCodec,
  pairedByNameCodec,
  type Waiter,
  waiterListCodec,
} from '../../shared/wire/enrolment.ts';
import { type DeviceSummary, deviceSummaryCodec } from '../../shared/wire/pairing.ts';
import type { DeviceNames } from '../devices/device-names.ts';
import type { Fleet } from '../devices/fleet.ts';
import type { PairDevice, Place, WaitingPairing } from '../devices/pair-device.ts';
import type { Audit } from '../http/audit.ts';
import { readJsonBody } from '../http/json-body.ts';
import type { WithOperator } from '../http/operator-session.ts';
import { problemResponse } from '../http/problem-response.ts';
import { placeText } from './named-place.ts';

type Needs = {
  readonly names: DeviceNames;
  readonly pairDevice: Pick<PairDevice, 'waiting' | 'confirmWaiting'>;
  readonly fleet: Pick<Fleet, 'list' | 'summarise' | 'rename'>;
  readonly requireOperator: (role: OperatorRole) => MiddlewareHandler<WithOperator>;
  readonly audit: Audit;
};

type Known = { readonly waiter: Waiter; readonly place: Place | null };

const PATH = '/api/console/device-names';
/** Ten thousand lines of a hundred letters, as JSON writes them. */
const MOST_BYTES = 2 * 1024 * 1024;

export function deviceNameRoutes({ names, pairDevice, fleet, requireOperator, audit }: Needs) {
  async function waiters(): Promise<Known[]> {
    const [waiting, paired] = await Promise.all([pairDevice.waiting(), fleet.list()]);
    return await Promise.all(waiting.map((one) => describe(one, waiting, paired)));
  }

  async function describe(
    one: WaitingPairing,
    waiting: readonly WaitingPairing[],
    paired: readonly DeviceSummary[],
  ): Promise<Known> {
    const { id, name, particulars, address, askedAt, expiresAt } = one;
    const place = (await names.placeOf(name)) as Place | null;
    const named =
      place === null ? null : { room: place.roomId, board: place.boardId, displayName: names.nameOf(place) };
    const doubt = doubtOf(name, waiting, paired);
    return { waiter: { id, name, particulars, address, askedAt, expiresAt, place: named, doubt }, place };
  }

  return new Hono<WithOperator>()
    .get('/api/console/pairings', requireOperator('Operator'), async () =>
      json(waiterListCodec, { waiting: (await waiters()).map(({ waiter }) => waiter) }),
    )
    .post('/api/console/pairings/by-name', requireOperator('Operator'), async (c) => {
      const asked = await readJsonBody(c, pairByNameCodec, { mostBytes: MOST_BYTES });
      if (!asked.ok) return problemResponse(asked.error);
      const known = new Map((await waiters()).map((one) => [one.waiter.id, one]));
      const actor = c.var.operator.username;
      const paired: DeviceSummary[] = [];
      const left: string[] = [];
      for (const id of new Set(asked.value.waiting)) {
        const one = known.get(id);
        const place = one?.waiter.doubt === null ? one.place : null;
        const device = place === null ? null : await pairDevice.confirmWaiting(id, place, actor);
        if (!device?.ok) left.push(id);
        else {
          paired.push(fleet.summarise(device.value));
          const subject = `device ${device.value.id} ${placeText(device.value)}`;
          await audit({ actor, action: 'pairing.confirmed', subject });
        }
      }
      return json(pairedByNameCodec, { paired, left });
    })
    .get(PATH, requireOperator('Viewer'), async () => json(namedPlacesCodec, { places: await names.list() }))
    .get(`${PATH}/csv`, requireOperator('Viewer'), async (c) =>
      c.body(await names.sheet(), 200, {
        'Content-Type': 'text/csv; charset=utf-8',
        'Content-Disposition': 'attachment; filename="tablets.csv"',
        'Cache-Control': 'no-store',
      }),
    )
    .post(`${PATH}/preview`, requireOperator('Operator'), async (c) => {
      const sheet = await readJsonBody(c, nameSheetCodec, { mostBytes: MOST_BYTES });
      if (!sheet.ok) return problemResponse(sheet.error);
      return json(nameLinesCodec, { lines: (await names.preview(sheet.value.csv)).slice(0, 10_000) });
    })
    .put(PATH, requireOperator('Operator'), async (c) => {
      const sheet = await readJsonBody(c, nameSheetCodec, { mostBytes: MOST_BYTES });
      if (!sheet.ok) return problemResponse(sheet.error);
      const { lines, moved } = await names.apply(sheet.value.csv);
      const actor = c.var.operator.username;
      const changed = lines.filter(({ verdict }) => verdict === 'set' || verdict === 'change').length;
      await audit({ actor, action: 'device-names.changed', subject: `${changed} of ${lines.length} lines` });
      for (const device of moved) {
        await audit({ actor, action: 'device.moved', subject: `device ${device.id} to ${placeText(device)}` });
      }
      return json(nameLinesCodec, { lines: lines.slice(0, 10_000) });
    })
    .post(`${PATH}/forget`, requireOperator('Operator'), async (c) => {
      const asked = await readJsonBody(c, forgottenNamesCodec, { mostBytes: MOST_BYTES });
      if (!asked.ok) return problemResponse(asked.error);
      const forgotten = await names.forget(asked.value.names);
      const actor = c.var.operator.username;
      await audit({ actor, action: 'device-names.changed', subject: `${forgotten.length} forgotten` });
      return json(forgottenNamesCodec, { names: forgotten });
    })
    .put('/api/console/devices/:id/name', requireOperator('Operator'), async (c) => {
      const asked = await readJsonBody(c, deviceNamingCodec);
      if (!asked.ok) return problemResponse(asked.error);
      const device = await fleet.rename(c.req.param('id') as DeviceId, asked.value.name);
      if (device === null) return problemResponse({ kind: 'not-found' });
      const actor = c.var.operator.username;
      await audit({ actor, action: 'device.named', subject: `device ${device.id} ${placeText(device)}` });
      return json(deviceSummaryCodec, fleet.summarise(device));
    });
}

/** A name is the tablet's own word: where two say the same, only a person at the door can tell which is which. */
function doubtOf(
  name: string | null,
  waiting: readonly WaitingPairing[],
  paired: readonly DeviceSummary[],
): string | null {
  if (name === null) return null;
  const isSame = (one: { readonly name: string | null }) => one.name?.toLowerCase() === name.toLowerCase();
  const same = waiting.filter(isSame).length;
  if (same > 1) return `${same} tablets say that this is their name.`;
  return paired.some(isSame) ? 'A tablet of this name is paired already.' : null;
}

function json<T>(codec: Codec<T>, value: T): Response {
  return Response.json(codec.encode(value), { headers: { 'Cache-Control': 'no-store' } });
}
