import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sayAction, saySubject } from '../../../../kiosk/console/text/audit-words.ts';

/** Written out as such anywhere in the proxy. */
function recordedActions(): string[] {
  const files = readdirSync('edge-proxy', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  return files.flatMap((name) =>
    [...readFileSync(join('edge-proxy', name), 'utf8').matchAll(/action: '([a-z-]+\.[a-z-]+)'/g)].map(
      ([, one]) => one ?? '',
    ),
  );
}

test.for([...new Set(recordedActions())])('%s has words', (action) => {
  expect(sayAction({ action })).not.toBe(action);
});

test('what a later release records is told as it is kept', () => {
  expect(sayAction({ action: 'door.painted' })).toBe('door.painted');
});

test('rooms and settings are told by their names, where they still have one', () => {
  const nameOf = (id: string) => (id === 'r-1' ? 'Lisbon' : null);

  expect(saySubject('device d-1 room r-1', nameOf)).toBe('device d-1 Lisbon');
  expect(saySubject('room r-1: mayBook true → false', nameOf)).toBe(
    'Lisbon: Book, extend and end at the door true → false',
  );
  expect(saySubject('tenant: checkIn.mode off → ask, look.theme inherited → dark', nameOf)).toBe(
    'Everywhere: Check-in off → ask, Theme from above → dark',
  );
  expect(saySubject('room gone occurrence o', nameOf)).toBe('room gone occurrence o');
});
