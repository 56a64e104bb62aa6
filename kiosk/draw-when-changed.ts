/**
 * The screen follows its signals as one whole: whatever it read while it was drawn, a change of it draws all again. A door
 * changes a few times a minute and is compared in a millisecond, so nothing finer has to be bought
 * (docs/decisions/0009).
 */

import { effect } from '@preact/signals-core';

/** Draws at once, then again after each change, once for all the changes of one moment. */
export function drawWhenChanged(draw: () => void): void {
  let drawn = false;
  effect(() => {
    if (drawn) {
      // Reads nothing, so nothing calls this effect again: the next one takes over.
      queueMicrotask(() => drawWhenChanged(draw));
      return;
    }
    drawn = true;
    try {
      draw();
    } catch (error) {
      // An effect that throws is never called again, and the door would keep its last face for ever.
      queueMicrotask(() => {
        throw error;
      });
    }
  });
}
