/** /api/console/notices: what hangs on which screens; and the pictures in it, for whoever shows them. */

import { Hono, type MiddlewareHandler } from 'hono';
import type { OperatorRole } from '../../shared/wire/console.ts';
import {
  noticeListCodec,
  noticeWishCodec,
  pictureReceiptCodec,
  placedNoticeCodec,
} from '../../shared/wire/notice-desk.ts';
import { LARGEST_SIDE_PX, MOST_PICTURE_BYTES, PICTURE_PATH } from '../../shared/wire/notices.ts';
import type { NoticeFault, Notices } from '../devices/notices.ts';
import type { Audit } from '../http/audit.ts';
import { readBytes } from '../http/body.ts';
import { readJsonBody } from '../http/json-body.ts';
import type { WithOperator } from '../http/operator-session.ts';
import { problemResponse } from '../http/problem-response.ts';

type Needs = {
  readonly notices: Notices;
  readonly requireOperator: (role: OperatorRole) => MiddlewareHandler<WithOperator>;
  readonly audit: Audit;
};

const PATH = '/api/console/notices';
/** Two hundred places and five hundred letters, each of them maybe four bytes. */
const MOST_BYTES = 256 * 1024;

export function noticeRoutes({ notices, requireOperator, audit }: Needs) {
  /** Which notice, never what it says. */
  const note = (actor: string, action: string, { id }: { readonly id: string }) =>
    audit({ actor, action, subject: `notice ${id}` });

  return new Hono<WithOperator>()
    .get(PATH, requireOperator('Viewer'), (c) => c.json(noticeListCodec.encode({ notices: notices.list() }) as object))
    .post(PATH, requireOperator('Operator'), async (c) => {
      const wish = await readJsonBody(c, noticeWishCodec, { mostBytes: MOST_BYTES });
      if (!wish.ok) return problemResponse(wish.error);
      const made = await notices.make(wish.value);
      if (!made.ok) return refused(made.error);
      await note(c.var.operator.username, 'notice.made', made.value);
      return c.json(placedNoticeCodec.encode(made.value) as object, 201);
    })
    .put(`${PATH}/:id`, requireOperator('Operator'), async (c) => {
      const wish = await readJsonBody(c, noticeWishCodec, { mostBytes: MOST_BYTES });
      if (!wish.ok) return problemResponse(wish.error);
      const changed = await notices.change(c.req.param('id'), wish.value);
      if (changed === null) return problemResponse({ kind: 'not-found' });
      if (!changed.ok) return refused(changed.error);
      await note(c.var.operator.username, 'notice.changed', changed.value);
      return c.json(placedNoticeCodec.encode(changed.value) as object);
    })
    .post(`${PATH}/:id/end`, requireOperator('Operator'), async (c) => {
      const ended = await notices.end(c.req.param('id'));
      if (ended === null) return problemResponse({ kind: 'not-found' });
      await note(c.var.operator.username, 'notice.ended', ended);
      return c.json(placedNoticeCodec.encode(ended) as object);
    })
    .post(`${PATH}/pictures`, requireOperator('Operator'), async (c) => {
      const bytes = await readBytes(c.req.raw, MOST_PICTURE_BYTES);
      if (!bytes.ok) return problemResponse({ kind: bytes.error === 'too-large' ? 'too-large' : 'bad-request' });
      const picture = await notices.takePicture(bytes.value);
      if (picture === null) return problemResponse({ kind: 'bad-request', detail: NO_PICTURE });
      await audit({
        actor: c.var.operator.username,
        action: 'notice.picture-sent',
        subject: `picture ${picture.hash.slice(0, 12)}`,
      });
      return c.json(pictureReceiptCodec.encode(picture) as object, 201);
    })
    .get(`${PICTURE_PATH}:hash`, async (c) => {
      const picture = await notices.picture(c.req.param('hash'));
      if (picture === null) return problemResponse({ kind: 'not-found' });
      return c.body(new Uint8Array(picture.bytes), 200, pictureHeaders(picture.mediaType));
    });
}

const NO_PICTURE = `The body has to be a still PNG, JPEG or WebP picture, no side of it longer than ${LARGEST_SIDE_PX} pixels.`;

/**
 * For anybody who knows the hash: it hangs in a corridor. Whatever may be hidden in the file, a browser that opens it by
 * itself runs none of it.
 */
function pictureHeaders(mediaType: string): Record<string, string> {
  return {
    'Content-Type': mediaType,
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'Cache-Control': 'public, max-age=31536000, immutable',
  };
}

const details: { readonly [F in Exclude<NoticeFault, 'room-not-known'>]: string } = {
  'says-nothing': '/text or /picture has to say something.',
  'hangs-nowhere': '/places has to name at least one.',
  'no-such-place': '/places: no room of the catalogue is there.',
  'no-such-picture': '/picture/hash: there is no such picture; send it first.',
  'ends-before-it-begins': '/until has to come after /from.',
  'is-over': '/until has passed already.',
  'too-many': 'Too many hang already; end those that are not needed.',
};

function refused(fault: NoticeFault): Response {
  if (fault === 'room-not-known') return problemResponse({ kind: 'room-not-known' });
  return problemResponse({ kind: 'bad-request', detail: details[fault] });
}
