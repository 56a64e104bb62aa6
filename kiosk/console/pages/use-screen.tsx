/** How rooms are used: when they run out, which are booked and left empty, which nobody needs; and what each figure means. */

import type { Instant } from '../../../shared/basics/instant.ts';
import type { RoomUseLine, UseReport } from '../../../shared/wire/reports.ts';
import { Button } from '../components/button.tsx';
import { ChoiceField } from '../components/choice-field.tsx';
import { HeatMap } from '../components/heat-map.tsx';
import { NoticeBox } from '../components/notice-box.tsx';
import { PageHead } from '../components/page-head.tsx';
import { ShareBar } from '../components/share-bar.tsx';
import { TextField } from '../components/text-field.tsx';
import type { UseModel } from '../state/use-model.ts';
import {
  byFloor,
  byTaken,
  DEFINITIONS,
  longestUnused,
  percent,
  sayDays,
  sayMinutes,
  useFinding,
} from '../state/use-words.ts';
import { describeFailure } from '../text/notice.ts';
import { plural, type SayTime } from '../text/say-time.ts';
import { ReportMailPart } from './report-mail-part.tsx';
import style from './use-screen.module.css';

type Props = { use: UseModel; mayChange: boolean; now: () => Instant; say: SayTime };

export function UseScreen({ use, mayChange, now, say }: Props) {
  const report = use.report.value;
  const failure = use.failure.value;
  return (
    <>
      <PageHead
        title={report === null ? 'Use of rooms' : useFinding(report)}
        actions={
          report !== null && (
            <Button kind="line" onPress={() => window.print()}>
              Print
            </Button>
          )
        }
      >
        <p role="status">
          {use.fault.value ?? (use.busy.value ? 'Counting.' : report === null ? '' : lede(report, say, now()))}
        </p>
      </PageHead>
      {failure !== null && <NoticeBox notice={describeFailure(failure, say, now())} />}
      <Filter use={use} />
      {report !== null && <Figures report={report} now={now()} />}
      {report !== null && <Downloads use={use} />}
      <ReportMailPart use={use} mayChange={mayChange} />
      <section class={style['part']} aria-labelledby="use-meaning">
        <h2 id="use-meaning">What each figure means</h2>
        <dl class={style['meaning']}>
          {DEFINITIONS.map(([name, words]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{words}</dd>
            </div>
          ))}
        </dl>
      </section>
    </>
  );
}

/** With its days: on paper there are no fields that say them. */
function lede({ from, to, rooms, seenSince }: UseReport, say: SayTime, now: Instant): string {
  const since = seenSince === null ? '' : ` First seen ${say.clock(seenSince, now)}.`;
  return `${plural(rooms.length, 'room')}, ${sayDays(from, to)}, counted from what their calendars and doors showed.${since}`;
}

function Filter({ use }: { use: UseModel }) {
  const { from, to, building, floor } = use.filter.value;
  const any = (what: string, all: readonly string[]) => [['', what], ...all.map((one) => [one, one] as const)] as const;
  return (
    <form class={style['filter']} aria-label="Which time and place" onSubmit={(event) => event.preventDefault()}>
      <TextField label="From" type="date" value={from} onType={(value) => void use.choose({ from: value })} />
      <TextField label="To" type="date" value={to} onType={(value) => void use.choose({ to: value })} />
      <ChoiceField
        label="Building"
        value={building}
        choices={any('Every building', use.buildings.value)}
        onChoose={(value) => void use.choose({ building: value })}
      />
      <ChoiceField
        label="Floor"
        value={floor}
        choices={any('Every floor', use.floors.value)}
        onChoose={(value) => void use.choose({ floor: value })}
      />
    </form>
  );
}

/** More than anybody reads down; the table for a spreadsheet has them all. */
const MOST_SHOWN = 50;
const MOST_UNUSED = 10;

