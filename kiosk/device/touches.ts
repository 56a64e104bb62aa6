/** That somebody is here: whatever waits to go back by itself begins its wait anew. */

type Place = Pick<Document, 'addEventListener' | 'removeEventListener'>;

const SIGNS = ['pointerdown', 'keydown'] as const;

/** The answer lets go of it. In the capture phase, as a sheet may keep a key for itself. */
export function watchTouches(place: Place, onTouch: () => void): () => void {
  for (const sign of SIGNS) place.addEventListener(sign, onTouch, true);
  return () => {
    for (const sign of SIGNS) place.removeEventListener(sign, onTouch, true);
  };
}
