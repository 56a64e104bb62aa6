import { expect, test } from 'vitest';
import { openGraphAdapters } from '../../support/graph-adapters.ts';

test('a letter goes from the service user to all who are named, as plain text, and fills nobody’s sent items', async () => {
  const { mail, sandbox, close } = await openGraphAdapters();
  await mail.send({ to: ['a@northwind.example', 'b@northwind.example'], subject: 'Use', text: '<b>61 %</b>\n' });

  expect(sandbox.exchange.outbox()).toEqual([
    expect.objectContaining({
      from: sandbox.serviceUser,
      to: ['a@northwind.example', 'b@northwind.example'],
      subject: 'Use',
      body: '<b>61 %</b>\n',
      savedToSentItems: false,
    }),
  ]);
  await close();
});
