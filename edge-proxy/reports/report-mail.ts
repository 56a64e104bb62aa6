/**
 * Sends what happened to whom facilities name: each morning of the day before, or on Mondays of the week before. A day is
 * told once, whatever restarts in between; where the mail cannot go out, it goes out later that day or not at all.
 */

import { type Instant, MINUTE_MS } from '../../shared/basics/instant.ts';
import {
  addDays,
  daysBetween,
  type LocalDate,
  localDate,
  localMinutes,
  weekday,
  type Zone,
} from '../../shared/basics/zone.ts';
import type { ReportMail, UseReport } from '../../shared/wire/reports.ts';
import { type Cancel, type Clock, type Log, nameOf } from '../ports/runtime.ts';
import type { Store } from '../ports/store.ts';
import type { StoredReportMail } from '../ports/watch.ts';
import { type MailWords, mailWords, type Period } from './mail-words.ts';

type Needs = {
  readonly store: Pick<Store, 'saveReportMail' | 'findReportMail'>;
  readonly report: (period: Period) => Promise<UseReport>;
  /** @throws where it did not go out */
  readonly send: (to: readonly string[], words: MailWords) => Promise<void>;
  readonly consoleUrl: string | null;
  /** In which it is morning for who reads it. */
  readonly zone: () => Zone;
  readonly clock: Clock;
  readonly log: Log;
};

const LOOK_MS = 10 * MINUTE_MS;
/** Before the first meeting of the day. */
const MORNING_MINUTES = 7 * 60;
const MONDAY = 1;
const OFF: StoredReportMail = { every: 'off', to: [], toldUntil: null };

/** What is to be told now; null where nothing is. */
export function duePeriod({ every, toldUntil }: StoredReportMail, now: Instant, zone: Zone): Period | null {
  const today = localDate(now, zone);
  if (every === 'off' || localMinutes(now, zone) < MORNING_MINUTES) return null;
  if (every === 'weekly' && weekday(today) !== MONDAY) return null;
  const to = addDays(today, -1);
  if (toldUntil !== null && daysBetween(toldUntil, to) <= 0) return null;
  return { from: every === 'weekly' ? addDays(to, -6) : to, to };
}

export function createReportMail({ store, report, send, consoleUrl, zone, clock, log }: Needs) {
  let cancelNext: Cancel = clock.after(LOOK_MS, lookAgain);
  let isClosed = false;

  async function look(): Promise<void> {
    const kept = (await store.findReportMail()) ?? OFF;
    const due = duePeriod(kept, clock.now(), zone());
    if (due === null || kept.to.length === 0) return;
    const words = mailWords(await report(due), consoleUrl);
    // Before it is sent: a mail that may have gone out is not sent again by the next life of the proxy.
    await tell(due.to);
    try {
      await send(kept.to, words);
      log.info('report-mail.sent', { every: kept.every, recipients: kept.to.length });
    } catch (cause) {
      await tell(kept.toldUntil);
      throw cause;
    }
  }

  /** Of what is decided by then: somebody may have changed it while the report was counted. */
  async function tell(toldUntil: LocalDate | null): Promise<void> {
    await store.saveReportMail({ ...((await store.findReportMail()) ?? OFF), toldUntil });
  }

  function lookAgain(): void {
    look()
      .catch((cause: unknown) => {
        log.warn('report-mail.not-sent', { cause: nameOf(cause) });
      })
      .finally(() => {
        if (!isClosed) cancelNext = clock.after(LOOK_MS, lookAgain);
      });
  }

  return {
    async read(): Promise<ReportMail> {
      const { every, to } = (await store.findReportMail()) ?? OFF;
      return { every, to };
    },
    /** From the next morning on: whoever turns it on at noon is not told of yesterday at once. */
    async change(mail: ReportMail): Promise<void> {
      const before = (await store.findReportMail()) ?? OFF;
      const yesterday = addDays(localDate(clock.now(), zone()), -1);
      await store.saveReportMail({ ...mail, toldUntil: before.toldUntil ?? yesterday });
    },
    close(): void {
      isClosed = true;
      cancelNext();
    },
  };
}