function Figures({ report, now }: { report: UseReport; now: Instant }) {
  const { minutes, counts, cells, rooms, devices } = report;
  const meetings = counts.planned + counts.door;
  const sorted = byTaken(rooms);
  const unused = longestUnused(rooms, now).slice(0, MOST_UNUSED);
  return (
    <>
      {cells.length > 0 && <HeatMap cells={cells} />}
      <section class={style['part']} aria-labelledby="use-meetings">
        <h2 id="use-meetings">
          {plural(meetings, 'meeting')}, {percent(counts.door, meetings)} of them ad-hoc
        </h2>
        <ShareBar
          solid={counts.planned}
          hatched={counts.door}
          whole={meetings}
          words={`${counts.planned} planned, ${counts.door} ad-hoc`}
        />
        <p>
          {counts.planned} planned (solid), {counts.door} booked at a door (hatched). Nobody came to {counts.noShows}.
          Empty rooms stood booked for {sayMinutes(minutes.empty)}; {sayMinutes(minutes.released)} were given back.
        </p>
      </section>
      <section class={style['part']} aria-labelledby="use-floors">
        <h2 id="use-floors">By floor</h2>
        <table class={style['table']}>
          <thead>
            <tr>
              <th scope="col">Place</th>
              <th scope="col">Rooms</th>
              <th scope="col">Taken</th>
              <th scope="col">Ad-hoc</th>
              <th scope="col">No-shows</th>
            </tr>
          </thead>
          <tbody>
            {byFloor(rooms).map((place) => (
              <tr key={place.name}>
                <th scope="row">
                  <bdi>{place.name}</bdi>
                </th>
                <td>{place.rooms}</td>
                <td>{percent(place.minutes.taken, place.minutes.open)}</td>
                <td>{place.counts.door}</td>
                <td>{place.counts.noShows}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <section class={style['part']} aria-labelledby="use-rooms">
        <h2 id="use-rooms">Rooms, most taken first</h2>
        <ul class={style['bars']}>
          {sorted.slice(0, MOST_SHOWN).map((room) => (
            <RoomBar key={room.id} room={room} />
          ))}
        </ul>
        {sorted.length > MOST_SHOWN && (
          <p class={style['aside']}>And {plural(sorted.length - MOST_SHOWN, 'room')} more: the table below has all.</p>
        )}
      </section>
      <section class={style['part']} aria-labelledby="use-unused">
        <h2 id="use-unused">Longest unused</h2>
        {unused.length === 0 && <p class={style['aside']}>None: all that could be seen are in use now.</p>}
        <ol class={style['list']}>
          {unused.map(({ room, words }) => (
            <li key={room.id}>
              <b>
                <bdi>{room.displayName}</bdi>
              </b>
              <span>{words}</span>
            </li>
          ))}
        </ol>
      </section>
      <section class={style['part']} aria-labelledby="use-screens">
        <h2 id="use-screens">Screens, least connected first</h2>
        {devices.length === 0 && <p class={style['aside']}>No screen was paired in that time.</p>}
        <ul class={style['bars']}>
          {[...devices]
            .sort((a, b) => a.connected / (a.minutes || 1) - b.connected / (b.minutes || 1))
            .slice(0, MOST_SHOWN)
            .map(({ id, place, name, minutes: paired, connected, breaks }) => (
              <li key={id}>
                <b>
                  <bdi>{place}</bdi>
                  {name !== null && (
                    <>
                      {' · '}
                      <bdi>{name}</bdi>
                    </>
                  )}
                </b>
                <ShareBar solid={connected} whole={paired} words={`${percent(connected, paired)} connected`} />
                <span>{percent(connected, paired)} connected</span>
                <span class={style['aside']}>{plural(breaks, 'break')}</span>
              </li>
            ))}
        </ul>
      </section>
    </>
  );
}

function RoomBar({ room: { displayName, minutes, counts } }: { room: RoomUseLine }) {
  const taken = percent(minutes.taken, minutes.open);
  const empty = percent(minutes.empty, minutes.open);
  return (
    <li>
      <b>
        <bdi>{displayName}</bdi>
      </b>
      <ShareBar
        solid={minutes.taken}
        hatched={minutes.empty}
        whole={minutes.open}
        words={`${taken} taken, ${empty} booked and empty`}
      />
      <span>{minutes.open === 0 ? 'Not seen' : `${taken} taken`}</span>
      <span class={style['aside']}>
        {counts.noShows === 0 ? '' : `${empty} empty, ${plural(counts.noShows, 'no-show')}`}
      </span>
    </li>
  );
}

function Downloads({ use }: { use: UseModel }) {
  return (
    <section class={`${style['part']} ${style['screen']}`} aria-labelledby="use-tables">
      <h2 id="use-tables">Tables for a spreadsheet</h2>
      <div class={style['deeds']}>
        <Button kind="line" small onPress={() => void use.download('rooms')}>
          Rooms (CSV)
        </Button>
        <Button kind="line" small onPress={() => void use.download('hours')}>
          Hours of the week (CSV)
        </Button>
        <Button kind="line" small onPress={() => void use.download('screens')}>
          Screens (CSV)
        </Button>
      </div>
    </section>
  );
}
