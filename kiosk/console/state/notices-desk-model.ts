/** What hangs and what is closed, as the console reads, writes and ends it. */

import { batch, computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { type Json, nullable, object, text } from '../../../shared/basics/codec.ts';
import {
  type ClosureWish,
  closureListCodec,
  closureWishCodec,
  type RoomClosure,
  roomClosureCodec,
} from '../../../shared/wire/closures.ts';
import {
  type NoticeWish,
  noticeListCodec,
  noticeWishCodec,
  type PlacedNotice,
  pictureReceiptCodec,
  placedNoticeCodec,
} from '../../../shared/wire/notice-desk.ts';
import type { Answer, ConsoleClient, Failure, RoomChoice } from '../console-client.ts';
import type { ClosureDraft } from './closure-draft.ts';
import type { NoticeDraft } from './notice-draft.ts';

/** `edited`: the id of the notice that it changes; null for a new one. */
export type Writing = { readonly edited: string | null; readonly draft: NoticeDraft };

const field = text({ max: 10_000 });

const deskDraftCodec = object({
  writing: nullable(
    object({
      edited: nullable(field),
      draft: object({ text: field, hash: nullable(field), alt: field, place: field, from: field, until: field }),
    }),
  ),
  closing: nullable(object({ room: field, reason: field, from: field, until: field, instead: field })),
});

export type NoticesDeskModel = {
  /** Null before the first answer. */
  readonly notices: ReadonlySignal<readonly PlacedNotice[] | null>;
  readonly closures: ReadonlySignal<readonly RoomClosure[]>;
  readonly rooms: ReadonlySignal<readonly RoomChoice[]>;
  readonly failure: ReadonlySignal<Failure | null>;
  readonly busy: ReadonlySignal<boolean>;
  /** What is being written and does not hang yet; null while the form is as it was found. */
  readonly writing: Signal<Writing | null>;
  readonly closing: Signal<ClosureDraft | null>;
  readonly unsaved: ReadonlySignal<boolean>;
  /** What `draft` gave, before the forms are drawn. */
  restore(kept: Json): void;
  draft(): Json;
  look(): Promise<void>;
  /** Whether it hangs now. */
  hang(wish: NoticeWish): Promise<boolean>;
  /** Whether it hangs as wished now. */
  change(id: string, wish: NoticeWish): Promise<boolean>;
  takeDown(id: string): Promise<void>;
  /** Null where the proxy does not take it. */
  sendPicture(file: Blob): Promise<string | null>;
  /** Whether the room is closed now. */
  closeRoom(wish: ClosureWish): Promise<boolean>;
  openRoom(id: string): Promise<void>;
};

export function createNoticesDeskModel({ ask, open, listRooms }: ConsoleClient): NoticesDeskModel {
  const notices = signal<readonly PlacedNotice[] | null>(null);
  const closures = signal<readonly RoomClosure[]>([]);
  const rooms = signal<readonly RoomChoice[]>([]);
  const failure = signal<Failure | null>(null);
  const busy = signal(false);
  const writing = signal<Writing | null>(null);
  const closing = signal<ClosureDraft | null>(null);
  const unsaved = computed(() => writing.value !== null || closing.value !== null);

  /** The value; or null, and the failure stands there to be read. */
  async function take<T>(answer: Answer<T>): Promise<T | null> {
    const told = await answer;
    failure.value = told.ok ? null : told.error;
    return told.ok ? told.value : null;
  }

  async function look(): Promise<void> {
    const [hung, closed, known] = await Promise.all([
      ask('GET', '/notices', noticeListCodec),
      ask('GET', '/closures', closureListCodec),
      listRooms(),
    ]);
    batch(() => {
      if (hung.ok) notices.value = hung.value.notices;
      if (closed.ok) closures.value = closed.value.closures;
      if (known.ok) rooms.value = known.value;
      const wrong = [hung, closed, known].find((one) => !one.ok);
      failure.value = wrong === undefined || wrong.ok ? null : wrong.error;
    });
  }

  /** One deed at a time; what came of it is read from the proxy. */
  async function deed(work: () => Promise<unknown>): Promise<boolean> {
    if (busy.value) return false;
    busy.value = true;
    const done = (await work()) !== null;
    if (done) await look();
    busy.value = false;
    return done;
  }

  return {
    notices,
    closures,
    rooms,
    failure,
    busy,
    writing,
    closing,
    unsaved,
    restore(kept) {
      const draft = deskDraftCodec.decode(kept);
      if (!draft.ok) return;
      writing.value = draft.value.writing;
      closing.value = draft.value.closing;
    },
    draft: () => (unsaved.value ? deskDraftCodec.encode({ writing: writing.value, closing: closing.value }) : null),
    look,
    hang: (wish) => deed(() => take(ask('POST', '/notices', placedNoticeCodec, noticeWishCodec.encode(wish)))),
    change: (id, wish) =>
      deed(() => take(ask('PUT', `/notices/${id}`, placedNoticeCodec, noticeWishCodec.encode(wish)))),
    takeDown: async (id) => void (await deed(() => take(ask('POST', `/notices/${id}/end`, placedNoticeCodec)))),
    async sendPicture(file) {
      const sent = await take(open('/notices/pictures', { method: 'POST', body: file }));
      const receipt = sent === null ? null : pictureReceiptCodec.decode(await sent.json());
      return receipt?.ok ? receipt.value.hash : null;
    },
    closeRoom: (wish) => deed(() => take(ask('POST', '/closures', roomClosureCodec, closureWishCodec.encode(wish)))),
    openRoom: async (id) => void (await deed(() => take(ask('POST', `/closures/${id}/end`, roomClosureCodec)))),
  };
}
