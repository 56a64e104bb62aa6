/**
 * Any screen in any state, by `?screen=…&theme=dark&lang=de`: the real screens over models that stand still. `show()` puts up
 * another without loading the page anew, which is most of what a thousand pictures take.
 */

/// <reference types="vite/client" />

import { signal } from '@preact/signals-core';
import { render } from 'preact';
import { TALL, WIDE } from '../../kiosk/board/board-display.tsx';
import { boardFloors, boardPages } from '../../kiosk/board/board-rows.ts';
import { BoardScreen } from '../../kiosk/board/board-screen.tsx';
import { drawWhenChanged } from '../../kiosk/draw-when-changed.ts';
import { PairingScreen } from '../../kiosk/screens/pairing-screen.tsx';
import { RoomScreen } from '../../kiosk/screens/room-screen.tsx';
import { StartingScreen } from '../../kiosk/screens/starting-screen.tsx';
import { prepareSheets } from '../../kiosk/sheets.tsx';
import type { ClockModel } from '../../kiosk/state/clock-model.ts';
import type { PairingView } from '../../kiosk/state/pairing-model.ts';
import type { ViewModel } from '../../kiosk/state/view-model.ts';
import '../../kiosk/styles/tokens.css';
import '../../kiosk/styles/looks.css';
import '../../kiosk/styles/ground.css';
import { createTimeFormats } from '../../kiosk/text/format-time.ts';
import { loadWords, type Words } from '../../kiosk/text/messages.ts';
import { addMinutes } from '../../shared/basics/instant.ts';
import { ok } from '../../shared/basics/result.ts';
import { UTC } from '../../shared/basics/zone.ts';
import { roomState } from '../../shared/rules/room-state.ts';
import { type BoardFixture, type BoardState, boardFixture, boardStates } from '../support/board-fixtures.ts';
import { at } from '../support/builders.ts';
import { type DoorFixture, type DoorState, doorFixture, doorStates } from '../support/door-fixtures.ts';

declare global {
  interface Window {
    show(query: string): Promise<void>;
  }
}

let wanted = new URLSearchParams(location.search);
/** Of the screens put up so far only the last is drawn when anything changes. */
let turn = 0;
window.show = async (query) => {
  const place = document.getElementById('gallery');
  if (place === null) return;
  wanted = new URLSearchParams(query);
  turn += 1;
  render(null, place);
  await show(place, turn);
};
void window.show(location.search);

async function show(place: HTMLElement, mine: number): Promise<void> {
  const words = await loadWords([wanted.get('lang') ?? 'en-GB']);
  await words.whole();
  const root = document.documentElement;
  root.lang = words.language;
  root.dir = wanted.get('dir') ?? words.direction;
  for (const name of ['theme', 'palette', 'reach', 'text']) root.dataset[name] = wanted.get(name) ?? '';
  drawWhenChanged(() => {
    if (mine === turn) render(screenFor(wanted.get('screen') ?? 'available', words), place);
  });
}

function screenFor(name: string, words: Words) {
  if (name === 'starting') return <StartingScreen words={words} />;
  if (isBoardState(name)) return boardScreen(boardFixture(name), words);
  if (isDoorState(name)) return doorScreen(doorFixture(name), words);
  return pairingScreen(name, words);
}

function isDoorState(name: string): name is DoorState {
  return (doorStates as readonly string[]).includes(name);
}

function isBoardState(name: string): name is BoardState {
  return (boardStates as readonly string[]).includes(name);
}

function boardScreen({ view, days, now, connection, hanging = [] }: BoardFixture, words: Words) {
  const upright = innerHeight > innerWidth;
  return (
    <BoardScreen
      words={words}
      times={createTimeFormats(words)}
      zone={UTC}
      clock={{ now: signal(now) }}
      hanging={signal(hanging)}
      board={{
        view: signal(view),
        days: signal(days),
        pages: signal(boardPages(boardFloors(view, days, now), upright ? TALL : WIDE, view.board)),
        page: signal(0),
        connection: signal(connection),
        turn() {},
      }}
    />
  );
}

function doorScreen(fixture: DoorFixture, words: Words) {
  const { day, now, connection, tap, sheet } = fixture;
  return (
    <RoomScreen
      words={words}
      times={createTimeFormats(words)}
      clock={{ now: signal(now) }}
      room={{ day: signal(day), state: signal(roomState(day, now)), connection: signal(connection) }}
      booking={{ tap: signal(tap), ...stillness }}
      view={viewOf(sheet)}
      sheets={sheetsOf(fixture)}
      languages={languages}
    />
  );
}

