/**
 * What shall go wrong. Graph itself never asks for it; whoever holds the plan (a test, the control page) writes it down,
 * and the sandbox obeys until it is used up or taken back.
 */

export const OPERATIONS = [
  'list-calendar-view',
  'delta',
  'list-events',
  'create-event',
  'get-event',
  'update-event',
  'delete-event',
  'cancel-event',
  'decline-event',
  'accept-event',
  'tentatively-accept-event',
  'get-schedule',
  'get-mailbox-settings',
  'send-mail',
  'list-rooms',
  'list-room-lists',
  'list-rooms-of-list',
  'get-place',
  'list-subscriptions',
  'create-subscription',
  'get-subscription',
  'update-subscription',
  'delete-subscription',
  'reauthorize-subscription',
  'batch',
] as const;
export type OperationName = (typeof OPERATIONS)[number];

/** Which requests or notifications are meant: all, those of an operation, those of a mailbox (object id or address). */
export type FaultTarget = { operation?: OperationName; mailbox?: string };

/** `form` is how the header says it: seconds, which may be fractional, or an HTTP date. */
export type RetryAfter = { seconds: number; form?: 'seconds' | 'date' };

export type RequestFault =
  /** Answers with this status before anything is done. */
  | { kind: 'status'; status: number; code?: string; message?: string; retryAfter?: RetryAfter }
  /** Does what was asked and then answers with this status: the answer is lost, the deed is not. */
  | { kind: 'status-after'; status: number; code?: string; message?: string }
  /** A page in HTML with status 200, as a captive portal sends. */
  | { kind: 'html' }
  /** The right answer, cut off in the middle. */
  | { kind: 'truncated' }
  /** The right answer, a byte at a time with a pause before each, and blanks for ever after: it is never quite there. */
  | { kind: 'drip'; everyMs: number }
  /** Each page names a next one, and none of them twice. */
  | { kind: 'endless' }
  /** Waits before anything is done; the place among the four at once is held meanwhile. */
  | { kind: 'delay'; ms: number }
  /** Hangs up without an answer, before or after the deed. */
  | { kind: 'drop'; when?: 'before' | 'after' };

export type NotificationFault =
  | { kind: 'drop' }
  | { kind: 'duplicate'; copies: number }
  | { kind: 'delay'; ms: number };

/** `times`: how often it strikes before it is used up; without it, until it is taken back. */
type HowOften = { times?: number };

type Planned<F> = { id: number; target: FaultTarget; fault: F; left: number };

/** What is asked: an operation, where it is a request, and the mailbox by both of its names, where there is one. */
export type Occasion = { operation?: OperationName; mailbox?: { id: string; address: string } | null };

export type FaultPlan = ReturnType<typeof createFaultPlan>;

export function createFaultPlan() {
  let lastId = 0;
  let requests: Planned<RequestFault>[] = [];
  let notifications: Planned<NotificationFault>[] = [];

  function planned<F>(target: FaultTarget, fault: F, { times }: HowOften): Planned<F> {
    lastId += 1;
    return { id: lastId, target, fault, left: times ?? Number.POSITIVE_INFINITY };
  }

  return {
    /** Gives the way to take it back. Several that match one request strike together. */
    onRequest(target: FaultTarget, fault: RequestFault, how: HowOften = {}): () => void {
      const plan = planned(target, fault, how);
      requests.push(plan);
      return () => {
        requests = requests.filter(({ id }) => id !== plan.id);
      };
    },
    onNotification(target: Pick<FaultTarget, 'mailbox'>, fault: NotificationFault, how: HowOften = {}): () => void {
      const plan = planned(target, fault, how);
      notifications.push(plan);
      return () => {
        notifications = notifications.filter(({ id }) => id !== plan.id);
      };
    },
    clear(): void {
      requests = [];
      notifications = [];
    },
    list: () => ({ requests: requests.map(shown), notifications: notifications.map(shown) }),

    /** For the sandbox itself: what strikes now. Asking uses it up. */
    strikeRequest(occasion: Occasion): RequestFault[] {
      const struck = strike(requests, occasion);
      requests = requests.filter(({ left }) => left > 0);
      return struck;
    },
    strikeNotification(occasion: Occasion): NotificationFault[] {
      const struck = strike(notifications, occasion);
      notifications = notifications.filter(({ left }) => left > 0);
      return struck;
    },
  };
}

function strike<F>(plans: readonly Planned<F>[], occasion: Occasion): F[] {
  const struck = plans.filter(({ target }) => isMeant(target, occasion));
  for (const plan of struck) plan.left -= 1;
  return struck.map(({ fault }) => fault);
}

function isMeant({ operation, mailbox }: FaultTarget, occasion: Occasion): boolean {
  if (operation !== undefined && operation !== occasion.operation) return false;
  if (mailbox === undefined) return true;
  const wanted = mailbox.toLowerCase();
  return occasion.mailbox?.id.toLowerCase() === wanted || occasion.mailbox?.address.toLowerCase() === wanted;
}

function shown<F>({ target, fault, left }: Planned<F>) {
  return { target, fault, times: Number.isFinite(left) ? left : null };
}
