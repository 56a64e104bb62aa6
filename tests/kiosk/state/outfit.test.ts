import { expect, test } from 'vitest';
import { outfitOf } from '../../../kiosk/state/outfit.ts';
import { defaultLook } from '../../../shared/room/look.ts';
import { at, aZone } from '../../support/builders.ts';

const hours = { from: 8 * 60, to: 18 * 60 };
const lisbon = aZone('Europe/Lisbon');
const plain = { theme: null, palette: null, reach: null, text: null };

test.for([
  { look: {}, clock: '10:00', wears: {}, because: 'every page comes like that' },
  { look: { theme: 'dark' }, clock: '10:00', wears: { theme: 'dark' }, because: 'it hangs in a dark corridor' },
  { look: { theme: 'contrast' }, clock: '22:00', wears: { theme: 'contrast' }, because: 'contrast knows no hour' },
  { look: { theme: 'auto' }, clock: '17:59', wears: {}, because: 'the building is open' },
  { look: { theme: 'auto' }, clock: '18:00', wears: { theme: 'dark' }, because: 'it has just closed' },
  { look: { theme: 'auto' }, clock: '07:59', wears: { theme: 'dark' }, because: 'it opens in a minute' },
  { look: { palette: 'blue' }, clock: '10:00', wears: { palette: 'blue' }, because: 'red is not for everybody' },
  {
    look: { lowReach: true, textSize: 'large' },
    clock: '10:00',
    wears: { reach: 'low', text: 'large' },
    because: 'both',
  },
] as const)('a look of $look at $clock wears $wears, because $because', ({ look, clock, wears }) => {
  const outfit = outfitOf({ ...defaultLook, ...look }, at(clock), {
    openingHours: hours,
    zone: lisbon,
    moreContrast: false,
  });

  expect(outfit).toEqual({ ...plain, ...wears });
});

test('a tablet that is set to more contrast wears it, whatever facilities chose for the rest', () => {
  const look = { ...defaultLook, theme: 'dark', palette: 'blue' } as const;

  const outfit = outfitOf(look, at('10:00'), { openingHours: hours, zone: lisbon, moreContrast: true });

  expect(outfit).toEqual({ ...plain, theme: 'contrast', palette: 'blue' });
});
