/** A finger that stays where it is, long past what anybody does by accident: the way to what passers-by have no use for. */

import { SECOND_MS } from '../../shared/basics/instant.ts';
import type { TabletClock } from '../ports.ts';

/** Android's own long press is half a second, and a child's hand stays longer than that. */
export const HELD_MS = 3 * SECOND_MS;
/** A finger at rest trembles; one that moves further than this wipes the glass. */
const TREMBLES_PX = 24;

type Place = Pick<Document, 'addEventListener' | 'removeEventListener' | 'querySelector'>;
type Touch = Pick<PointerEvent, 'clientX' | 'clientY' | 'isPrimary'> & { readonly target: EventTarget | null };

/**
 * `selector`: what has to be under the finger, by where it stands: the tall letters of the status reach over the room's
 * name, and take its touches. The answer lets go of it.
 */
export function watchLongPress(
  place: Place,
  selector: string,
  after: TabletClock['after'],
  onHeld: () => void,
): () => void {
  let cancel = () => {};
  let from: Touch | null = null;

  const end = () => {
    cancel();
    from = null;
  };
  const begin = (event: Event) => {
    const touch = event as unknown as Touch;
    end();
    // A second finger is a hand that leans on the glass.
    if (!touch.isPrimary || !isOn(place.querySelector(selector), touch)) return;
    // Whatever is there to be pressed is meant itself, as the whole of a dark glass.
    if ((touch.target as Element | null)?.closest?.('button') != null) return;
    from = touch;
    cancel = after(HELD_MS, () => {
      end();
      onHeld();
    });
  };
  const move = (event: Event) => {
    const touch = event as unknown as Touch;
    if (from === null) return;
    const way = Math.abs(touch.clientX - from.clientX) + Math.abs(touch.clientY - from.clientY);
    if (way > TREMBLES_PX) end();
  };
  /** The browser's menu for a held finger would end the touch. */
  const noMenu = (event: Event) => {
    if (from !== null) event.preventDefault();
  };

  const watched: readonly (readonly [string, (event: Event) => void])[] = [
    ['pointerdown', begin],
    ['pointermove', move],
    ['pointerup', end],
    ['pointercancel', end],
    ['contextmenu', noMenu],
  ];
  for (const [name, listener] of watched) place.addEventListener(name, listener);
  return () => {
    end();
    for (const [name, listener] of watched) place.removeEventListener(name, listener);
  };
}

function isOn(thing: Element | null, { clientX, clientY }: Touch): boolean {
  if (thing === null) return false;
  const { left, right, top, bottom } = thing.getBoundingClientRect();
  return clientX >= left && clientX <= right && clientY >= top && clientY <= bottom;
}
