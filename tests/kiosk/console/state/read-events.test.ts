import { expect, test } from 'vitest';
import { readEvents, type StreamEvent } from '../../../../kiosk/console/state/read-events.ts';

async function eventsOf(...pieces: string[]): Promise<StreamEvent[]> {
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of pieces) controller.enqueue(encoder.encode(piece));
      controller.close();
    },
  });
  const events: StreamEvent[] = [];
  for await (const event of readEvents(body)) events.push(event);
  return events;
}

test.for([
  { pieces: ['event: fleet\ndata: {}\n\n'], events: [{ name: 'fleet', data: '{}' }], because: 'that is one' },
  {
    pieces: ['event: fl', 'eet\nda', 'ta: {}\n', '\n'],
    events: [{ name: 'fleet', data: '{}' }],
    because: 'pieces end anywhere',
  },
  {
    pieces: ['data:a\ndata: b\n\n'],
    events: [{ name: 'message', data: 'a\nb' }],
    because: 'lines of data belong together',
  },
  { pieces: [': hello\n\nretry: 5\n\n'], events: [], because: 'neither holds anything' },
  {
    pieces: ['data: a\r\n\r\ndata: b\n\n'],
    events: [
      { name: 'message', data: 'a' },
      { name: 'message', data: 'b' },
    ],
    because: 'some boxes change the ends of lines',
  },
  { pieces: ['data: a\n\ndata: b'], events: [{ name: 'message', data: 'a' }], because: 'the second never ended' },
])('$pieces is read so, because $because', async ({ pieces, events }) => {
  expect(await eventsOf(...pieces)).toEqual(events);
});

test('an event without an end ends the reading instead of filling the memory', async () => {
  await expect(eventsOf(...Array.from({ length: 10 }, () => 'x'.repeat(1024 * 1024)))).rejects.toThrow();
});
