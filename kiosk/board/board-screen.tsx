/** Many rooms, read from five metres: free ones shine, the rest stand back. Nothing to touch but the page. */

import type { Instant } from '../../shared/basics/instant.ts';
import type { Zone } from '../../shared/basics/zone.ts';
import { Lamp } from '../components/lamp.tsx';
import { drift } from '../screens/pixel-drift.ts';
import { floorText } from '../screens/room-facts.ts';
import type { ClockModel } from '../state/clock-model.ts';
import { inTurn, type NoticesModel } from '../state/notices-model.ts';
import type { TimeFormat, TimeFormats } from '../text/format-time.ts';
import type { Words } from '../text/messages.ts';
import type { BoardModel } from './board-model.ts';
import type { BoardColumn, BoardFloor, BoardRow } from './board-rows.ts';
import style from './board-screen.module.css';
import { type SayBoard, sayBoard } from './board-words.ts';
import { PlanView } from './plan-view.tsx';
import { WayArrow } from './way-arrow.tsx';

type Props = {
  readonly clock: Pick<ClockModel, 'now'>;
  readonly hanging: NoticesModel['hanging'];
  readonly board: Pick<BoardModel, 'view' | 'days' | 'pages' | 'page' | 'connection' | 'turn'>;
  /** The tablet's own, until a room tells its. */
  readonly zone: Zone;
  readonly words: Words;
  readonly times: TimeFormats;
};

type Speech = { readonly say: SayBoard; readonly words: Words; readonly times: TimeFormat; readonly now: Instant };

/** With more letters a name is set one step smaller. */
const LONG_NAME = 18;

export function BoardScreen({ clock, board, hanging, zone, words, times: timesIn }: Props) {
  const now = clock.now.value;
  const days = [...board.days.value.values()];
  // A board of several zones tells the time of its first room, beside which it most likely hangs.
  const times = timesIn(days[0]?.room.timeZone ?? zone);
  const speech: Speech = { say: sayBoard(words), words, times, now };
  const pages = board.pages.value;
  const page = board.page.value;
  const notice = inTurn(hanging.value, now);
  const plan = board.view.value?.board.plan;
  // Of a floor plan those that stand on it: others are nowhere to be seen.
  const rows = rowsOf(pages).filter(({ id }) => plan?.places.some(({ room }) => room === id) ?? true);
  return (
    <div class={style['board']} style={drift(now)}>
      <header class={style['head']}>
        <h1>{headline(rows, speech)}</h1>
        <p class={style['clock']}>
          <span>{times.date(now)}</span> <time>{times.time(now)}</time>
        </p>
      </header>
      {plan === undefined ? (
        <main class={style['columns']}>
          {(pages[page] ?? []).map((column, place) => (
            <Column key={`${page} ${place}`} column={column} speech={speech} />
          ))}
        </main>
      ) : (
        <PlanView plan={plan} rows={rows} says={(row) => saysText(row, speech)} />
      )}
      <footer class={style['foot']}>
        <p role="status">
          {board.connection.value.kind === 'lost' && <b>{words.say('why-lost')}</b>}
          {notice !== null && (
            <span class={style['notice']}>
              <bdi>{notice.text === '' ? notice.picture?.alt : notice.text}</bdi>
            </span>
          )}
        </p>
        {plan === undefined && pages.length > 1 && (
          <button type="button" class={style['turn']} onClick={board.turn} title={speech.say('next-page')}>
            {speech.say('page-of', { page: page + 1, pages: pages.length })}
          </button>
        )}
        <Key say={speech.say} />
      </footer>
    </div>
  );
}

const rowsOf = (pages: readonly (readonly BoardColumn[])[]): BoardRow[] => pages.flat(2).flatMap((floor) => floor.rows);

function headline(rows: readonly BoardRow[], { say }: Speech): string {
  const free = rows.filter(({ mood }) => mood === 'free').length;
  if (rows.length === 0) return say('no-rooms');
  if (free > 0) return say('rooms-free', { count: free });
  return say(rows.every(({ mood }) => mood === 'none') ? 'nothing-known' : 'none-free');
}

function Column({ column, speech }: { readonly column: BoardColumn; readonly speech: Speech }) {
  return (
    <div class={style['column']}>
      {column.map((floor, place) => (
        <section key={place} class={style['floor']} style={{ '--rows': floor.rows.length }}>
          <h2>
            <bdi>{nameOfFloor(floor, speech)}</bdi>
            <small>{speech.say('floor-free', { count: floor.free })}</small>
          </h2>
          <ul class={style['rows']}>
            {floor.rows.map((row) => (
              <Row key={row.id} row={row} speech={speech} />
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function Row({ row, speech }: { readonly row: BoardRow; readonly speech: Speech }) {
  const { name, mood, lamp, title, way } = row;
  const long = [...name].length > LONG_NAME;
  return (
    <li class={style['row']} data-mood={mood}>
      <Lamp class={style['lamp']} mark={lamp} />
      <b class={`${style['name']} ${style[title !== null ? 'titled' : long ? 'long' : ''] ?? ''}`}>
        <bdi>{name}</bdi>
        {title !== null && (
          <small>
            <bdi>{title}</bdi>
          </small>
        )}
      </b>
      <span class={style['says']}>{boundTime(saysText(row, speech))}</span>
      {way !== null && <WayArrow way={way} label={speech.say(way)} />}
    </li>
  );
}

function Key({ say }: { readonly say: SayBoard }) {
  return (
    <ul class={style['key']} data-mood="none">
      <li>
        <Lamp class={style['sign']} mark={{ kind: 'ring' }} />
        {say('key-free')}
      </li>
      <li>
        <Lamp class={style['sign']} mark={{ kind: 'filling', share: 0.4 }} />
        {say('key-expected')}
      </li>
      <li>
        <Lamp class={style['sign']} mark={{ kind: 'disc' }} />
        {say('key-used')}
      </li>
      <li>
        <Lamp class={style['sign']} mark={{ kind: 'broken' }} />
        {say('key-unsure')}
      </li>
    </ul>
  );
}

function nameOfFloor({ building, floor, here }: BoardFloor, { say, words }: Speech): string {
  const parts = [building, floor === null ? null : floorText(floor, words)].filter((part) => part !== null);
  const name = parts.join(', ');
  return here ? say('here-floor', { floor: name }) : name;
}

/** A row has two lines at most, and "jusqu’à" on one of them with its time on the next would take a third. */
function boundTime(text: string): string {
  return text.replace(/( [^ ]+) ([^ ]+)$/, '$1\u00a0$2');
}

function saysText({ says }: BoardRow, { say, words, times, now }: Speech): string {
  switch (says.kind) {
    case 'until':
      return words.say('until', { time: times.moment(says.moment, now) });
    case 'all-day':
      return words.say('all-day');
    case 'no-news-since':
      return say('no-news-since', { time: times.past(says.moment, now) });
    case 'booked-at':
    case 'check-in-by':
    case 'in-use-to':
    case 'free-at':
    case 'is-held':
    case 'is-closed-until':
      return say(says.kind, { time: times.moment(says.moment, now) });
    default:
      return say(says.kind);
  }
}
