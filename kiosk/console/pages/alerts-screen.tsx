/** Who hears of a door or a room that goes quiet, how, and at which hours not. */

import type { Instant } from '../../../shared/basics/instant.ts';
import type { AlertTry } from '../../../shared/wire/alerts.ts';
import { Button } from '../components/button.tsx';
import { Facts } from '../components/facts.tsx';
import { NoticeBox } from '../components/notice-box.tsx';
import { PageHead } from '../components/page-head.tsx';
import { Tick } from '../components/tick.tsx';
import type { AlertDraft, AlertsModel } from '../state/alerts-model.ts';
import { describeFailure } from '../text/notice.ts';
import type { SayTime } from '../text/say-time.ts';
import style from './alerts-screen.module.css';

type Props = { alerts: AlertsModel; mayChange: boolean; now: () => Instant; say: SayTime };

export function AlertsScreen({ alerts, mayChange, now, say }: Props) {
  const draft = alerts.draft.value;
  const asKept = alerts.asKept.value;
  const failure = alerts.failure.value;
  const fault = alerts.fault.value;
  const secret = alerts.secret.value;
  const tried = alerts.tried.value;
  return (
    <>
      <PageHead title={asKept === null ? 'Mail and webhook' : finding(asKept)}>
        <p>
          One message when a door or a room goes quiet, and one when that is over. A tablet that only reloads is not
          worth one: it has to be away for three minutes.
        </p>
      </PageHead>
      {failure !== null && <NoticeBox asked notice={describeFailure(failure, say, now())} />}
      {fault !== null && <NoticeBox asked notice={{ heading: 'Not kept.', sentence: fault }} />}
      {draft !== null && !mayChange && (
        <>
          <Facts facts={factsOf(draft)} />
          <p class={style['aside']}>Only Admins change this.</p>
        </>
      )}
      {draft !== null && mayChange && (
        <form
          class={style['form']}
          onSubmit={(event) => {
            event.preventDefault();
            void alerts.save(false);
          }}
        >
          <Field label="Mail to, commas between" value={draft.to} onType={(to) => alerts.edit({ to })} />
          <Field
            label="Webhook, an https address"
            value={draft.webhook}
            onType={(webhook) => alerts.edit({ webhook })}
          />
          {alerts.isSigned.value && draft.webhook !== '' && secret === null && (
            <Button kind="line" small busy={alerts.busy.value} onPress={() => void alerts.save(true)}>
              Sign with a new secret
            </Button>
          )}
          {secret !== null && (
            <p class={style['secret']} role="status">
              The webhook is signed with this secret. It is shown now and never again: <code>{secret}</code>
            </p>
          )}
          <Tick checked={draft.isQuiet} onTick={() => alerts.edit({ isQuiet: !draft.isQuiet })}>
            Nobody is told at some hours; what still stands is told after them
          </Tick>
          {draft.isQuiet && (
            <div class={style['hours']}>
              <Field label="From" type="time" value={draft.from} onType={(from) => alerts.edit({ from })} />
              <Field label="Until" type="time" value={draft.until} onType={(until) => alerts.edit({ until })} />
            </div>
          )}
          <Field label="By the clock of" value={draft.zone} onType={(zone) => alerts.edit({ zone })} />
          <div class={style['answers']}>
            <Button kind="solid" busy={alerts.busy.value}>
              Keep this
            </Button>
            {alerts.saved.value && <p role="status">Kept.</p>}
            {!alerts.unsaved.value && (
              <Button kind="line" busy={alerts.busy.value} onPress={() => void alerts.tryNow()}>
                Try it now
              </Button>
            )}
          </div>
          {tried !== null && <p role="status">{sayTried(tried)}</p>}
        </form>
      )}
    </>
  );
}

type FieldProps = { label: string; value: string; type?: 'text' | 'time'; onType(value: string): void };

function Field({ label, value, type = 'text', onType }: FieldProps) {
  return (
    <label class={style['field']}>
      <span>{label}</span>
      <input
        // Preact's types tell inputs apart by the word itself.
        type={type as 'text'}
        value={value}
        autocomplete="off"
        onInput={({ currentTarget }) => onType(currentTarget.value)}
      />
    </label>
  );
}

function finding({ to, webhook }: AlertDraft): string {
  if (to === '' && webhook === '') return 'Nobody is told of quiet doors';
  const many = to.split(/[\s,;]+/).filter((one) => one !== '').length;
  const people = many === 0 ? null : many === 1 ? 'One address' : `${many} addresses`;
  const both = [people, webhook === '' ? null : people === null ? 'A webhook' : 'a webhook'].filter(
    (one) => one !== null,
  );
  return `${both.join(' and ')} ${both.length + many > 2 || (both.length === 1 && many > 1) ? 'hear' : 'hears'} of quiet doors`;
}

function factsOf({ to, webhook, isQuiet, from, until, zone }: AlertDraft): readonly (readonly [string, string])[] {
  return [
    ['Mail to', to === '' ? 'nobody' : to],
    ['Webhook', webhook === '' ? 'none' : webhook],
    ['Quiet', isQuiet ? `${from} to ${until}, ${zone}` : 'never'],
  ];
}

function sayTried({ mail, webhook, mailFault, webhookFault }: AlertTry): string {
  const parts = [
    mail === 'off' ? null : mail === 'sent' ? 'The mail went out.' : `The mail did not go out: ${mailFault}.`,
    webhook === 'off'
      ? null
      : webhook === 'sent'
        ? 'The webhook took it.'
        : `The webhook did not take it. ${webhookFault}`,
  ].filter((one) => one !== null);
  return parts.length === 0 ? 'There is nobody to tell. Keep an address first.' : parts.join(' ');
}
