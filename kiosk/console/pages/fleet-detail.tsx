/** One tablet: what is known of it, what it was told, its name; and a new one that takes over from it. */

import { useEffect, useRef, useState } from 'preact/hooks';
import type { Instant } from '../../../shared/basics/instant.ts';
import type { FleetDevice } from '../../../shared/wire/fleet.ts';
import { Button } from '../components/button.tsx';
import { CodeField } from '../components/code-field.tsx';
import { Facts } from '../components/facts.tsx';
import type { ConsoleClient } from '../console-client.ts';
import { emptyEntry, isComplete, readEntry } from '../state/code-entry.ts';
import type { FleetModel } from '../state/fleet-model.ts';
import {
  BAND_WORDS,
  nameOf,
  ORDER_WORDS,
  STATE_WORDS,
  sayBattery,
  sayConnection,
  sayLink,
  sayRelease,
  sayShown,
  sayWifi,
} from '../state/fleet-words.ts';
import { type SayTime, sayAgo } from '../text/say-time.ts';
import deeds from './fleet-actions.module.css';
import { Orders } from './fleet-actions.tsx';
import style from './fleet-detail.module.css';

type Props = {
  device: FleetDevice;
  fleet: FleetModel;
  mayAct: boolean;
  onClose(): void;
  listRooms: ConsoleClient['listRooms'];
  now: () => Instant;
  say: SayTime;
};

const MOST_COMMANDS = 8;

export function FleetDetail({ device, fleet, mayAct, onClose, listRooms, now, say }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const commands = fleet.commandsOf(device.id).slice(0, MOST_COMMANDS);
  return (
    <section class={style['detail']} aria-labelledby="tablet">
      <div class={style['detailHead']}>
        <h2 id="tablet" ref={heading} tabIndex={-1}>
          <bdi>{nameOf(device)}</bdi>
        </h2>
        <Button kind="line" small onPress={onClose}>
          Close
        </Button>
      </div>
      <p>
        {BAND_WORDS[device.band].name}: {sayConnection(device, now())}. {sayShown(device, now())}.
      </p>
      <Facts facts={factsOf(device, fleet.release.value, now(), say)} />
      {device.brokenLinks.length > 0 && (
        <>
          <h3>How its last connections ended</h3>
          <ul class={style['lines']}>
            {device.brokenLinks.map((link) => (
              <li key={link.at}>{sayLink(link, now())}</li>
            ))}
          </ul>
        </>
      )}
      {commands.length > 0 && (
        <>
          <h3>What it was told</h3>
          <ul class={style['lines']}>
            {commands.map(({ id, order, state, sentAt, sentBy, failure }) => (
              <li key={id}>
                {ORDER_WORDS[order.kind]}, {say.clock(sentAt, now())} by <bdi>{sentBy}</bdi>:{' '}
                <b>{failure ?? STATE_WORDS[state]}</b>
              </li>
            ))}
          </ul>
        </>
      )}
      {mayAct && (
        <>
          <h3>Have it do</h3>
          <Orders fleet={fleet} ids={[device.id]} listRooms={listRooms} />
          <Naming device={device} fleet={fleet} />
          <Swap device={device} fleet={fleet} />
        </>
      )}
    </section>
  );
}

function Naming({ device, fleet }: Pick<Props, 'device' | 'fleet'>) {
  const [name, setName] = useState(device.name ?? '');
  return (
    <form
      class={deeds['orders']}
      onSubmit={(event) => {
        event.preventDefault();
        void fleet.rename(device.id, name.trim() === '' ? null : name.trim());
      }}
    >
      <label class={deeds['words']}>
        <span>What you call this tablet</span>
        <input
          type="text"
          maxLength={100}
          autocomplete="off"
          value={name}
          onInput={({ currentTarget }) => setName(currentTarget.value)}
        />
      </label>
      {name.trim() !== (device.name ?? '') && (
        <Button kind="line" small busy={fleet.busy.value}>
          Keep the name
        </Button>
      )}
    </form>
  );
}

function Swap({ device, fleet }: Pick<Props, 'device' | 'fleet'>) {
  const [isAsking, setAsking] = useState(false);
  const [entry, setEntry] = useState(emptyEntry);
  const [isDone, setDone] = useState(false);
  if (isDone) return <p role="status">The new tablet takes over. It lights up in a few seconds.</p>;
  if (!isAsking) {
    return (
      <div class={deeds['orders']}>
        <Button kind="line" small onPress={() => setAsking(true)}>
          Replace this tablet by a new one …
        </Button>
      </div>
    );
  }
  return (
    <form
      onSubmit={async (event) => {
        event.preventDefault();
        if ((await fleet.swap(device.id, entry.letters)) !== null) setDone(true);
      }}
    >
      <p>What does the new tablet say? It takes over place, name, settings and history, and this one is out at once.</p>
      <CodeField entry={entry} onType={(typed) => setEntry(readEntry(typed))} />
      <div class={deeds['orders']}>
        {isComplete(entry) && (
          <Button kind="solid" small busy={fleet.busy.value}>
            Yes, the new one takes over
          </Button>
        )}
        <Button kind="line" small onPress={() => setAsking(false)}>
          Keep this one
        </Button>
      </div>
    </form>
  );
}

function factsOf(device: FleetDevice, current: string | null, now: Instant, say: SayTime) {
  const { particulars, pairedAt, pairedBy, lastTouchAt, vitals, shown, reportedAt, errors, room } = device;
  const known: readonly (readonly [string, string | null])[] = [
    ['Room', room?.address ?? null],
    ['Revision', shown?.revision == null ? null : `${shown.revision}`],
    ['Read', shown?.readAt == null ? null : sayAgo(shown.readAt, now)],
    ['Reported', reportedAt === null ? null : sayAgo(reportedAt, now)],
    ['Version', sayRelease(device.release, current)],
    ['Battery', sayBattery(device)],
    ['Wi-Fi', sayWifi(device)],
    ['Last touch', lastTouchAt === null ? null : sayAgo(lastTouchAt, now)],
    ['Memory', vitals?.memoryMb == null ? null : `${vitals.memoryMb} MB`],
    ['Light', vitals?.light ?? null],
    ['Errors', errors.length === 0 ? null : errors.map(({ kind, count }) => `${count} × ${kind}`).join(', ')],
    ['Tablet', particulars === null ? null : `${particulars.model}, ${particulars.screen}`],
    ['Browser', particulars?.browser ?? null],
    ['Paired', `${say.clock(pairedAt, now)} by ${pairedBy}`],
  ];
  return known.flatMap(([name, value]) => (value === null || value === '' ? [] : [[name, value] as const]));
}
