import { expect, test } from 'vitest';
import { createAskProxy } from '../../../kiosk/sync/ask-proxy.ts';
import { createObedience, type Deeds, NotDone } from '../../../kiosk/sync/obey-commands.ts';
import { addMs, MINUTE_MS, SECOND_MS } from '../../../shared/basics/instant.ts';
import type { Command } from '../../../shared/wire/stream-message.ts';
import { at } from '../../support/builders.ts';
import { aTabletChance, aTabletClock, settled } from '../../support/virtual-tablet.ts';

function aTablet({ remembered = null as string | null, isThere = true } = {}) {
  const clock = aTabletClock(at('10:00'));
  const answers: string[] = [];
  const done: string[] = [];
  const line = { isThere };
  const memory = { text: remembered };
  const never = new Promise<void>(() => {});
  const deeds: Deeds = {
    reload(leaving) {
      done.push('reload');
      leaving();
      return never;
    },
    async update() {
      throw new NotDone('The proxy did not answer.');
    },
    async identify(words, ms) {
      done.push(`identify ${words} ${ms}`);
    },
    async dim(percent, ms) {
      done.push(`dim ${percent} ${ms}`);
    },
    async message() {
      throw new TypeError('Anna’s stack trace');
    },
  };
  const { take } = createObedience({
    clock,
    chance: aTabletChance(0.5),
    now: clock.wallClock,
    memory: {
      read: () => memory.text,
      write(text) {
        memory.text = text;
      },
    },
    deeds,
    ask: createAskProxy({
      clock,
      async fetch(path, init) {
        if (!line.isThere) throw new TypeError('Failed to fetch');
        const { state, words } = JSON.parse(String(init?.body)) as { state: string; words?: string };
        answers.push(`${String(path).split('/').at(-1)} ${state}${words === undefined ? '' : `: ${words}`}`);
        return Response.json({});
      },
    }),
  });
  return { clock, answers, done, line, memory, take };
}

const inTime = addMs(at('10:00'), 30 * SECOND_MS);
const identify: Command = { name: 'identify', id: 'c1', notAfter: inTime, seconds: 15, words: 'Lisbon' };

test('a command is received, done, and both are said in that order', async () => {
  const { take, answers, done } = aTablet();
  take(identify);
  await settled();

  expect(done).toEqual(['identify Lisbon 15000']);
  expect(answers).toEqual(['c1 received', 'c1 done']);
});

test('the same command again is answered again and not done again', async () => {
  const { take, answers, done } = aTablet();
  take(identify);
  await settled();
  take(identify);
  await settled();

  expect(done).toHaveLength(1);
  expect(answers).toEqual(['c1 received', 'c1 done', 'c1 done']);
});

test('a command that comes after its time is neither done nor answered', async () => {
  const { take, answers, done, clock } = aTablet();
  await clock.advance(MINUTE_MS);
  take(identify);
  await settled();

  expect([done, answers]).toEqual([[], []]);
});

test('what could not be done says why, in our words and nobody else’s', async () => {
  const { take, answers } = aTablet();
  take({ name: 'update', id: 'c2', notAfter: inTime });
  take({ name: 'message', id: 'c3', notAfter: inTime, words: 'Hello', seconds: 60 });
  await settled();

  expect(answers).toContain('c2 failed: The proxy did not answer.');
  expect(answers).toContain('c3 failed: The tablet could not do it.');
});

test('a reload is said to be done by the page that comes after it', async () => {
  const before = aTablet();
  before.take({ name: 'reload', id: 'c4', notAfter: inTime });
  await settled();
  expect(before.answers).toEqual(['c4 received']);

  const after = aTablet({ remembered: before.memory.text });
  await settled();
  expect(after.answers).toEqual(['c4 done']);
  expect(aTablet({ remembered: after.memory.text }).answers).toEqual([]);
});

test('an answer is tried again while the network is away, and not for ever', async () => {
  const { take, answers, line, clock } = aTablet({ isThere: false });
  take(identify);
  await clock.advance(3 * SECOND_MS);
  line.isThere = true;
  await clock.advance(MINUTE_MS);
  expect(answers).toEqual(['c1 received', 'c1 done']);

  line.isThere = false;
  take({ ...identify, id: 'c5', notAfter: addMs(at('10:10'), 0) });
  await clock.advance(30 * MINUTE_MS);
  expect(clock.timers()).toBe(0);
});

test('an older proxy’s command, without an id, is done all the same', () => {
  const { take, done } = aTablet();
  take({ name: 'reload' });

  expect(done).toEqual(['reload']);
});
