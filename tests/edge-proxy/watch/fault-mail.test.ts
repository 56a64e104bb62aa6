import { expect, test } from 'vitest';
import { CalendarUnavailable } from '../../../edge-proxy/ports/calendar.ts';
import type { Letter } from '../../../edge-proxy/ports/mail.ts';
import { createFaultMail } from '../../../edge-proxy/watch/fault-mail.ts';
import { HOUR_MS, MINUTE_MS } from '../../../shared/basics/instant.ts';
import { aRoom, at } from '../../support/builders.ts';
import { createMemoryLog } from '../../support/memory-log.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

const lisbon = aRoom({ displayName: 'Lisbon', building: 'Cais', floor: '1' });

function open({ failures = 0, recipients = ['desk@northwind.example'] } = {}) {
  const clock = createVirtualClock(at('10:00'));
  const log = createMemoryLog();
  const sent: Letter[] = [];
  let left = failures;
  const faults = createFaultMail({
    mail: {
      async send(letter) {
        left -= 1;
        if (left >= 0) throw new CalendarUnavailable('graph-unreachable');
        sent.push(letter);
      },
    },
    recipientsOf: () => recipients,
    findRoom: () => lisbon,
    consoleUrl: 'https://doors.example/console',
    clock,
    log,
  });
  return { clock, log, faults, sent };
}

test('whoever facilities name for the room is told what is broken there, and where', async () => {
  const { clock, faults, sent } = open();
  faults.tell(lisbon.id, 'screen');
  await clock.advance(0);

  expect(sent).toMatchObject([
    {
      to: ['desk@northwind.example'],
      subject: 'Lisbon: the screen',
      text: expect.stringContaining('at the door of Lisbon (Cais, 1) says: the screen.'),
    },
  ]);
});

test('where nobody is named nobody is told', async () => {
  const { clock, faults, sent } = open({ recipients: [] });
  faults.tell(lisbon.id, 'sound');
  await clock.advance(HOUR_MS);

  expect(sent).toEqual([]);
});

test('while Exchange takes no mail it is tried again, and goes out once', async () => {
  const { clock, faults, sent, log } = open({ failures: 2 });
  faults.tell(lisbon.id, 'screen');
  await clock.advance(10 * MINUTE_MS);
  await clock.advance(24 * HOUR_MS);

  expect(sent).toHaveLength(1);
  expect(JSON.stringify(log.lines)).not.toMatch(/Lisbon|desk@/);
});

test.for([
  { what: 'is mended', stop: ({ faults }: ReturnType<typeof open>) => faults.done(lisbon.id, 'screen') },
  { what: 'is over with the proxy', stop: ({ faults }: ReturnType<typeof open>) => faults.close() },
])('what $what before it went out does not go out', async ({ stop }) => {
  const site = open({ failures: 1 });
  site.faults.tell(lisbon.id, 'screen');
  await site.clock.advance(1_000);
  stop(site);
  await site.clock.advance(24 * HOUR_MS);

  expect(site.sent).toEqual([]);
});

test('after some hours it is left to the list', async () => {
  const { clock, faults, sent, log } = open({ failures: 50 });
  faults.tell(lisbon.id, 'screen');
  await clock.advance(48 * HOUR_MS);

  expect(sent).toEqual([]);
  expect(log.lines.filter(({ event }) => event === 'fault-mail.not-sent')).toHaveLength(5);
});
