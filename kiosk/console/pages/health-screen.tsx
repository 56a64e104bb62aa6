/** What is wrong, how the way to Microsoft stands, and each room: who needs somebody comes first. */

import { useState } from 'preact/hooks';
import type { Instant } from '../../../shared/basics/instant.ts';
import { MINUTE_MS } from '../../../shared/basics/instant.ts';
import type { RoomHealth } from '../../../shared/wire/room-health.ts';
import { Button } from '../components/button.tsx';
import { Facts } from '../components/facts.tsx';
import { NoticeBox } from '../components/notice-box.tsx';
import { PageHead } from '../components/page-head.tsx';
import { SaidList, SaidRow } from '../components/said-row.tsx';
import { TextField } from '../components/text-field.tsx';
import type { HealthModel } from '../state/health-model.ts';
import {
  catalogueSaid,
  credentialSaid,
  forgedSaid,
  healthFinding,
  roomFacts,
  roomSaid,
  scopeSaid,
  sortRooms,
  webhookSaid,
} from '../state/health-words.ts';
import type { ServiceAccountModel } from '../state/service-account-model.ts';
import { describeFailure } from '../text/notice.ts';
import { plural, type SayTime } from '../text/say-time.ts';
import { AlarmRows } from './alarm-rows.tsx';
import style from './health-screen.module.css';
import { ServiceAccountRow } from './service-account-row.tsx';

type Props = {
  health: HealthModel;
  account: ServiceAccountModel;
  /** The room that is looked at closely. */
  room: string | null;
  mayAct: boolean;
  maySignIn: boolean;
  onRoom(id: string | null): void;
  onCheck(): void;
  now: () => Instant;
  say: SayTime;
};

export function HealthScreen(props: Props) {
  const { health, onCheck, now, say } = props;
  const site = health.health.value;
  const failure = health.failure.value;
  const readAt = health.readAt.value;
  const deedFailure = health.deedFailure.value;
  if (site === null) {
    return (
      <>
        <PageHead title="Health">{failure === null && <p role="status">Looking at the rooms.</p>}</PageHead>
        {failure !== null && <NoticeBox notice={describeFailure(failure, say, now())} />}
      </>
    );
  }
  const stale = failure !== null && readAt !== null;
  const found = healthFinding(site, health.scope.value, now());
  return (
    <>
      <PageHead
        title={stale ? `At ${say.clock(readAt, now())}: ${found}` : found}
        actions={
          <Button kind="line" onPress={onCheck}>
            Go to the check
          </Button>
        }
      >
        <p>{stale ? 'This is old. We go on asking.' : 'It looks again by itself every few seconds.'}</p>
      </PageHead>
      {failure !== null && <NoticeBox notice={describeFailure(failure, say, now())} />}
      {deedFailure !== null && <NoticeBox notice={describeFailure(deedFailure, say, now())} />}
      <AlarmRows
        alarms={health.alarms.value}
        roomName={(subject) => site.rooms.find(({ id }) => id === subject)?.displayName ?? null}
        mayAct={props.mayAct}
        doing={health.doing.value}
        onAcknowledge={(id) => void health.acknowledge(id)}
        now={now}
        say={say}
      />
      <Microsoft {...props} />
      <Rooms {...props} rooms={site.rooms} />
    </>
  );
}

function Microsoft({ health, account, mayAct, maySignIn, now, say }: Props) {
  const site = health.health.value;
  const scope = health.scope.value;
  const doing = health.doing.value;
  if (site === null) return null;
  const forged = forgedSaid(site);
  return (
    <section class={style['part']} aria-labelledby="health-microsoft">
      <h2 id="health-microsoft">The way to Microsoft</h2>
      <SaidList>
        <SaidRow name="Sign-in" {...credentialSaid(site, now())} />
        <ServiceAccountRow account={account} maySignIn={maySignIn} now={now} say={say} />
        {scope !== null && (
          <SaidRow
            name="Scope"
            {...scopeSaid(scope, now())}
            actions={
              mayAct && (
                <Button kind="line" small busy={doing === 'canary'} onPress={() => void health.tryCanary()}>
                  Try it now
                </Button>
              )
            }
          />
        )}
        <SaidRow name="Notifications" {...webhookSaid(site, now())} />
        {forged !== null && <SaidRow name="Strangers" standing="look" words={forged} />}
        <SaidRow
          name="List of rooms"
          {...catalogueSaid(site, now())}
          actions={
            mayAct && (
              <Button kind="line" small busy={doing === 'catalogue'} onPress={() => void health.readCatalogue()}>
                Read it again
              </Button>
            )
          }
        />
      </SaidList>
    </section>
  );
}

/** More than anybody reads down; the search finds the others. */
const MOST_SHOWN = 60;

function Rooms({ health, rooms, room: openRoom, mayAct, onRoom, now }: Props & { rooms: readonly RoomHealth[] }) {
  const [search, setSearch] = useState('');
  const found = sortRooms(rooms, search, now());
  // Whoever came by a link to one room sees that room, wherever it stands.
  const shown = found.filter(({ id }, index) => index < MOST_SHOWN || id === openRoom);
  return (
    <section class={style['part']} aria-labelledby="health-rooms">
      <h2 id="health-rooms">Rooms</h2>
      <div class={style['search']}>
        <TextField label="Find a room by its name or address" type="search" value={search} onType={setSearch} />
      </div>
      <p class="unseen" role="status">
        {search === '' ? '' : plural(found.length, 'room')}
      </p>
      <SaidList>
        {shown.map((room) => {
          const isOpen = room.id === openRoom;
          return (
            <SaidRow
              key={room.id}
              name={room.displayName}
              {...roomSaid(room, now())}
              actions={
                <Button kind="line" small expanded={isOpen} onPress={() => onRoom(isOpen ? null : room.id)}>
                  {isOpen ? 'Less' : 'More'}
                  <span class="unseen"> about {room.displayName}</span>
                </Button>
              }
            >
              {isOpen && <RoomClosely health={health} room={room} mayAct={mayAct} now={now} />}
            </SaidRow>
          );
        })}
      </SaidList>
      {found.length === 0 && <p class={style['aside']}>No room is called that.</p>}
      {shown.length < found.length && (
        <p class={style['aside']}>And {plural(found.length - shown.length, 'room')} more. Find them by name.</p>
      )}
    </section>
  );
}

type Closely = { health: HealthModel; room: RoomHealth; mayAct: boolean; now: () => Instant };

function RoomClosely({ health, room, mayAct, now }: Closely) {
  const doing = health.doing.value;
  const isPaused = room.pausedSince !== null;
  const isHere = room.goneSince === null;
  const act = (action: Parameters<HealthModel['act']>[1], label: string) => (
    <Button kind="line" small busy={doing === `${action} ${room.id}`} onPress={() => void health.act(room.id, action)}>
      {label}
    </Button>
  );
  return (
    <div class={style['closely']}>
      <Facts facts={roomFacts(room, now())} />
      {mayAct && isHere && (
        <div class={style['deeds']}>
          {!isPaused && act('read-now', 'Read now')}
          {!isPaused && room.subscription.state !== 'polled' && act('resubscribe', 'Subscribe again')}
          {isPaused ? act('resume', 'Let it go on') : act('pause', 'Pause its readings')}
        </div>
      )}
      {isHere && !isPaused && room.lastReadAt !== null && now() - room.lastReadAt > 10 * MINUTE_MS && (
        <p class={style['aside']}>Outside opening hours a room is read less often.</p>
      )}
    </div>
  );
}
