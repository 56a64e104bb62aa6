/**
 * Who may call Graph when. Exchange allows an app four calls at once on a mailbox and answers 429 beyond; the service
 * user's mailbox is the narrowest of all, since every tap in the building passes through it. A person at a door goes
 * ahead of everything that nobody waits for, and a few lanes stay open for people even when background work is slow.
 */

/** Whether somebody stands at a door and waits for the answer. */
export type Urgency = 'person' | 'background';

export type Lane = { readonly mailbox: string | null; readonly urgency: Urgency };

export type Lanes = {
  /** Runs `task` when there is a lane. @throws LanesFull at once where too many wait already */
  run<T>(lane: Lane, task: () => Promise<T>): Promise<T>;
};

export class LanesFull extends Error {
  override readonly name = 'LanesFull';
}

/** @see https://learn.microsoft.com/graph/throttling-limits (Outlook: four at once per app and mailbox) */
const PER_MAILBOX = 4;
/** Measured nowhere: enough for a thousand rooms in a few seconds at 100 ms a call, few enough for a small box. */
const IN_ALL = 64;
const KEPT_FOR_PEOPLE = { ofMailbox: 1, inAll: 8 };
/** Ten calls for each of a thousand rooms. More waiting than that is a fault elsewhere, not work to be done. */
const MOST_WAITING = 10_000;

type Limits = { readonly perMailbox: number; readonly inAll: number; readonly mostWaiting: number };
type Waiting = Lane & { start(): void };

export function createLanes(limits: Partial<Limits> = {}): Lanes {
  const { perMailbox, inAll, mostWaiting } = {
    perMailbox: PER_MAILBOX,
    inAll: IN_ALL,
    mostWaiting: MOST_WAITING,
    ...limits,
  };
  const queues: Record<Urgency, Waiting[]> = { person: [], background: [] };
  const runningOn = new Map<string | null, number>();
  let running = 0;

  function mayStart({ mailbox, urgency }: Lane): boolean {
    const kept = urgency === 'person' ? { ofMailbox: 0, inAll: 0 } : KEPT_FOR_PEOPLE;
    if (running >= Math.max(1, inAll - kept.inAll)) return false;
    // Null is the tenant, not a mailbox: places and subscriptions have no limit of four.
    return mailbox === null || (runningOn.get(mailbox) ?? 0) < Math.max(1, perMailbox - kept.ofMailbox);
  }

  function startWaiting(): void {
    for (const queue of [queues.person, queues.background]) {
      let next = queue.findIndex(mayStart);
      while (next !== -1) {
        queue.splice(next, 1)[0]?.start();
        next = queue.findIndex(mayStart);
      }
    }
  }

  async function occupy<T>({ mailbox }: Lane, task: () => Promise<T>): Promise<T> {
    running += 1;
    runningOn.set(mailbox, (runningOn.get(mailbox) ?? 0) + 1);
    try {
      return await task();
    } finally {
      running -= 1;
      const left = (runningOn.get(mailbox) ?? 1) - 1;
      // Deleted at nought, so that the map holds the mailboxes in use and not every one there ever was.
      if (left === 0) runningOn.delete(mailbox);
      else runningOn.set(mailbox, left);
      startWaiting();
    }
  }

  return {
    async run({ mailbox, urgency }, task) {
      // Exchange counts a mailbox once, however its address is written.
      const lane = { mailbox: mailbox?.toLowerCase() ?? null, urgency };
      if (mayStart(lane)) return occupy(lane, task);
      const queue = queues[lane.urgency];
      if (queue.length >= mostWaiting) throw new LanesFull(`${queue.length} calls wait already`);
      return new Promise((resolve, reject) => {
        queue.push({ ...lane, start: () => void occupy(lane, task).then(resolve, reject) });
      });
    },
  };
}
