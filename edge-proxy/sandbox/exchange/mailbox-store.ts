/** Where the mailboxes and their items are kept, and the one place through which they change: so none changes unseen. */

import type { CalendarItem } from './calendar-item.ts';
import type { Mailbox } from './mailbox.ts';

export type ItemChange = {
  mailbox: Mailbox;
  changeType: 'created' | 'updated' | 'deleted';
  /** As it is now, or was last. */
  item: CalendarItem;
};

export type MailboxStore = ReturnType<typeof createMailboxStore>;

type Kept = {
  mailbox: Mailbox;
  items: Map<string, CalendarItem>;
  byICalUId: Map<string, string>;
  byTransaction: Map<string, string>;
};

export function createMailboxStore(tell: (change: ItemChange) => void) {
  const byId = new Map<string, Kept>();
  const idByAddress = new Map<string, string>();

  function kept(idOrAddress: string): Kept | undefined {
    const key = idOrAddress.toLowerCase();
    return byId.get(idByAddress.get(key) ?? key);
  }

  return {
    add(mailbox: Mailbox): void {
      const items = byId.get(mailbox.id.toLowerCase());
      byId.set(mailbox.id.toLowerCase(), {
        mailbox,
        items: items?.items ?? new Map(),
        byICalUId: items?.byICalUId ?? new Map(),
        byTransaction: items?.byTransaction ?? new Map(),
      });
      idByAddress.set(mailbox.address.toLowerCase(), mailbox.id.toLowerCase());
    },

    drop(idOrAddress: string): void {
      const found = kept(idOrAddress);
      if (found === undefined) return;
      byId.delete(found.mailbox.id.toLowerCase());
      idByAddress.delete(found.mailbox.address.toLowerCase());
    },

    find(idOrAddress: string): Mailbox | null {
      return kept(idOrAddress)?.mailbox ?? null;
    },

    all(): Mailbox[] {
      return [...byId.values()].map(({ mailbox }) => mailbox);
    },

    items(mailboxId: string): CalendarItem[] {
      return [...(kept(mailboxId)?.items.values() ?? [])];
    },

    item(mailboxId: string, id: string): CalendarItem | null {
      return kept(mailboxId)?.items.get(id) ?? null;
    },

    itemByICalUId(mailboxId: string, iCalUId: string): CalendarItem | null {
      const found = kept(mailboxId);
      return found?.items.get(found.byICalUId.get(iCalUId) ?? '') ?? null;
    },

    itemByTransaction(mailboxId: string, transactionId: string): CalendarItem | null {
      const found = kept(mailboxId);
      return found?.items.get(found.byTransaction.get(transactionId) ?? '') ?? null;
    },

    put(item: CalendarItem): void {
      const found = kept(item.mailboxId);
      // The mailbox can go while a message to it is under way.
      if (found === undefined) return;
      const changeType = found.items.has(item.id) ? 'updated' : 'created';
      found.items.set(item.id, item);
      found.byICalUId.set(item.iCalUId, item.id);
      if (item.transactionId !== null) found.byTransaction.set(item.transactionId, item.id);
      tell({ mailbox: found.mailbox, changeType, item });
    },

    /** Removes it for good; `quietly` for what is only too old to keep. */
    take(item: CalendarItem, how: 'told' | 'quietly' = 'told'): void {
      const found = kept(item.mailboxId);
      if (!found?.items.delete(item.id)) return;
      found.byICalUId.delete(item.iCalUId);
      if (item.transactionId !== null) found.byTransaction.delete(item.transactionId);
      if (how === 'told') tell({ mailbox: found.mailbox, changeType: 'deleted', item });
    },
  };
}
