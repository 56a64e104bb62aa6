/**
 * Tells people outside of the console when a door or a room goes quiet, and when that is over: one message each, by mail and
 * by webhook, none in quiet hours, and never more than a person reads in a day. What is told is written down first: a
 * restart in between must not tell it twice.
 */

import { HOUR_MS, type Instant, MINUTE_MS, SECOND_MS } from '../../shared/basics/instant.ts';
import { localDate, localMinutes } from '../../shared/basics/zone.ts';
import type { AlertEvent, AlertPost, AlertSettings, AlertState, AlertTry } from '../../shared/wire/alerts.ts';
import type { Alarm, AlarmKind } from '../../shared/wire/watch.ts';
import type { Mail, Webhook } from '../ports/mail.ts';
import { type Cancel, type Chance, type Clock, type Log, nameOf } from '../ports/runtime.ts';
import type { Store } from '../ports/store.ts';
import type { StoredAlerting } from '../ports/watch.ts';
import { alertWords } from './alert-words.ts';

type Needs = {
  readonly store: Pick<Store, 'saveAlerting' | 'findAlerting'>;
  readonly alarms: { list(): readonly Alarm[] };
  readonly mail: Mail;
  readonly webhook: Webhook;
  readonly clock: Clock;
  readonly chance: Pick<Chance, 'secret'>;
  readonly log: Log;
  /** How people call what an alarm is about: a room's name, or a tablet's place. */
  readonly nameSubject: (alarm: Alarm) => Promise<string>;
  readonly consoleUrl: string | null;
  /** What holds before anybody has decided. */
  readonly usual: AlertSettings;
};

const LOOK_MS = 20 * SECOND_MS;
const RETRIES_MS = [MINUTE_MS, 5 * MINUTE_MS, 30 * MINUTE_MS, 2 * HOUR_MS];
/** Past these a person reads none of them; the last one says so. */
const MOST_A_DAY = 30;
const SECRET_BITS = 256;
/** A door or a room that went quiet. Whatever is critical is told as well. */
const QUIET: ReadonlySet<AlarmKind> = new Set<AlarmKind>(['device-silent', 'room-not-read']);

export type Alerts = Awaited<ReturnType<typeof createAlerts>>;

