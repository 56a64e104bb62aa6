/**
 * Everything beside the field, and what is read on it from one metre, the day and what comes: a chunk of its own, which
 * comes right after the first picture and is kept by the worker, so that a door is read from ten metres and its main
 * buttons work before it is here.
 */

import './styles/other-scripts.css';
import './styles/phone.css';
import { signal } from '@preact/signals-core';
import type { ComponentChild } from 'preact';
import { freeRoomsCodec } from '../shared/wire/free-rooms.ts';
import { type Asides, type AsidesParts, createAsides } from './asides.tsx';
import { DoorCode } from './components/door-code.tsx';
import { fitLine } from './components/fit-line.ts';
import { Sheet } from './components/sheet.tsx';
import { watchLongPress } from './device/long-press.ts';
import { aheadSpans } from './screens/day-ahead.tsx';
import { dayPage } from './screens/day-sheet.tsx';
import { DayStrip } from './screens/day-strip.tsx';
import type { Speech } from './screens/face-words.tsx';
import { findPage } from './screens/find-sheet.tsx';
import { detailsPage, morePage, reportPage } from './screens/more-sheets.tsx';
import { nextPage } from './screens/next-sheet.tsx';
import { noticesPage } from './screens/notices-sheet.tsx';
import { askedPage, refusedPage } from './screens/outcome-sheets.tsx';
import { confirmEndPage, extendPage } from './screens/question-sheets.tsx';
import { closeAct, type SheetPage, type SheetParts } from './screens/sheet-page.ts';
import { takePage } from './screens/take-sheet.tsx';
import type { Service } from './service.tsx';
import { createFindModel } from './state/find-model.ts';
import type { Sheet as OpenSheet } from './state/view-model.ts';
import type { AskProxy } from './sync/ask-proxy.ts';
import type { TabletModels } from './tablet.ts';

export type Sheets = {
  /** The room on people's own phones, as a square to be scanned; null where it has no page. */
  drawCode(speech: Speech): ComponentChild;
  drawDay(strip: Parameters<typeof DayStrip>[0]): ComponentChild;
  readonly ahead: typeof aheadSpans;
  draw(sheet: OpenSheet, parts: Omit<SheetParts, 'find' | 'hanging'>, closingSoon: boolean): ComponentChild;
  readonly asides: Asides;
  readonly fitLine: typeof fitLine;
};

type SheetModels = Pick<TabletModels, 'clock' | 'view' | 'idle' | 'asides'> & {
  readonly room: Pick<TabletModels['room'], 'day' | 'state'>;
};

type Given = Pick<AsidesParts, 'store' | 'clock' | 'fetch'> & {
  /** Where this page came from, and phones go to. */
  readonly origin: string;
};

export function prepareSheets(ask: AskProxy, given: Given, models: SheetModels): Sheets {
  const { origin, clock } = given;
  const { room, view: doorView, idle, asides: heard } = models;
  const asides = createAsides({ ...given, heard, clockModel: models.clock, room, idle });
  const service = signal<Service | null>(null);
  const find = createFindModel((minutes) => ask({ path: `/api/rooms/free?minutes=${minutes}`, codec: freeRoomsCodec }));
  let shown: OpenSheet | null = null;

  async function openService(): Promise<void> {
    const { prepareService } = await import('./service.tsx');
    service.value ??= prepareService({
      ask,
      after: clock.after,
      room,
      view: doorView,
      host: new URL(origin).host,
      release: document.documentElement.dataset['release'] ?? null,
    });
    service.value.open();
  }

  // As long as the page lives. Without its chunk nothing opens, and the next try asks for it again.
  watchLongPress(document, 'h1', clock.after, () => void openService().catch(() => undefined));

  return {
    asides,
    fitLine,

    drawCode({ words, day }) {
      if (day.shortId === undefined) return null;
      return <DoorCode text={`${origin}/r/${day.shortId}`} label={words.say('phone-code')} />;
    },

    drawDay: (strip) => <DayStrip {...strip} />,
    ahead: aheadSpans,

    draw(sheet, given, closingSoon) {
      // Each time somebody opens it the list is asked for anew.
      if (sheet.kind === 'find' && shown?.kind !== 'find') find.look(sheet.minutes);
      shown = sheet;
      const { speech, view } = given;
      const closing = closingSoon ? speech.words.say('closing') : null;
      return (
        <Sheet
          {...pageOf(sheet, { ...given, find, hanging: asides.hanging.value }, service.value)}
          closing={closing}
          more={speech.words.say('more-button')}
          onClose={view.closeSheet}
        />
      );
    },
  };
}

function pageOf(sheet: OpenSheet, parts: SheetParts, service: Service | null): SheetPage {
  switch (sheet.kind) {
    case 'confirm-end':
      return confirmEndPage(sheet.occurrence, parts);
    case 'extend':
      return extendPage(sheet.occurrence, parts);
    case 'refused':
      return refusedPage(parts);
    case 'asked':
      return askedPage(parts);
    case 'next':
      return nextPage(parts);
    case 'day':
      return dayPage(sheet.chosen, parts);
    case 'find':
      return findPage(sheet, parts);
    case 'take':
      return takePage(sheet.room, parts);
    case 'notices':
      return noticesPage(parts);
    case 'details':
      return detailsPage(sheet.minutes, parts);
    case 'more':
      return morePage(parts);
    case 'report':
      return reportPage(parts);
    case 'service':
      return service?.page(parts) ?? { heading: '', acts: [closeAct(parts)] };
    default:
      return sheet satisfies never;
  }
}
