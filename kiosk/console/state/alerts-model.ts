/** Whom facilities want to hear of quiet doors: as it is decided, as it is being changed, and a message to try it. */

import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { type Codec, flag, type Json, object, text } from '../../../shared/basics/codec.ts';
import { parseZone } from '../../../shared/basics/zone.ts';
import {
  type AlertSettings,
  type AlertTry,
  alertChangeCodec,
  alertSettingsCodec,
  alertStateCodec,
  alertTryCodec,
} from '../../../shared/wire/alerts.ts';
import type { ConsoleClient, Failure } from '../console-client.ts';

/** As it stands in the fields. */
export type AlertDraft = {
  readonly to: string;
  readonly webhook: string;
  readonly isQuiet: boolean;
  /** "20:00" */
  readonly from: string;
  readonly until: string;
  readonly zone: string;
};

export type AlertsModel = {
  /** Null before it is read. */
  readonly draft: ReadonlySignal<AlertDraft | null>;
  /** As it is decided. */
  readonly asKept: ReadonlySignal<AlertDraft | null>;
  readonly isSigned: ReadonlySignal<boolean>;
  /** Shown once, after the webhook got it. */
  readonly secret: ReadonlySignal<string | null>;
  readonly saved: ReadonlySignal<boolean>;
  readonly tried: ReadonlySignal<AlertTry | null>;
  /** What in the fields cannot be, in words. */
  readonly fault: ReadonlySignal<string | null>;
  readonly busy: ReadonlySignal<boolean>;
  readonly failure: ReadonlySignal<Failure | null>;
  /** Whether the fields say other than what is kept. */
  readonly unsaved: ReadonlySignal<boolean>;
  look(): Promise<void>;
  /** What was entered before, once it is known what is kept. */
  restore(kept: Json): void;
  edit(change: Partial<AlertDraft>): void;
  save(newSecret: boolean): Promise<void>;
  tryNow(): Promise<void>;
};

const draftCodec: Codec<AlertDraft> = object({
  to: text({ max: 10_000 }),
  webhook: text({ max: 10_000 }),
  isQuiet: flag,
  from: text(),
  until: text(),
  zone: text(),
});

export function createAlertsModel(client: Pick<ConsoleClient, 'ask'>): AlertsModel {
  const draft = signal<AlertDraft | null>(null);
  const asKept = signal<AlertDraft | null>(null);
  let restored: AlertDraft | null = null;
  const isSigned = signal(false);
  const secret = signal<string | null>(null);
  const saved = signal(false);
  const tried = signal<AlertTry | null>(null);
  const fault = signal<string | null>(null);
  const busy = signal(false);
  const failure = signal<Failure | null>(null);

  /** One deed at a time: a second press while one is under way is the same press. */
  async function once(deed: () => Promise<Failure | null>): Promise<void> {
    if (busy.value) return;
    busy.value = true;
    failure.value = await deed();
    busy.value = false;
  }

  return {
    draft,
    asKept,
    isSigned,
    secret,
    saved,
    tried,
    fault,
    busy,
    failure,
    unsaved: computed(() => JSON.stringify(draft.value) !== JSON.stringify(asKept.value)),
    restore(kept) {
      const entered = draftCodec.decode(kept);
      if (entered.ok) restored = entered.value;
    },
    look: () =>
      once(async () => {
        const answer = await client.ask('GET', '/alerts', alertStateCodec);
        if (!answer.ok) return answer.error;
        asKept.value = toDraft(answer.value.settings);
        draft.value = restored ?? asKept.value;
        restored = null;
        isSigned.value = answer.value.isSigned;
        return null;
      }),
    edit(change) {
      if (draft.value === null) return;
      draft.value = { ...draft.value, ...change };
      saved.value = false;
      fault.value = null;
    },
    save: (newSecret) =>
      once(async () => {
        const settings = draft.value === null ? null : toSettings(draft.value);
        if (settings === null) return null;
        fault.value = typeof settings === 'string' ? settings : null;
        if (typeof settings === 'string') return null;
        const body = alertChangeCodec.encode({ settings, newSecret });
        const answer = await client.ask('PUT', '/alerts', alertStateCodec, body);
        if (!answer.ok) return answer.error;
        isSigned.value = answer.value.isSigned;
        secret.value = answer.value.secret;
        asKept.value = toDraft(answer.value.settings);
        draft.value = asKept.value;
        saved.value = true;
        return null;
      }),
    tryNow: () =>
      once(async () => {
        const answer = await client.ask('POST', '/alerts/try', alertTryCodec);
        tried.value = answer.ok ? answer.value : null;
        return answer.ok ? null : answer.error;
      }),
  };
}

export function toDraft({ to, webhook, quiet, zone }: AlertSettings): AlertDraft {
  return {
    to: to.join(', '),
    webhook: webhook ?? '',
    isQuiet: quiet !== null,
    from: clockOf(quiet?.from ?? 20 * 60),
    until: clockOf(quiet?.to ?? 7 * 60),
    zone,
  };
}

/** In words where something cannot be. */
export function toSettings({ to, webhook, isQuiet, from, until, zone }: AlertDraft): AlertSettings | string {
  const quiet = isQuiet ? { from: minutesOf(from), to: minutesOf(until) } : null;
  const given = {
    to: to.split(/[\s,;]+/).filter((one) => one !== ''),
    webhook: webhook.trim() === '' ? null : webhook.trim(),
    quiet,
    zone: zone.trim(),
  };
  if (parseZone(given.zone) === null) return 'There is no such time zone. Write it as Europe/Lisbon.';
  const settings = alertSettingsCodec.decode(given);
  if (settings.ok) return settings.value;
  const { path } = settings.error;
  if (path === '/to') return 'Ten addresses at most. Make a distribution list of more.';
  if (path.startsWith('/to')) return `${given.to[Number(path.split('/')[2])] ?? 'One of them'} is no mail address.`;
  if (path === '/webhook') return 'The webhook has to be an https address, without a name and a password in it.';
  return 'Quiet hours are from one time of the day to another.';
}

function clockOf(minutes: number): string {
  return `${String(Math.floor(minutes / 60) % 24).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

/** Not a number where it is none, which no codec takes. */
function minutesOf(clock: string): number {
  const [, hours, minutes] = /^(\d{1,2}):(\d{2})/.exec(clock) ?? [];
  return Number(hours) * 60 + Number(minutes);
}
