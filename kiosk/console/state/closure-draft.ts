/** A room to be closed, as the fields of its form stand. */

export type ClosureDraft = {
  /** Its id; empty before one is chosen. */
  readonly room: string;
  readonly reason: string;
  /** As the fields for date and time have them. */
  readonly from: string;
  readonly until: string;
  /** The id of the room that people are to use; empty for any. */
  readonly instead: string;
};

export const EMPTY_CLOSURE: ClosureDraft = { room: '', reason: '', from: '', until: '', instead: '' };
