import { signal } from '@preact/signals-core';
import { expect, test } from 'vitest';
import { drawWhenChanged } from '../../kiosk/draw-when-changed.ts';
import { settled } from '../support/virtual-tablet.ts';

test('all the changes of one moment are drawn once, and what was not read is not waited for', async () => {
  const [word, time, unread] = [signal('Free'), signal('10:00'), signal(0)];
  const drawn: string[] = [];
  drawWhenChanged(() => drawn.push(`${word.value} ${time.value}`));

  word.value = 'In use';
  time.value = '10:30';
  await settled();
  unread.value = 1;
  await settled();
  time.value = '11:00';
  await settled();

  expect(drawn).toEqual(['Free 10:00', 'In use 10:30', 'In use 11:00']);
});

test('a change that comes while it is being drawn is drawn too', async () => {
  const shown = signal(1);
  const drawn: number[] = [];
  drawWhenChanged(() => {
    drawn.push(shown.value);
    if (shown.value < 3) shown.value += 1;
  });
  await settled();

  expect(drawn).toEqual([1, 2, 3]);
});

test('a drawing that fails is reported, and the next change is drawn all the same', async () => {
  const word = signal('Free');
  const drawn: string[] = [];
  const reported: unknown[] = [];
  const fault = new Error('no such word');
  const before = process.listeners('uncaughtException');
  process.removeAllListeners('uncaughtException');
  process.on('uncaughtException', (error) => reported.push(error));
  try {
    drawWhenChanged(() => {
      drawn.push(word.value);
      if (word.value === 'hostile') throw fault;
    });
    word.value = 'hostile';
    await new Promise((resolve) => setImmediate(resolve));
    word.value = 'In use';
    await settled();
  } finally {
    process.removeAllListeners('uncaughtException');
    for (const listener of before) process.on('uncaughtException', listener);
  }

  expect(drawn).toEqual(['Free', 'hostile', 'In use']);
  expect(reported).toEqual([fault]);
});
