import { expect, test } from 'vitest';
import { createEvidenceModel, type Glance } from '../../../kiosk/state/evidence-model.ts';
import type { Instant } from '../../../shared/basics/instant.ts';
import { addMs, MINUTE_MS } from '../../../shared/basics/instant.ts';
import { MOST_SHOWN } from '../../../shared/wire/evidence.ts';
import { at } from '../../support/builders.ts';

function aModel() {
  let now = at('10:00');
  const model = createEvidenceModel(() => now);
  return {
    ...model,
    at(time: Instant) {
      now = time;
    },
  };
}

const free: Glance = { state: 'available', revision: 3, readAt: at('09:59') };
const used: Glance = { state: 'in-use', revision: 3, readAt: at('10:04') };

test('a stretch lasts as long as the screen shows the same, however often its day is read again', () => {
  const model = aModel();
  expect(model.show(free)).toBe(true);
  model.at(at('10:05'));
  expect(model.show({ ...free, readAt: at('10:04') })).toBe(false);
  model.at(at('10:10'));
  expect(model.show(used)).toBe(true);

  expect(model.gathered().shown).toEqual([
    { ...free, since: at('10:00') },
    { ...used, since: at('10:10') },
  ]);
});

test('what is taken is told once, but for the present, which is told each time with its age', () => {
  const model = aModel();
  model.show(free);
  model.did('touch');
  model.failed('script');
  expect(model.take()).toMatchObject({
    interactions: [{ kind: 'touch', count: 1 }],
    errors: [{ kind: 'script', count: 1 }],
  });

  model.show({ ...free, readAt: at('10:08') });
  expect(model.gathered()).toEqual({
    shown: [{ ...free, readAt: at('10:08'), since: at('10:00') }],
    interactions: [],
    errors: [],
    lastTouchAt: at('10:00'),
  });
});

test('what an earlier life left comes first, and counts go on from there', () => {
  const earlier = aModel();
  earlier.show(free);
  earlier.did('sheet');
  earlier.did('touch');
  const model = aModel();
  model.at(at('10:20'));
  model.show(used);
  model.did('sheet');
  model.recall(earlier.gathered());

  expect(model.gathered()).toMatchObject({
    shown: [{ state: 'available' }, { state: 'in-use' }],
    interactions: [
      { kind: 'sheet', count: 2 },
      { kind: 'touch', count: 1 },
    ],
    lastTouchAt: at('10:00'),
  });
});

test('a month without network keeps the latest and says how much was let go', () => {
  const model = aModel();
  for (let n = 0; n < MOST_SHOWN + 99; n += 1) {
    model.at(addMs(at('10:00'), n * MINUTE_MS));
    model.show({ ...free, revision: n });
  }
  const { shown, errors } = model.gathered();

  expect(shown).toHaveLength(MOST_SHOWN - 1);
  expect(shown.at(-1)?.revision).toBe(MOST_SHOWN + 98);
  expect(errors.find(({ kind }) => kind === 'evidence-dropped')?.count).toBeGreaterThanOrEqual(100);
});
