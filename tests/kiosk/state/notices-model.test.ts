import { signal } from '@preact/signals-core';
import { describe, expect, test } from 'vitest';
import { createClockModel } from '../../../kiosk/state/clock-model.ts';
import { createNoticesModel, inTurn } from '../../../kiosk/state/notices-model.ts';
import { encodeText } from '../../../shared/basics/codec.ts';
import { addMinutes, addMs, MINUTE_MS } from '../../../shared/basics/instant.ts';
import { laterCodecs } from '../../../shared/wire/later-message.ts';
import type { Notice } from '../../../shared/wire/notices.ts';
import { at } from '../../support/builders.ts';
import { aTabletClock, settled } from '../../support/virtual-tablet.ts';

const HASH = 'ab'.repeat(32);
const picture = { hash: HASH, alt: 'The way out', width: 600, height: 300 };
const drill: Notice = { id: 'n1', from: at('09:00'), until: at('10:30'), text: 'Fire drill', picture: null };
const said = (...notices: Notice[]) => encodeText(laterCodecs.notice, { notices });

function open({ kept, heard }: { kept?: unknown; heard?: string } = {}) {
  const clock = aTabletClock(at('10:00'));
  const clockModel = createClockModel(clock);
  const stream = signal<string | undefined>(heard);
  const saved: unknown[] = [];
  const fetched: string[] = [];
  const network = { works: true };
  const model = createNoticesModel({
    heard: stream,
    store: { recall: async () => kept, retain: async (_, one) => void saved.push(one) },
    clock,
    clockModel,
    fetchPicture: async (path) => {
      fetched.push(path);
      if (!network.works) throw new TypeError('no network');
      return 'data:image/png;base64,AAAA';
    },
  });
  const texts = () => model.hanging.value.map(({ text }) => text);
  return { clock, clockModel, stream, saved, fetched, network, model, texts };
}

describe('a notice', () => {
  test('hangs from its start to its end by the clock of the proxy, with no word from anybody', async () => {
    const later = { ...drill, id: 'n2', from: at('10:10'), until: at('10:20'), text: 'Later' };
    const { clock, texts } = open({ heard: said(later, drill) });

    expect(texts()).toEqual(['Fire drill']);
    await clock.advance(10 * MINUTE_MS);
    expect(texts()).toEqual(['Later', 'Fire drill']);
    await clock.advance(10 * MINUTE_MS);
    expect(texts()).toEqual(['Fire drill']);
    await clock.advance(10 * MINUTE_MS);
    expect(texts()).toEqual([]);
  });

  test('that ends while the tablet’s own clock is hours off ends by the time that the proxy has told', async () => {
    const { clock, clockModel, texts } = open({ heard: said(drill) });

    clockModel.correct(addMinutes(clock.wallClock(), 45));

    expect(texts()).toEqual([]);
  });

  test('begins at once where the screen has last looked at the clock a minute ago', async () => {
    const { clock, stream, texts } = open();
    await clock.advance(50_000);

    stream.value = said({ ...drill, from: addMs(clock.wallClock(), -1_000) });

    expect(texts()).toEqual(['Fire drill']);
  });

  test('is kept as it came and hangs again after a reload, network or not', async () => {
    const first = open({ heard: said(drill) });
    await settled();

    const second = open({ kept: first.saved.at(-1) });
    await settled();

    expect(second.texts()).toEqual(['Fire drill']);
  });

  test('of the disk never hides what the stream says by now', async () => {
    const { texts } = open({ heard: said(), kept: { text: said(drill), pictures: {} } });
    await settled();

    expect(texts()).toEqual([]);
  });

  test.for([
    { kept: undefined, because: 'nothing was kept' },
    { kept: { text: 5, pictures: {} }, because: 'an older release kept something else' },
    { kept: { text: '{"notices":7}', pictures: {} }, because: 'the disk has rotted' },
  ])('of a disk that says nothing is none, as where $because', async ({ kept }) => {
    const { texts } = open({ kept });
    await settled();

    expect(texts()).toEqual([]);
  });

  test('stays where a newer proxy says something that this release cannot read, and goes with the room', () => {
    const { stream, texts } = open({ heard: said(drill) });

    stream.value = '{"notices":[{"kind":"film"}]}';
    expect(texts()).toEqual(['Fire drill']);

    stream.value = '';
    expect(texts()).toEqual([]);
  });
});

describe('a picture', () => {
  test('is fetched once, kept beside the words, and not asked for again', async () => {
    const { stream, model, saved, fetched } = open({ heard: said({ ...drill, picture }) });
    expect(model.hanging.value[0]?.src).toBeNull();
    await settled();

    expect(model.hanging.value[0]?.src).toBe('data:image/png;base64,AAAA');
    stream.value = said({ ...drill, picture, text: 'Again' });
    await settled();
    expect(fetched).toEqual([`/api/notices/pictures/${HASH}`]);

    const second = open({ kept: saved.at(-1) });
    await settled();
    expect(second.model.hanging.value[0]?.src).toBe('data:image/png;base64,AAAA');
    expect(second.fetched).toEqual([]);
  });

  test('that cannot be had is asked for again in a minute, and its words hang meanwhile', async () => {
    const site = open();
    site.network.works = false;
    site.stream.value = said({ ...drill, picture });
    await settled();
    expect(site.texts()).toEqual(['Fire drill']);

    site.network.works = true;
    await site.clock.advance(MINUTE_MS);

    expect(site.model.hanging.value[0]?.src).not.toBeNull();
    expect(site.fetched).toHaveLength(2);
  });

  test('of a notice that hangs no more is kept no longer', async () => {
    const { stream, saved } = open({ heard: said({ ...drill, picture }) });
    await settled();

    stream.value = said(drill);

    expect(saved.at(-1)).toMatchObject({ pictures: {} });
  });
});

test('of several each has a minute in turn, and none is shown of none', () => {
  const shown = ['10:00', '10:01', '10:02', '10:02:59'].map((clock) => inTurn(['a', 'b'], at(clock)));

  expect(new Set(shown.slice(0, 2))).toEqual(new Set(['a', 'b']));
  expect(shown[2]).toBe(shown[0]);
  expect(shown[3]).toBe(shown[2]);
  expect(inTurn([], at('10:00'))).toBeNull();
});
