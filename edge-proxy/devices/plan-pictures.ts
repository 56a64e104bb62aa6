/** The drawings that boards show their rooms on: taken in, kept while a board shows them, and handed out. */

import { addMs, DAY_MS } from '../../shared/basics/instant.ts';
import type { Board } from '../../shared/wire/board.ts';
import type { Clock } from '../ports/runtime.ts';
import type { Store } from '../ports/store.ts';
import type { PlanPictureFile } from '../ports/walls.ts';
import { barePicture } from './bare-picture.ts';
import { bareSvg } from './bare-svg.ts';
import { pictureFormat } from './picture-format.ts';
import { svgFormat } from './svg-format.ts';

type Needs = {
  readonly store: Pick<Store, 'savePlanPicture' | 'findPlanPicture' | 'dropPlanPictures'>;
  readonly listBoards: () => readonly Board[];
  readonly hashBytes: (bytes: Uint8Array) => string;
  readonly clock: Clock;
};

/** Between sending a drawing and saving the board that shows it, somebody goes for a coffee. */
const UNUSED_FOR_MS = DAY_MS;

export type PlanPictures = ReturnType<typeof createPlanPictures>;

export function createPlanPictures({ store, listBoards, hashBytes, clock }: Needs) {
  return {
    /** Kept without what a camera or a drawing program wrote into it. Null for anything but a still picture or a drawing that only draws. */
    async take(bytes: Uint8Array): Promise<PlanPictureFile | null> {
      const bare = barePicture(bytes) ?? bareSvg(bytes);
      const format = bare === null ? null : (pictureFormat(bare) ?? svgFormat(bare));
      if (bare === null || format === null) return null;
      const file = { hash: hashBytes(bare), ...format, bytes: bare };
      const now = clock.now();
      await store.savePlanPicture(file, now);
      const used = listBoards().flatMap(({ plan }) => (plan === undefined ? [] : [plan.picture]));
      await store.dropPlanPictures([...used, file.hash], addMs(now, -UNUSED_FOR_MS));
      return file;
    },
    find: (hash: string): Promise<PlanPictureFile | null> => store.findPlanPicture(hash),
  };
}
