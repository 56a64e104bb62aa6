/**
 * Whoever comes near has the camera wake a dark glass, or take a notice off it, while their finger is on its way to do the
 * same: it must not press what appears under it.
 */

import { SECOND_MS } from '../../shared/basics/instant.ts';
import type { TabletClock } from '../ports.ts';

type Place = Pick<Document, 'addEventListener' | 'removeEventListener'>;

/** By then it has come down, or its owner has seen what is there now. */
const ON_ITS_WAY_MS = SECOND_MS;

/** For a moment nothing is pressed. */
export function letFingersLand(place: Place, after: TabletClock['after']): void {
  const swallow = (event: Event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  place.addEventListener('click', swallow, true);
  after(ON_ITS_WAY_MS, () => place.removeEventListener('click', swallow, true));
}
