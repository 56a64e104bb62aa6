/** What is kept of alarms, of whom is told about what, of the proof of scope and of the service account. */

import type { Instant } from '../../shared/basics/instant.ts';
import type { LocalDate } from '../../shared/basics/zone.ts';
import type { AlertSettings } from '../../shared/wire/alerts.ts';
import type { ReportMail } from '../../shared/wire/reports.ts';
import type { Alarm } from '../../shared/wire/watch.ts';

/** Who is mailed about the use of rooms, and up to which day they have been told. */
export type StoredReportMail = ReportMail & { readonly toldUntil: LocalDate | null };

/** Whom alarms are told, what webhooks are signed with, and which incidents have been told. */
export type StoredAlerting = {
  readonly settings: AlertSettings;
  readonly secret: string | null;
  readonly told: readonly string[];
};

/** The last clear answer of the canary mailbox: `readable` seals the site until a later one says `denied`. */
export type ScopeVerdict = {
  readonly verdict: 'denied' | 'readable';
  readonly since: Instant;
  readonly triedAt: Instant;
};

/** The service account that is signed in, where the app acts in its name. */
export type StoredServiceAccount = {
  /** As it signed in: its user name. */
  readonly account: string;
  /** What renews its sign-in, sealed by the Vault. */
  readonly sealedToken: string;
  readonly signedInAt: Instant;
};

/** A part of the Store. */
export type WatchRecords = {
  /** As it now stands, under its id. */
  saveAlarm(alarm: Alarm): Promise<void>;
  dropAlarm(id: string): Promise<void>;
  listAlarms(): Promise<Alarm[]>;

  /** Instead of what was decided before. */
  saveAlerting(alerting: StoredAlerting): Promise<void>;
  findAlerting(): Promise<StoredAlerting | null>;
  saveReportMail(mail: StoredReportMail): Promise<void>;
  findReportMail(): Promise<StoredReportMail | null>;

  saveScopeVerdict(verdict: ScopeVerdict): Promise<void>;
  findScopeVerdict(): Promise<ScopeVerdict | null>;

  /** Instead of whichever was signed in before. */
  saveServiceAccount(account: StoredServiceAccount): Promise<void>;
  /** In place of `sealedToken`, if that is still the one that is kept: somebody may have signed out or in meanwhile. */
  renewServiceAccount(sealedToken: string, renewed: string): Promise<void>;
  findServiceAccount(): Promise<StoredServiceAccount | null>;
  /** Wipes it from the disk too. */
  dropServiceAccount(): Promise<void>;
};
