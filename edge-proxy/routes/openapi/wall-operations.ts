/** What facilities put on walls: boards, closings and notices, with their pictures. */

import { boardCodec, boardListCodec, boardSettingsCodec } from '../../../shared/wire/board.ts';
import { closureListCodec, closureWishCodec, roomClosureCodec } from '../../../shared/wire/closures.ts';
import {
  noticeListCodec,
  noticeWishCodec,
  pictureReceiptCodec,
  placedNoticeCodec,
} from '../../../shared/wire/notice-desk.ts';
import { planReceiptCodec } from '../../../shared/wire/plan-desk.ts';
import type { Operations } from './describe-operations.ts';

export const wallOperations: Operations = {
  '/api/console/boards': {
    get: { id: 'listBoards', says: 'The boards there are.', who: 'Viewer', status: 200, answer: boardListCodec },
    post: {
      id: 'makeBoard',
      says: 'Makes a board.',
      who: 'Operator',
      status: 201,
      body: boardSettingsCodec,
      answer: boardCodec,
    },
  },
  '/api/console/boards/pictures': {
    post: {
      id: 'sendPlanPicture',
      says: 'Takes in the drawing of a floor: PNG, JPEG, WebP, or an SVG that only draws.',
      who: 'Operator',
      status: 201,
      body: { text: 'image/*' },
      answer: planReceiptCodec,
    },
  },
  '/api/boards/pictures/{hash}': {
    get: {
      id: 'readPlanPicture',
      says: 'The drawing of a floor.',
      who: 'anybody',
      status: 200,
      answer: { text: 'image/*' },
    },
  },
  '/api/console/boards/{id}': {
    put: {
      id: 'changeBoard',
      says: 'Decides what a board shows; its screens follow at once.',
      who: 'Operator',
      status: 200,
      body: boardSettingsCodec,
      answer: boardCodec,
    },
  },
  '/api/console/closures': {
    get: {
      id: 'listClosures',
      says: 'Rooms out of service, now and to come, then those that are open again.',
      who: 'Viewer',
      status: 200,
      answer: closureListCodec,
    },
    post: {
      id: 'closeRoom',
      says: 'Takes a room out of service; its doors say so at once, and nobody books it.',
      who: 'Operator',
      status: 201,
      body: closureWishCodec,
      answer: roomClosureCodec,
    },
  },
  '/api/console/closures/{id}': {
    put: {
      id: 'changeClosure',
      says: 'Changes reason, times or the room to use instead. The room stays.',
      who: 'Operator',
      status: 200,
      body: closureWishCodec,
      answer: roomClosureCodec,
    },
  },
  '/api/console/closures/{id}/end': {
    post: {
      id: 'reopenRoom',
      says: 'Opens the room again.',
      who: 'Operator',
      status: 200,
      answer: roomClosureCodec,
    },
  },
  '/api/console/notices': {
    get: {
      id: 'listNotices',
      says: 'Notices that hang or are to hang, then those that are over.',
      who: 'Viewer',
      status: 200,
      answer: noticeListCodec,
    },
    post: {
      id: 'hangNotice',
      says: 'Hangs a notice on every screen of its places; they show it within a second.',
      who: 'Operator',
      status: 201,
      body: noticeWishCodec,
      answer: placedNoticeCodec,
    },
  },
  '/api/console/notices/{id}': {
    put: {
      id: 'changeNotice',
      says: 'Changes a notice that is not over.',
      who: 'Operator',
      status: 200,
      body: noticeWishCodec,
      answer: placedNoticeCodec,
    },
  },
  '/api/console/notices/{id}/end': {
    post: {
      id: 'takeNoticeDown',
      says: 'Takes a notice down.',
      who: 'Operator',
      status: 200,
      answer: placedNoticeCodec,
    },
  },
  '/api/console/notices/pictures': {
    post: {
      id: 'takePicture',
      says: 'Takes in a still PNG, JPEG or WebP picture of at most 512 KiB for a notice, without what a camera wrote into it.',
      who: 'Operator',
      status: 201,
      body: { text: 'image/*' },
      answer: pictureReceiptCodec,
    },
  },
  '/api/notices/pictures/{hash}': {
    get: {
      id: 'readPicture',
      says: 'A picture of a notice.',
      who: 'anybody',
      status: 200,
      answer: { text: 'image/*' },
    },
  },
};
