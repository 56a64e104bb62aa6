/** A tablet without a room has no status, so it has no colour: a code, a square to scan, and three steps. */

import type { Zone } from '../../shared/basics/zone.ts';
import type { PairingCode, Particulars } from '../../shared/wire/pairing.ts';
import { QrCode } from '../components/qr-code.tsx';
import type { PairingView } from '../state/pairing-model.ts';
import { createTimeFormat } from '../text/format-time.ts';
import type { Words } from '../text/messages.ts';
import style from './pairing-screen.module.css';

type Props = {
  readonly view: PairingView;
  /** The room that this tablet was just taken off, empty where it has no name; null where there was none. */
  readonly takenOff: string | null;
  /** It was opened with a link that pairs nobody any more. */
  readonly linkSpent: boolean;
  /** What it is called by whoever manages it; null where nobody does. */
  readonly name: string | null;
  readonly particulars: Particulars;
  /** Of the server this page came from: "doors.contoso.com". */
  readonly host: string;
  /** The tablet's own: it has no room yet whose clock it could go by. */
  readonly zone: Zone;
  readonly words: Words;
};

export function PairingScreen({ view, takenOff, linkSpent, name, particulars, host, zone, words }: Props) {
  const { say } = words;
  const times = createTimeFormat(words, zone);
  const tablet = [name, particulars.model, particulars.screen].filter(Boolean).join(', ');
  const silent = view.kind === 'no-answer';
  return (
    <main class={style['pair']} data-mood="paper">
      <div class={style['words']}>
        <h1>{say('waiting-for-room')}</h1>
        {takenOff !== null && (
          <p class={style['lede']}>
            {takenOff === '' ? say('taken-off-nameless') : say('taken-off', { room: takenOff })}
          </p>
        )}
        {linkSpent && takenOff === null && <p class={style['lede']}>{say('link-spent')}</p>}
        <div class={style['answer']} role="status">
          {view.kind === 'code' ? (
            <Code code={view.code.code} words={words} />
          ) : (
            <>
              <p class={style['waiting']}>{silent ? say('no-server', { host }) : say('asking-code')}</p>
              {silent && <p class={style['lede']}>{say('no-server-why')}</p>}
            </>
          )}
        </div>
        {view.kind === 'code' && <Steps code={view.code} words={words} />}
      </div>
      {view.kind === 'code' && (
        <div class={style['square']}>
          <QrCode text={view.code.verificationUrl} label={readable(view.code.verificationUrl)} />
          <p>{say('code-until', { time: times.time(view.code.expiresAt) })}</p>
        </div>
      )}
      <p class={style['foot']}>
        <span>{tablet}</span>
        <span>{say(silent ? 'trying-to-reach' : 'connected-to', { host })}</span>
      </p>
    </main>
  );
}

/** In two groups, which are read out and typed more surely than eight letters in a row. */
function Code({ code, words }: { readonly code: string; readonly words: Words }) {
  const groups = [code.slice(0, 4), code.slice(4)];
  const letters = groups.map((group) => [...group].join(' ')).join(', ');
  return (
    <p class={style['code']} dir="ltr" role="img" aria-label={words.say('code-label', { letters })}>
      {groups.map((group, place) => (
        <span key={place}>{group}</span>
      ))}
    </p>
  );
}

function Steps({ code, words }: { readonly code: PairingCode; readonly words: Words }) {
  const { say } = words;
  return (
    <ol class={style['steps']}>
      <li>
        <span>{say('step-scan', { address: readable(code.verificationUrl) })}</span>
      </li>
      <li>
        <span>{say('step-check')}</span>
      </li>
      <li>
        <span>{say('step-pick')}</span>
      </li>
    </ol>
  );
}

/** An address as a person types it: no scheme, and without the code that the next step asks for. */
function readable(address: string): string {
  return address.replace(/^https?:\/\//, '').replace(/[?#].*$/, '');
}