export async function createAlerts(needs: Needs) {
  const { store, alarms, mail, webhook, clock, chance, log, nameSubject, consoleUrl, usual } = needs;
  let kept: StoredAlerting = (await store.findAlerting()) ?? { settings: usual, secret: null, told: [] };
  const retries = new Set<Cancel>();
  let day = { date: '', told: 0 };
  let isClosed = false;
  let cancel: Cancel = clock.after(LOOK_MS, lookAgain);

  async function keep(change: Partial<StoredAlerting>): Promise<void> {
    const next = { ...kept, ...change };
    await store.saveAlerting(next);
    kept = next;
  }

  async function look(): Promise<void> {
    const { settings, told } = kept;
    if (settings.to.length === 0 && settings.webhook === null) return;
    if (isQuietHour(settings, clock.now())) return;
    const all = alarms.list().filter(isTold);
    const open = all.filter(({ clearedAt }) => clearedAt === null);
    const began = open.filter((alarm) => !told.includes(incidentOf(alarm)));
    const standing = new Set(open.map(incidentOf));
    const ended = told.filter((incident) => !standing.has(incident));
    if (began.length === 0 && ended.length === 0) return;
    await keep({ told: [...standing] });
    // One for many has taken its place: that it is over for the one alone is no news.
    const merged = new Set(open.filter(({ subject }) => subject.startsWith('many-')).map(({ kind }) => kind));
    const over = all.filter((alarm) => ended.includes(incidentOf(alarm)) && !merged.has(alarm.kind));
    if (began.length > 0) await tell('began', began);
    if (over.length > 0) await tell('over', over);
  }

  async function tell(event: AlertEvent, those: readonly Alarm[]): Promise<void> {
    const date = String(localDate(clock.now(), kept.settings.zone));
    if (day.date !== date) day = { date, told: 0 };
    if (day.told >= MOST_A_DAY) return;
    day.told += 1;
    const incidents = await Promise.all(those.map(async (alarm) => ({ alarm, about: await nameSubject(alarm) })));
    const words = alertWords(event, incidents, {
      settings: kept.settings,
      consoleUrl,
      isLast: day.told === MOST_A_DAY,
    });
    const post = postOf(event, incidents);
    const { to, webhook: address } = kept.settings;
    if (to.length > 0) void attempt('mail', () => mail.send({ to, ...words }), 0);
    if (address !== null) void attempt('webhook', () => webhook.post(address, post, kept.secret), 0);
  }

  async function attempt(by: 'mail' | 'webhook', send: () => Promise<void>, tries: number): Promise<void> {
    try {
      await send();
      log.info('alert.sent', { by, tries });
    } catch (cause) {
      const delayMs = RETRIES_MS[tries];
      log.warn('alert.not-sent', { by, tries, cause: nameOf(cause) });
      if (delayMs === undefined || isClosed) return;
      const again = clock.after(delayMs, () => {
        retries.delete(again);
        void attempt(by, send, tries + 1);
      });
      retries.add(again);
    }
  }

  function lookAgain(): void {
    look()
      .catch((cause: unknown) => {
        log.warn('alerts.not-looked', { cause: nameOf(cause) });
      })
      .finally(() => {
        if (!isClosed) cancel = clock.after(LOOK_MS, lookAgain);
      });
  }

  return {
    state: (): AlertState => ({ settings: kept.settings, isSigned: kept.secret !== null, secret: null }),

    /** What is open already is told to whoever is new here: they want to know. */
    async change(settings: AlertSettings, newSecret: boolean): Promise<AlertState> {
      const wantsSecret = settings.webhook !== null && (newSecret || kept.secret === null);
      const secret = settings.webhook === null ? null : wantsSecret ? chance.secret(SECRET_BITS) : kept.secret;
      await keep({ settings, secret });
      return { settings, isSigned: secret !== null, secret: wantsSecret ? secret : null };
    },

    /** A message to all of them, now and once. */
    async tryNow(): Promise<AlertTry> {
      const { to, webhook: address } = kept.settings;
      const words = alertWords('test', [], { settings: kept.settings, consoleUrl, isLast: false });
      const byMail = to.length === 0 ? null : await faultOf(mail.send({ to, ...words }));
      const byHook = address === null ? null : await faultOf(webhook.post(address, postOf('test', []), kept.secret));
      return {
        mail: to.length === 0 ? 'off' : byMail === null ? 'sent' : 'failed',
        webhook: address === null ? 'off' : byHook === null ? 'sent' : 'failed',
        mailFault: byMail,
        webhookFault: byHook,
      };
    },

    close(): void {
      isClosed = true;
      cancel();
      for (const off of retries) off();
      retries.clear();
    },
  };
}

/** From, to: over midnight where it ends earlier than it begins; a day long where they are the same. */
export function isQuietHour({ quiet, zone }: AlertSettings, now: Instant): boolean {
  if (quiet === null) return false;
  const minutes = localMinutes(now, zone);
  if (quiet.from <= quiet.to) return minutes >= quiet.from && minutes < quiet.to;
  return minutes >= quiet.from || minutes < quiet.to;
}

function isTold({ kind, severity }: Alarm): boolean {
  return QUIET.has(kind) || severity === 'critical';
}

/** The same alarm that begins anew is another incident. */
function incidentOf({ id, firstSeenAt }: Alarm): string {
  return `${firstSeenAt} ${id}`;
}

function postOf(event: AlertEvent, incidents: readonly { alarm: Alarm; about: string }[]): AlertPost {
  return {
    event,
    incidents: incidents.map(({ alarm: { id, kind, severity, cause, remedy, firstSeenAt }, about }) => ({
      id,
      kind,
      severity,
      about,
      cause,
      remedy,
      since: firstSeenAt,
    })),
  };
}

/** In words fit for whoever set it up; null where it worked. */
async function faultOf(sending: Promise<void>): Promise<string | null> {
  try {
    await sending;
    return null;
  } catch (cause) {
    return cause instanceof Error ? cause.message.slice(0, 300) : 'It did not work.';
  }
}
