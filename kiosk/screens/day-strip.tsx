/** The day along the sill of the door, with its words for whoever cannot see it. */

import { DayRibbon } from '../components/day-ribbon.tsx';
import { layOutRibbon } from '../components/ribbon-layout.ts';
import type { ViewModel } from '../state/view-model.ts';
import { dayInWords } from './day-ahead.tsx';
import type { Speech } from './face-words.tsx';

const TODAY = { offset: 0, start: null, minutes: null };

/** `known`: whether the door still speaks of this day. */
type Props = { readonly speech: Speech; readonly known: boolean; readonly view: Pick<ViewModel, 'openSheet'> };

export function DayStrip({ speech, known, view }: Props) {
  const { words, times, day, now } = speech;
  return (
    <DayRibbon
      layout={layOutRibbon(day, now, known)}
      label={words.say('whole-day')}
      hourLabel={times.hour}
      inWords={known ? dayInWords(speech) : []}
      onPress={known ? () => view.openSheet({ kind: 'day', chosen: TODAY }) : null}
    />
  );
}
