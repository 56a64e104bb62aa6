/**
 * Takes what a camera wrote out of pictures that an older release kept as they were sent. Once for each, before anybody is
 * answered; one that cannot be read so far is dropped, since nobody knows what is in it.
 */

import { type Log, nameOf } from '../ports/runtime.ts';
import type { Store } from '../ports/store.ts';
import { barePicture } from './bare-picture.ts';
import { bareSvg } from './bare-svg.ts';

type Needs = { readonly store: Pick<Store, 'findOldPicture' | 'replaceOldPicture'>; readonly log: Log };

/** Never fails: where the disk is in the way the proxy starts all the same, and the next start goes on. */
export async function bareKeptPictures({ store, log }: Needs): Promise<void> {
  let pictures = 0;
  try {
    for (;;) {
      const old = await store.findOldPicture();
      if (old === null) break;
      const bare = barePicture(old.bytes) ?? (old.kind === 'plan' ? bareSvg(old.bytes) : null);
      if (bare === null) log.warn('picture.dropped', { kind: old.kind, hash: old.hash });
      await store.replaceOldPicture(old, bare);
      pictures += 1;
    }
  } catch (cause) {
    log.error('pictures.not-cleaned', { cause: nameOf(cause) });
  }
  if (pictures > 0) log.info('pictures.cleaned', { pictures });
}