function pairingScreen(name: string, words: Words) {
  const views: { [name: string]: PairingView } = {
    'pairing-asking': { kind: 'asking' },
    'pairing-no-answer': { kind: 'no-answer' },
  };
  const code = {
    code: 'WDJBMTHK',
    expiresAt: at('10:34'),
    verificationUrl: 'https://doors.contoso.com/console?code=WDJBMTHK',
  };
  const view = views[name] ?? { kind: 'code', code };
  return (
    <PairingScreen
      linkSpent={false}
      name={null}
      words={words}
      view={view}
      takenOff={name === 'pairing-taken-off' ? 'Lisbon' : null}
      particulars={{ model: 'Lenovo Tab M10', browser: 'Chrome 120', screen: '1280 × 800' }}
      host="doors.contoso.com"
      zone={UTC}
    />
  );
}

/** The rooms of a fine morning, whatever was asked. */
const aFreeRoom = (
  displayName: string,
  floor: string,
  until: string,
  capacity: number,
  features: readonly string[],
) => ({
  room: `${displayName.toLowerCase()}@northwind.example`,
  displayName,
  floor,
  until: at(until),
  capacity,
  features,
  wheelchairAccessible: capacity < 10,
});
const nearby = {
  from: at('10:24'),
  rooms: [
    aFreeRoom('Porto', '3', '12:00', 6, ['Screen']),
    aFreeRoom('Bergen', '3', '11:15', 4, []),
    aFreeRoom('Oslo', '4', '15:00', 10, ['Screen', 'Camera']),
    aFreeRoom('Quito', '4', '13:30', 12, ['Screen', 'Whiteboard']),
  ],
};
/** Kept for each state, as the find sheet has a memory of its own; nobody has touched the screen for an hour. */
const prepared = new Map<string, ReturnType<typeof prepareSheets>>();
function sheetsOf({ day, now, sheet, heard }: DoorFixture) {
  const key = location.search + (wanted.get('screen') ?? '');
  const known = prepared.get(key);
  if (known !== undefined) return known;
  const given = {
    origin: 'https://doors.contoso.com',
    store: { recall: async () => undefined, retain: async () => {} },
    // Whoever waits for something has waited.
    clock: {
      after(delayMs: number, run: () => void) {
        if (delayMs > 0) run();
        return () => {};
      },
    },
    fetch: async () => new Response(await drawPicture(), { headers: { 'Content-Type': 'image/png' } }),
  };
  const made = prepareSheets(async () => ok(nearby) as never, given, {
    asides: signal(heard),
    clock: {
      now: signal(now),
      present: () => addMinutes(now, -60),
      watch: () => () => {},
      look() {},
    } as unknown as ClockModel,
    room: { day: signal(day), state: signal(roomState(day, now)) },
    view: viewOf(sheet) as unknown as ViewModel,
    idle: signal(sheet === null),
  });
  prepared.set(key, made);
  return made;
}

/** A map of sorts, twice as wide as high. */
async function drawPicture(): Promise<Blob> {
  const canvas = new OffscreenCanvas(1_200, 600);
  const pen = canvas.getContext('2d');
  if (pen === null) throw new Error('no canvas');
  pen.fillStyle = '#d9d4c8';
  pen.fillRect(0, 0, 1_200, 600);
  pen.fillStyle = '#57544e';
  pen.fillRect(120, 120, 360, 300);
  pen.fillStyle = '#0b6b46';
  pen.fillRect(480, 250, 500, 40);
  pen.beginPath();
  pen.arc(1_020, 270, 60, 0, 7);
  pen.fill();
  return await canvas.convertToBlob();
}
const languages = ['English', 'Deutsch', 'العربية'].map((name, place) => ({ name, chosen: place === 0, onPress() {} }));

function viewOf(sheet: DoorFixture['sheet']) {
  return { sheet: signal(sheet), closingSoon: signal(wanted.has('closing')), ...stillness };
}

/** Every deed of every model, none of which does anything here. */
const stillness = {
  book() {},
  extend() {},
  end() {},
  undo() {},
  checkIn() {},
  report() {},
  openSheet() {},
  closeSheet() {},
};
