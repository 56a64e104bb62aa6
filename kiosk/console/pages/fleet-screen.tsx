/** Every door as it stands: the finding, the bands and what they mean, the list, and what one can have tablets do. */

import type { DeviceId } from '../../../shared/basics/ids.ts';
import type { Instant } from '../../../shared/basics/instant.ts';
import { onlineBands } from '../../../shared/wire/fleet.ts';
import { Button } from '../components/button.tsx';
import { NoticeBox } from '../components/notice-box.tsx';
import { PageHead } from '../components/page-head.tsx';
import { Tick } from '../components/tick.tsx';
import type { ConsoleClient } from '../console-client.ts';
import type { FleetModel } from '../state/fleet-model.ts';
import { type Sorting, sortings } from '../state/fleet-rows.ts';
import { BAND_WORDS, finding, lede } from '../state/fleet-words.ts';
import { describeFailure } from '../text/notice.ts';
import type { SayTime } from '../text/say-time.ts';
import { FleetActions } from './fleet-actions.tsx';
import { BandMark } from './fleet-band.tsx';
import { FleetDetail } from './fleet-detail.tsx';
import { FleetLamps } from './fleet-lamps.tsx';
import style from './fleet-screen.module.css';
import { FleetTable } from './fleet-table.tsx';

type Props = {
  fleet: FleetModel;
  /** The device that is looked at. */
  open: DeviceId | null;
  mayAct: boolean;
  onOpen(id: DeviceId | null): void;
  onPair(): void;
  listRooms: ConsoleClient['listRooms'];
  now: () => Instant;
  say: SayTime;
};

const SORTING_WORDS: Readonly<Record<Sorting, string>> = {
  need: 'who needs you',
  name: 'name',
  shows: 'what it shows',
  battery: 'battery',
  wifi: 'Wi-Fi',
  touch: 'last touch',
  version: 'version',
};

export function FleetScreen({ fleet, open, mayAct, onOpen, onPair, listRooms, now, say }: Props) {
  const devices = fleet.devices.value;
  const lineFailure = fleet.lineFailure.value;
  const failure = fleet.failure.value;
  if (devices === null) {
    return (
      <>
        <PageHead title="Doors">{lineFailure === null && <p role="status">Looking at the doors.</p>}</PageHead>
        {lineFailure !== null && <NoticeBox notice={describeFailure(lineFailure, say, now())} />}
      </>
    );
  }
  const all = [...devices.values()];
  const newsAt = fleet.newsAt.value;
  // Old news is told as old: these doors may have changed since.
  const stale = lineFailure !== null && newsAt !== null;
  const wish = fleet.wish.value;
  const bands = fleet.bands.value;
  const opened = open === null ? undefined : devices.get(open);
  const rest = fleet.total.value - devices.size;
  return (
    <>
      <PageHead
        title={stale ? `At ${say.clock(newsAt, now())}: ${finding(all)}` : finding(all)}
        actions={
          mayAct && (
            <Button kind="solid" onPress={onPair}>
              Pair a tablet
            </Button>
          )
        }
      >
        <p>{stale ? 'This is old. We go on asking.' : lede(all, fleet.release.value, location.host)}</p>
      </PageHead>
      {lineFailure !== null && <NoticeBox notice={describeFailure(lineFailure, say, now())} />}
      {failure !== null && <NoticeBox notice={describeFailure(failure, say, now())} />}
      {all.length > 0 && (
        <>
          <fieldset class={style['bands']}>
            <legend class="unseen">Show only</legend>
            {onlineBands.map((band) => (
              <button
                key={band}
                type="button"
                aria-pressed={wish.band === band}
                onClick={() => fleet.want({ band: wish.band === band ? null : band })}
              >
                <BandMark band={band} />
                <b>
                  {bands[band]} {BAND_WORDS[band].name.toLowerCase()}
                </b>
                <span>{BAND_WORDS[band].means}</span>
              </button>
            ))}
          </fieldset>
          <div class={style['tools']}>
            <label class={style['search']}>
              <span class="unseen">Find a room or a tablet</span>
              <input
                type="search"
                placeholder="Find a room or a tablet"
                autocomplete="off"
                value={wish.search}
                onInput={({ currentTarget }) => fleet.want({ search: currentTarget.value })}
              />
            </label>
            <label>
              By{' '}
              <select
                value={wish.sorting}
                onChange={({ currentTarget }) => fleet.want({ sorting: currentTarget.value as Sorting })}
              >
                {sortings.map((sorting) => (
                  <option key={sorting} value={sorting}>
                    {SORTING_WORDS[sorting]}
                  </option>
                ))}
              </select>
            </label>
            <Tick checked={wish.byFloor} onTick={() => fleet.want({ byFloor: !wish.byFloor })}>
              Floor by floor
            </Tick>
          </div>
          {opened === undefined && <FleetLamps count={all.length} lamps={fleet.lamps} onOpen={onOpen} />}
          <div class={opened === undefined ? '' : style['beside']}>
            <FleetTable fleet={fleet} mayAct={mayAct} open={opened?.id ?? null} onOpen={onOpen} now={now} />
            {opened !== undefined && (
              <FleetDetail
                key={opened.id}
                device={opened}
                fleet={fleet}
                mayAct={mayAct}
                onClose={() => onOpen(null)}
                listRooms={listRooms}
                now={now}
                say={say}
              />
            )}
          </div>
          {rest > 0 && <p class={style['rest']}>{rest} more are on their way.</p>}
          {mayAct && <FleetActions fleet={fleet} listRooms={listRooms} />}
        </>
      )}
    </>
  );
}
