/** What is kept of what facilities put on walls: boards, closings and notices, with their pictures. */

import type { Instant } from '../../shared/basics/instant.ts';
import type { Board } from '../../shared/wire/board.ts';
import type { RoomClosure } from '../../shared/wire/closures.ts';
import type { PictureType, PlacedNotice } from '../../shared/wire/notice-desk.ts';
import type { PlanPictureType } from '../../shared/wire/plan-desk.ts';

/** A picture in a notice, under the SHA-256 of its bytes in hex. */
export type NoticePictureFile = {
  readonly hash: string;
  readonly mediaType: PictureType;
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8Array;
};

/** The drawing of a floor, under the SHA-256 of its bytes in hex. */
export type PlanPictureFile = {
  readonly hash: string;
  readonly mediaType: PlanPictureType;
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8Array;
};

/** As somebody sent it to a release that kept pictures so. */
export type OldPicture = { readonly kind: 'notice' | 'plan'; readonly hash: string; readonly bytes: Uint8Array };

/** A part of the Store. */
export type WallRecords = {
  /** Under its id, whether it is new or was there. */
  saveBoard(board: Board): Promise<void>;
  /** By name. One that cannot be read any more throws: its screens hang somewhere. */
  listBoards(): Promise<Board[]>;

  /** Under its id, whether it is new or was there. */
  saveClosure(closure: RoomClosure): Promise<void>;
  /** One that cannot be read any more throws: a closed room must not open by itself. */
  listClosures(): Promise<RoomClosure[]>;
  dropClosures(overBefore: Instant): Promise<void>;

  /** Under its id, whether it is new or was there. */
  saveNotice(notice: PlacedNotice): Promise<void>;
  /** Those that can still be read. */
  listNotices(): Promise<PlacedNotice[]>;
  dropNotices(overBefore: Instant): Promise<void>;
  /** Once for each hash. */
  saveNoticePicture(picture: NoticePictureFile, at: Instant): Promise<void>;
  findNoticePicture(hash: string): Promise<NoticePictureFile | null>;
  /** All but those, as far as they were kept before then. */
  dropNoticePictures(used: readonly string[], keptBefore: Instant): Promise<void>;

  /** Kept from `at` on, also where it was there. */
  savePlanPicture(picture: PlanPictureFile, at: Instant): Promise<void>;
  findPlanPicture(hash: string): Promise<PlanPictureFile | null>;
  /** Those that are not used and were last sent before. */
  dropPlanPictures(used: readonly string[], before: Instant): Promise<void>;

  /** Any one that is kept as it was sent; null once there is none. */
  findOldPicture(): Promise<OldPicture | null>;
  /** Keeps these bytes instead, under the same hash, by which doors ask for it. Null: drops it. */
  replaceOldPicture(picture: OldPicture, bytes: Uint8Array | null): Promise<void>;
};
