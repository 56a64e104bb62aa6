import { expect, test } from 'vitest';
import { commandFrame, heartbeatFrame, retryFrame, roomDayFrame } from '../../../edge-proxy/relay/stream-frame.ts';
import { aMeeting, aRoomDay, at, shown } from '../../support/builders.ts';

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

test('a room day bears its generation and revision as id', () => {
  const frame = text(roomDayFrame(aRoomDay(at('10:00'), [], { generation: 'g7', revision: 42 })).bare);

  expect(frame).toMatch(/^event: room-day\nid: g7\.42\ndata: \{.*\}\n\n$/);
});

test('a heartbeat is an event with the time and the age, and no id', () => {
  expect(text(heartbeatFrame({ time: at('10:00'), readAt: at('09:59') }).bare)).toBe(
    'event: heartbeat\ndata: {"time":"2026-11-24T10:00:00.000Z","readAt":"2026-11-24T09:59:00.000Z"}\n\n',
  );
});

test('a command and a wait', () => {
  expect(text(commandFrame({ name: 'unpaired' }).bare)).toBe('event: command\ndata: {"name":"unpaired"}\n\n');
  expect(text(retryFrame(1_234.5).bare)).toBe('retry: 1235\n\n');
});

test('no title breaks out of its line', () => {
  const title = shown('a\n\ndata: {}\r\nevent: command\u2028\u0000<b>👩‍👩‍👧');
  const frame = text(roomDayFrame(aRoomDay(at('10:00'), [aMeeting('11:00', '12:00', { title })])).bare);

  expect(frame.split('\n')).toHaveLength(5);
  expect(frame).not.toContain('\r');
});

test('the chunk says how many bytes it has, not characters', () => {
  const { bare, chunked } = roomDayFrame(
    aRoomDay(at('10:00'), [aMeeting('11:00', '12:00', { title: shown('Größe 👋') })]),
  );

  expect(text(chunked)).toBe(`${bare.byteLength.toString(16)}\r\n${text(bare)}\r\n`);
});
