import { expect, test } from 'vitest';
import { claimEarlyStream, offerEarlyStream } from '../../../kiosk/sync/early-stream.ts';
import { fakeStreams, settled } from '../../support/virtual-tablet.ts';

function aPage() {
  const place = {};
  const streams = fakeStreams();
  const heard: string[] = [];
  const listen = (source: { addEventListener(name: string, listener: (event: { data?: unknown }) => void): void }) => {
    // In another order than they come in.
    for (const name of ['error', 'heartbeat', 'room-day']) {
      source.addEventListener(name, ({ data }) => heard.push(`${name} ${data ?? ''}`.trim()));
    }
  };
  return { place, streams, heard, listen };
}

test('what the stream says before the display is there is told to it, in its order, and so is what comes then', async () => {
  const { place, streams, heard, listen } = aPage();
  offerEarlyStream(place, () => streams.open('/api/stream'));
  streams.last().say('room-day', 'first');
  streams.last().say('heartbeat', 'second');

  const adopted = claimEarlyStream(place)?.adopt();
  if (adopted !== undefined) listen(adopted);
  expect(heard).toEqual([]);
  await settled();
  expect(heard).toEqual(['room-day first', 'heartbeat second']);

  streams.last().say('room-day', 'third');
  expect(heard.at(-1)).toBe('room-day third');
});

test('a stream that fails early is not opened again by the browser, and its failure is told', async () => {
  const { place, streams, heard, listen } = aPage();
  offerEarlyStream(place, () => streams.open('/api/stream'));
  streams.last().fail();
  expect(streams.last().closed).toBe(true);

  const adopted = claimEarlyStream(place)?.adopt();
  if (adopted !== undefined) listen(adopted);
  await settled();

  expect(heard).toEqual(['error']);
});

test('one that is closed again says nothing more, not even what it has kept', async () => {
  const { place, streams, heard, listen } = aPage();
  offerEarlyStream(place, () => streams.open('/api/stream'));
  streams.last().say('room-day', 'first');

  const adopted = claimEarlyStream(place)?.adopt();
  if (adopted !== undefined) listen(adopted);
  adopted?.close();
  await settled();

  expect(heard).toEqual([]);
  expect(streams.last().closed).toBe(true);
});

test('a display that was quicker opens its own, and no second one is opened for it', () => {
  const { place, streams } = aPage();

  expect(claimEarlyStream(place)).toBeNull();
  offerEarlyStream(place, () => streams.open('/api/stream'));

  expect(streams.opened).toHaveLength(0);
});

test.for(['command', 'notice', 'nearest', 'board'])(
  'a %s is heard on the early stream, before the display is there and after',
  async (name) => {
    const { place, streams, heard } = aPage();
    offerEarlyStream(place, () => streams.open('/api/stream'));
    streams.last().say(name, 'early');

    claimEarlyStream(place)
      ?.adopt()
      .addEventListener(name, ({ data }) => heard.push(String(data)));
    await settled();
    streams.last().say(name, 'later');

    expect(heard).toEqual(['early', 'later']);
  },
);
