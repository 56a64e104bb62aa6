/**
 * Counts what the proxy asks of Entra and Graph: by route, by mailbox and by status, with the most that were under way
 * at once. Tests and the bench read the proxy's manners here; nothing of a request's content is kept.
 */

/** Enough for a thousand rooms on every route; what comes after is counted under one name. */
const MOST_ROUTES = 20_000;
const OVERFLOW = 'others';

export type RouteCount = {
  service: 'graph' | 'entra';
  /** Method and path, with ids replaced by names in braces. */
  route: string;
  mailbox: string | null;
  count: number;
  statuses: Record<string, number>;
  /** Inside a `$batch`, whose own request is counted apart. */
  batched: number;
  mostAtOnce: number;
};

export type RequestLog = {
  /** Notes the beginning; call the result with the status when it is answered. */
  begin(method: string, path: string): (status: number) => void;
  noteBatched(method: string, path: string): void;
  read(): { total: number; routes: RouteCount[]; mailboxes: Record<string, { count: number; mostAtOnce: number }> };
  reset(): void;
};

type Counting = RouteCount & { underWay: number };
type MailboxCount = { count: number; underWay: number; mostAtOnce: number };

export function createRequestLog(): RequestLog {
  const routes = new Map<string, Counting>();
  const mailboxes = new Map<string, MailboxCount>();

  function entryFor(method: string, path: string): Counting {
    const named = nameRoute(method, path);
    const key = `${named.service} ${named.route} ${named.mailbox ?? ''}`;
    const known = routes.get(key);
    if (known !== undefined) return known;
    const isFull = routes.size >= MOST_ROUTES;
    const entry: Counting = {
      ...(isFull ? { ...named, route: OVERFLOW, mailbox: null } : named),
      ...NOTHING,
      statuses: {},
    };
    routes.set(isFull ? OVERFLOW : key, entry);
    return entry;
  }

  function mailboxFor(address: string | null): MailboxCount | null {
    if (address === null) return null;
    const known = mailboxes.get(address);
    if (known !== undefined || mailboxes.size >= MOST_ROUTES) return known ?? null;
    const fresh = { count: 0, underWay: 0, mostAtOnce: 0 };
    mailboxes.set(address, fresh);
    return fresh;
  }

  return {
    begin(method, path) {
      const entry = entryFor(method, path);
      const counted = [entry, mailboxFor(entry.mailbox)].filter((one) => one !== null);
      for (const one of counted) {
        one.count += 1;
        one.underWay += 1;
        one.mostAtOnce = Math.max(one.mostAtOnce, one.underWay);
      }
      return (status) => {
        for (const one of counted) one.underWay -= 1;
        entry.statuses[status] = (entry.statuses[status] ?? 0) + 1;
      };
    },
    noteBatched(method, path) {
      entryFor(method, path).batched += 1;
    },
    read() {
      const listed = [...routes.values()].map(({ underWay: _, ...shown }) => shown);
      return {
        total: listed.reduce((sum, { count }) => sum + count, 0),
        routes: listed.sort((a, b) => b.count - a.count),
        mailboxes: Object.fromEntries(
          [...mailboxes].map(([address, { count, mostAtOnce }]) => [address, { count, mostAtOnce }]),
        ),
      };
    },
    reset() {
      routes.clear();
      mailboxes.clear();
    },
  };
}

const NOTHING = { count: 0, batched: 0, mostAtOnce: 0, underWay: 0 };

/** What follows these in a path is an id. */
const COLLECTIONS: Record<string, string> = {
  users: '{mailbox}',
  events: '{event}',
  calendars: '{calendar}',
  subscriptions: '{subscription}',
  places: '{place}',
};

function nameRoute(method: string, path: string): Pick<RouteCount, 'service' | 'route' | 'mailbox'> {
  const [root = '', ...parts] =
    path
      .split('?')[0]
      ?.split('/')
      .filter((part) => part !== '') ?? [];
  const service = root === 'entra' ? 'entra' : 'graph';
  let mailbox: string | null = null;
  const named = parts.map((part, index) => {
    const before = parts[index - 1] ?? '';
    if (service === 'entra') return index === 0 ? '{tenant}' : part;
    if (before === 'users') mailbox = decodePart(part).toLowerCase();
    // `places/microsoft.graph.room` names a type, not a place.
    return part.startsWith('microsoft.graph.') ? part : (COLLECTIONS[before] ?? part);
  });
  return { service, route: `${method} /${named.join('/')}`, mailbox };
}

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // A broken escape is counted as it came.
    return part;
  }
}
