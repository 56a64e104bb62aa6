/** Who is mailed about the use of rooms, and how often. */

import { useState } from 'preact/hooks';
import type { MailPace, ReportMail } from '../../../shared/wire/reports.ts';
import { Button } from '../components/button.tsx';
import { ChoiceField } from '../components/choice-field.tsx';
import { TextField } from '../components/text-field.tsx';
import type { UseModel } from '../state/use-model.ts';
import style from './use-screen.module.css';

const PACES: readonly (readonly [MailPace, string])[] = [
  ['off', 'Never'],
  ['daily', 'Every morning, of the day before'],
  ['weekly', 'On Mondays, of the week before'],
];

export function ReportMailPart({ use, mayChange }: { use: UseModel; mayChange: boolean }) {
  const mail = use.mail.value;
  if (mail === null) return null;
  return (
    <section class={`${style['part']} ${style['screen']}`} aria-labelledby="use-mail">
      <h2 id="use-mail">By mail</h2>
      <p class={style['aside']}>
        Sent at seven in the morning where most rooms are, each room counted by its own days.
      </p>
      {mayChange ? (
        <MailForm key={JSON.stringify(mail)} use={use} mail={mail} />
      ) : (
        <p class={style['aside']}>{said(mail)} Only Admins change this.</p>
      )}
    </section>
  );
}

function MailForm({ use, mail }: { use: UseModel; mail: ReportMail }) {
  const [every, setEvery] = useState<string>(mail.every);
  const [to, setTo] = useState(mail.to.join(', '));
  const [fault, setFault] = useState<string | null>(null);
  const save = (event: Event) => {
    event.preventDefault();
    const addresses = to.split(/[\s,;]+/).filter((one) => one !== '');
    const wrong = addresses.find((one) => !/^[^@]+@[^@]+$/.test(one));
    setFault(wrong === undefined ? null : `“${wrong}” is no mail address.`);
    if (wrong !== undefined) return;
    void use.changeMail({ every: PACES.find(([pace]) => pace === every)?.[0] ?? 'off', to: addresses });
  };
  return (
    <form class={style['mail']} onSubmit={save}>
      <ChoiceField label="How often" value={every} choices={PACES} onChoose={setEvery} />
      <TextField label="To, with commas between" value={to} onType={setTo} />
      <Button kind="line" small>
        Save
      </Button>
      <p role="status">{fault ?? (use.mailSaved.value ? `Saved. ${said(mail)}` : '')}</p>
    </form>
  );
}

function said({ every, to }: ReportMail): string {
  if (every === 'off' || to.length === 0) return 'Nobody is mailed.';
  return `${to.join(', ')} ${to.length === 1 ? 'is' : 'are'} mailed ${every === 'daily' ? 'every morning' : 'on Mondays'}.`;
}
