/** What those who are chosen are told, at the thumb; and how far the last of it has come. */

import { useState } from 'preact/hooks';
import type { DeviceId } from '../../../shared/basics/ids.ts';
import type { DeviceOrder } from '../../../shared/wire/device-commands.ts';
import { Button } from '../components/button.tsx';
import type { ConsoleClient } from '../console-client.ts';
import type { FleetModel } from '../state/fleet-model.ts';
import { nameOf, ORDER_WORDS, STATE_WORDS, sayProgress } from '../state/fleet-words.ts';
import { plural } from '../text/say-time.ts';
import style from './fleet-actions.module.css';
import { FleetOrder } from './fleet-order.tsx';

type Props = { fleet: FleetModel; listRooms: ConsoleClient['listRooms'] };

/** Beyond these it is a number. */
const MOST_NAMED = 5;

export function FleetActions({ fleet, listRooms }: Props) {
  const chosen = [...fleet.chosen.value];
  if (chosen.length === 0 && fleet.told.value === null) return null;
  return (
    <section class={style['actions']} aria-label="What tablets are told">
      <Told fleet={fleet} />
      {chosen.length > 0 && <Orders fleet={fleet} ids={chosen} listRooms={listRooms} />}
    </section>
  );
}

type OrdersProps = Props & { ids: readonly DeviceId[] };

export function Orders({ fleet, ids, listRooms }: OrdersProps) {
  const [asking, setAsking] = useState<'dim' | 'message' | 'move' | 'revoke' | null>(null);
  async function tell(order: DeviceOrder): Promise<void> {
    if (await fleet.tell(ids, order)) setAsking(null);
  }
  if (asking !== null) {
    return (
      <FleetOrder
        kind={asking}
        who={whoOf(fleet, ids)}
        busy={fleet.busy.value}
        listRooms={listRooms}
        onTell={(order) => void tell(order)}
        onKeep={() => setAsking(null)}
      />
    );
  }
  return (
    <div class={style['orders']}>
      <p>{whoOf(fleet, ids)}</p>
      {(['identify', 'reload', 'update'] as const).map((kind) => (
        <Button key={kind} kind="line" small busy={fleet.busy.value} onPress={() => void tell({ kind })}>
          {ORDER_WORDS[kind]}
        </Button>
      ))}
      {(['message', 'dim', 'move', 'revoke'] as const).map((kind) => (
        <Button key={kind} kind="line" small onPress={() => setAsking(kind)}>
          {ORDER_WORDS[kind]} …
        </Button>
      ))}
    </div>
  );
}

function whoOf(fleet: FleetModel, ids: readonly DeviceId[]): string {
  const [first] = ids;
  const only = ids.length === 1 && first !== undefined ? fleet.devices.value?.get(first) : undefined;
  return only === undefined ? plural(ids.length, 'tablet') : nameOf(only);
}

function Told({ fleet }: { fleet: FleetModel }) {
  const told = fleet.told.value;
  const [first] = told ?? [];
  if (told === null || first === undefined) return null;
  const unwell = told.filter(({ state }) => state === 'failed' || state === 'timed-out');
  return (
    <div class={style['told']}>
      <p role="status">
        <b>{ORDER_WORDS[first.order.kind]}</b>: {sayProgress(told)}.
      </p>
      <Button kind="line" small onPress={fleet.putAway}>
        Put away
      </Button>
      {unwell.length > 0 && (
        <p class={style['unwell']}>
          {unwell
            .slice(0, MOST_NAMED)
            .map(({ device, state, failure }) => {
              const known = fleet.devices.value?.get(device);
              return `${known === undefined ? 'A tablet' : nameOf(known)}: ${failure ?? STATE_WORDS[state]}`;
            })
            .join('. ')}
          {unwell.length > MOST_NAMED && `, and ${unwell.length - MOST_NAMED} more`}.
        </p>
      )}
    </div>
  );
}
