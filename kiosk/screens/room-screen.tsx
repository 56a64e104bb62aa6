/** The door: what the room is now, what comes next, what you can do about it. */

import { freshness } from '../../shared/rules/freshness.ts';
import { Desk } from '../components/desk.tsx';
import { DoorHead } from '../components/door-head.tsx';
import { StateBanner } from '../components/state-banner.tsx';
import type { Sheets } from '../sheets.tsx';
import type { BookingModel } from '../state/booking-model.ts';
import type { ClockModel } from '../state/clock-model.ts';
import { doorFace } from '../state/door-face.ts';
import type { RoomModel } from '../state/room-model.ts';
import type { ViewModel } from '../state/view-model.ts';
import type { TimeFormats } from '../text/format-time.ts';
import type { Words } from '../text/messages.ts';
import { type Deed, deskActs, doorWays } from './desk-acts.ts';
import { lineText, phraseText, type Speech } from './face-words.tsx';
import { drift } from './pixel-drift.ts';
import { roomFacts } from './room-facts.ts';
import style from './room-screen.module.css';
import type { LanguageChoice } from './sheet-page.ts';
import { StartingScreen } from './starting-screen.tsx';

type Props = {
  readonly clock: Pick<ClockModel, 'now'>;
  readonly room: Pick<RoomModel, 'day' | 'state' | 'connection'>;
  readonly booking: Pick<BookingModel, 'tap' | Deed>;
  readonly view: Pick<ViewModel, 'sheet' | 'closingSoon' | 'openSheet' | 'closeSheet'>;
  readonly words: Words;
  readonly times: TimeFormats;
  /** Null until its chunk has come. */
  readonly sheets: Sheets | null;
  readonly languages: readonly LanguageChoice[];
};

export function RoomScreen({ clock, room, booking, view, words, times: timesIn, sheets, languages }: Props) {
  const now = clock.now.value;
  const day = room.day.value;
  const state = room.state.value;
  const tap = booking.tap.value;
  const sheet = view.sheet.value;
  if (day === null || state === null) return <StartingScreen words={words} />;

  const open = sheet !== null;
  const times = timesIn(day.room.timeZone);
  const speech: Speech = { words, times, day, now };
  const face = doorFace(day, state, room.connection.value, tap, now);
  const known = freshness(day, now) !== 'forgotten';
  const { label, acts } = deskActs(state, room.connection.value, tap, speech, {
    booking,
    view,
    lead: sheets?.asides.lead(speech, room.connection.value, view),
    ahead: sheets?.asides.ahead(state, speech, view),
  });
  const phrase = phraseText(face.phrase, speech);
  const signage = sheets?.asides.signage(speech, face, phrase);
  if (signage) return <div style={drift(now)}>{signage}</div>;
  return (
    <div class={`${style['screen']} ${open ? style['split'] : ''}`} style={drift(now)}>
      <div class={style['field']} data-mood={face.mood}>
        <DoorHead
          room={day.room.displayName}
          facts={roomFacts(speech, { isLost: room.connection.value.kind === 'lost' })}
          comma={words.direction === 'rtl' ? '،' : ','}
          date={times.date(now)}
          time={times.time(now)}
          compact={open}
        />
        <StateBanner
          word={words.say(face.word)}
          phrase={phrase}
          line={sheets?.asides.line(face.line, speech) ?? lineText(face.line, speech)}
          lamp={face.lamp}
          compact={open}
          fitLine={sheets?.fitLine}
          aside={open ? null : sheets?.asides.card(speech, view)}
        />
        {!open && (
          <>
            {sheets?.drawDay({ speech, known, view })}
            <Desk
              name={words.say('what-you-can-do')}
              label={label}
              acts={acts}
              ways={doorWays(state, speech, { view })}
              code={sheets?.drawCode(speech)}
              aheadName={words.say('coming-up')}
              ahead={sheets?.ahead(state, speech) ?? []}
            />
          </>
        )}
      </div>
      {sheet !== null &&
        // A finger sees that it was felt, before the sheet's own chunk is here.
        (sheets?.draw(sheet, { tap, speech, booking, view, languages }, view.closingSoon.value) ?? (
          <section class={style['coming']} data-mood="paper" aria-busy="true" />
        ))}
    </div>
  );
}
