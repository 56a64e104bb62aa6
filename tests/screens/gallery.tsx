/** Any screen in any state, by `?screen=…&theme=dark&lang=de`: the real screens over models that stand still. */

/// <reference types="vite/client" />

import { signal } from '@preact/signals-core';
import { render } from 'preact';
import { PairingScreen } from '../../kiosk/screens/pairing-screen.tsx';
import { RoomScreen } from '../../kiosk/screens/room-screen.tsx';
import { StartingScreen } from '../../kiosk/screens/starting-screen.tsx';
import type { PairingView } from '../../kiosk/state/pairing-model.ts';
import '../../kiosk/styles/tokens.css';
import '../../kiosk/styles/ground.css';
import { createTimeFormats } from '../../kiosk/text/format-time.ts';
import { loadWords, type Words } from '../../kiosk/text/messages.ts';
import { UTC } from '../../shared/basics/zone.ts';
import { roomState } from '../../shared/rules/room-state.ts';
import { at } from '../support/builders.ts';
import { type DoorFixture, type DoorState, doorFixture, doorStates } from '../support/door-fixtures.ts';

const wanted = new URLSearchParams(location.search);
const place = document.getElementById('gallery');
if (place !== null) void show(place);

async function show(place: HTMLElement): Promise<void> {
  const words = await loadWords([wanted.get('lang') ?? 'en-GB']);
  const root = document.documentElement;
  root.lang = words.language;
  root.dir = wanted.get('dir') ?? words.direction;
  root.dataset['theme'] = wanted.get('theme') ?? 'light';
  render(screenFor(wanted.get('screen') ?? 'available', words), place);
}

function screenFor(name: string, words: Words) {
  if (name === 'starting') return <StartingScreen words={words} />;
  if (isDoorState(name)) return doorScreen(doorFixture(name), words);
  return pairingScreen(name, words);
}

function isDoorState(name: string): name is DoorState {
  return (doorStates as readonly string[]).includes(name);
}

function doorScreen({ day, now, connection, tap, sheet }: DoorFixture, words: Words) {
  return (
    <RoomScreen
      words={words}
      times={createTimeFormats(words)}
      clock={{ now: signal(now) }}
      room={{ day: signal(day), state: signal(roomState(day, now)), connection: signal(connection) }}
      booking={{ tap: signal(tap), ...stillness }}
      view={viewOf(sheet)}
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
      words={words}
      view={view}
      takenOff={name === 'pairing-taken-off' ? 'Lisbon' : null}
      particulars={{ model: 'Lenovo Tab M10', browser: 'Chrome 120', screen: '1280 × 800' }}
      host="doors.contoso.com"
      zone={UTC}
    />
  );
}

function viewOf(sheet: DoorFixture['sheet']) {
  return { sheet: signal(sheet), closingSoon: signal(wanted.has('closing')), ...stillness };
}

/** Every deed of every model, none of which does anything here. */
const stillness = {
  book() {},
  extend() {},
  end() {},
  undo() {},
  openSheet() {},
  closeSheet() {},
};
