/** Today and the days after it: meetings as lines, gaps to press, and one button that says the whole deed. */

import { MINUTE_MS } from '../../shared/basics/instant.ts';
import { dayOf } from '../../shared/basics/zone.ts';
import { Agenda, type AgendaLine } from '../components/agenda.tsx';
import type { Act } from '../components/desk.tsx';
import { Pills } from '../components/pills.tsx';
import { Stepper } from '../components/stepper.tsx';
import { type Chosen, type Pick, type PlanRow, planDay } from '../state/day-plan.ts';
import { occurrenceName } from './occurrence-name.tsx';
import { closeAct, type SheetPage, type SheetParts } from './sheet-page.ts';

/** A day has fewer, but for those gone wrong, and no glass shows more; on a slow tablet each takes two milliseconds. */
const LINES_AT_ONCE = 24;

export function dayPage(chosen: Chosen, parts: SheetParts): SheetPage {
  const { speech, view } = parts;
  const { words, times, day, now } = speech;
  const plan = planDay(day, chosen, now);
  const choose = (change: Partial<Chosen>) => view.openSheet({ kind: 'day', chosen: { ...chosen, ...change } });
  const most = chosen.lines ?? LINES_AT_ONCE;
  const lines = plan.rows.slice(0, most).map((row) => lineOf(row, plan.pick, parts, (start) => choose({ start })));
  if (plan.rows.length > most) {
    const onPress = () => choose({ lines: most + LINES_AT_ONCE });
    lines.push({ key: 'more', span: '', what: words.say('more-button'), gap: { chosen: false, onPress } });
  }
  const date = times.date(plan.date.start);
  const isToday = chosen.offset === 0;
  const last = day.policy.horizonDays - 1;
  const other: Act = {
    label: words.say(chosen.offset >= last ? 'today' : isToday ? 'tomorrow-button' : 'day-after'),
    look: 'outlined',
    onPress: () => choose({ offset: chosen.offset >= last ? 0 : chosen.offset + 1, start: null, lines: LINES_AT_ONCE }),
  };
  return {
    heading: isToday ? words.say('today') : date,
    ...(isToday && { aside: date }),
    children: lines.length === 0 ? words.say('nothing-left') : <Agenda name={words.say('whole-day')} lines={lines} />,
    ...(plan.pick !== null && { picker: pickerOf(plan.pick, parts, choose) }),
    acts: [...(plan.pick === null ? [] : [bookAct(plan.pick, parts)]), ...(last > 0 ? [other] : []), closeAct(parts)],
  };
}

function lineOf(
  row: PlanRow,
  pick: Pick | null,
  parts: SheetParts,
  choose: (start: PlanRow['start']) => void,
): AgendaLine {
  const { words, times, day, now } = parts.speech;
  const { start, end, occurrence, closure } = row;
  const midnight = dayOf(start, day.room.timeZone).end;
  const until = end === midnight ? words.say('midnight') : times.time(end);
  // A meeting that began yesterday says so; every other time is of the day above.
  const from = start < dayOf(now, day.room.timeZone).start ? times.past(start, now) : times.time(start);
  const span = words.say('span', { from, to: end > midnight ? times.moment(end, now) : until });
  if (occurrence !== null) {
    const what = occurrenceName(occurrence, day.policy, words, 'first') ?? words.say('span-taken');
    const when = occurrence.allDay ? words.say('all-day') : span;
    return { key: `${start} ${occurrence.id}`, span: when, what, gap: null };
  }
  if (closure !== null) {
    const what = words.compose('closed-because', { reason: <bdi>{closure.reason}</bdi> });
    return { key: `${start} ${closure.id}`, span, what, gap: null };
  }
  const length = times.length(Math.floor((end - start) / MINUTE_MS));
  const isChosen = pick !== null && pick.start >= start && pick.start < end;
  return {
    key: `${start} free`,
    span,
    what: words.say('free-for-length', { length }),
    gap: { chosen: isChosen, onPress: () => choose(start) },
  };
}

function pickerOf(pick: Pick, { speech }: SheetParts, choose: (change: Partial<Chosen>) => void) {
  const { words, times } = speech;
  const { earlier, later } = pick;
  return (
    <>
      <Stepper
        label={words.say('from-label')}
        value={times.time(pick.start)}
        earlier={{ label: words.say('earlier'), onPress: earlier === null ? null : () => choose({ start: earlier }) }}
        later={{ label: words.say('later'), onPress: later === null ? null : () => choose({ start: later }) }}
      />
      <Pills
        name={words.say('for-how-long')}
        chosen={pick.offer.end}
        choices={pick.offers.map(({ minutes, end }) => ({
          value: end,
          label: minutes === null ? words.say('until-button', { time: times.time(end) }) : times.length(minutes),
        }))}
        onChoose={(end) => {
          const offer = pick.offers.find((one) => one.end === end);
          choose({ start: pick.start, minutes: offer?.minutes ?? Math.round((end - pick.start) / MINUTE_MS) });
        }}
      />
    </>
  );
}

function bookAct({ start, isNow, offer }: Pick, { speech, booking, view }: SheetParts): Act {
  const { words, times } = speech;
  return {
    label: words.say('book-span', { from: times.time(start), to: times.time(offer.end) }),
    look: 'solid',
    onPress() {
      booking.book({ end: offer.end, start: isNow ? null : start });
      if (isNow) view.closeSheet();
      else view.openSheet({ kind: 'asked' });
    },
  };
}
