import { expect, test } from 'vitest';
import { createLanes, type Lanes, LanesFull, type Urgency } from '../../../edge-proxy/graph/lanes.ts';

/** Calls that end when the test says so, and the order in which they began. */
function callsOn(lanes: Lanes) {
  const began: string[] = [];
  const ends = new Map<string, () => void>();
  let atOnce = 0;
  let mostAtOnce = 0;
  return {
    began,
    most: () => mostAtOnce,
    start(name: string, mailbox: string | null, urgency: Urgency = 'background') {
      return lanes.run({ mailbox, urgency }, async () => {
        began.push(name);
        atOnce += 1;
        mostAtOnce = Math.max(mostAtOnce, atOnce);
        await new Promise<void>((resolve) => ends.set(name, resolve));
        atOnce -= 1;
        return name;
      });
    },
    async end(name: string) {
      ends.get(name)?.();
      // Twice: once for the call to end, once for the next to begin.
      await new Promise(setImmediate);
      await new Promise(setImmediate);
    },
  };
}

test('a mailbox is asked by four at once and no more', async () => {
  const calls = callsOn(createLanes());
  for (let n = 1; n <= 6; n += 1) void calls.start(`p${n}`, 'lisbon', 'person');

  expect(calls.began).toEqual(['p1', 'p2', 'p3', 'p4']);
  await calls.end('p2');
  expect(calls.began).toEqual(['p1', 'p2', 'p3', 'p4', 'p5']);
  expect(calls.most()).toBe(4);
});

test('a mailbox is one however its address is written', () => {
  const calls = callsOn(createLanes());
  for (let n = 1; n <= 6; n += 1)
    void calls.start(`p${n}`, n % 2 === 0 ? 'Lisbon@x.example' : 'lisbon@X.example', 'person');

  expect(calls.most()).toBe(4);
});

test('a mailbox that is busy keeps no other waiting', async () => {
  const calls = callsOn(createLanes());
  for (let n = 1; n <= 9; n += 1) void calls.start(`l${n}`, 'lisbon', 'person');

  void calls.start('porto', 'porto');

  expect(calls.began).toContain('porto');
});

test('somebody at a door goes ahead of everything that nobody waits for', async () => {
  const calls = callsOn(createLanes({ inAll: 9, perMailbox: 1 }));
  void calls.start('first', 'a');
  void calls.start('background', 'b');
  void calls.start('person', 'b', 'person');

  expect(calls.began).toEqual(['first', 'person']);
  await calls.end('first');
  await calls.end('person');
  expect(calls.began).toEqual(['first', 'person', 'background']);
});

test('background work leaves a lane of each mailbox, and some of all, to people', async () => {
  const calls = callsOn(createLanes());
  for (let n = 1; n <= 4; n += 1) void calls.start(`b${n}`, 'lisbon');
  for (let n = 1; n <= 100; n += 1) void calls.start(`r${n}`, `room-${n}`);
  const background = calls.began.length;

  void calls.start('person', 'lisbon', 'person');

  expect(calls.began.filter((name) => name.startsWith('b'))).toHaveLength(3);
  expect(background).toBe(56);
  expect(calls.began.at(-1)).toBe('person');
});

test('sixty-four run at once, whatever their mailboxes', () => {
  const calls = callsOn(createLanes());

  for (let n = 1; n <= 100; n += 1) void calls.start(`p${n}`, n % 2 === 0 ? null : `room-${n}`, 'person');

  expect(calls.most()).toBe(64);
});

test('a call that throws frees its lane', async () => {
  const lanes = createLanes({ perMailbox: 1, inAll: 1 });
  const lane = { mailbox: 'lisbon', urgency: 'person' } as const;

  await expect(lanes.run(lane, () => Promise.reject(new Error('no')))).rejects.toThrow('no');

  expect(await lanes.run(lane, async () => 'yes')).toBe('yes');
});

test('past the bound of those that wait, a call is refused at once', async () => {
  const lanes = createLanes({ perMailbox: 1, inAll: 1, mostWaiting: 1 });
  const calls = callsOn(lanes);
  void calls.start('runs', 'lisbon', 'person');
  void calls.start('waits', 'lisbon', 'person');

  await expect(calls.start('too many', 'lisbon', 'person')).rejects.toBeInstanceOf(LanesFull);
});
