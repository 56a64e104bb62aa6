/** For facilities, behind a held finger: which screen this is, and the code by which it is moved or taken off. */

import type { PairingCode } from '../../shared/wire/pairing.ts';
import { QrCode } from '../components/qr-code.tsx';
import type { ServiceModel } from '../state/service-model.ts';
import type { Words } from '../text/messages.ts';
import style from './service-sheet.module.css';
import { sayService } from './service-words.ts';
import { closeAct, type SheetPage, type SheetParts } from './sheet-page.ts';

/** As many as the console shows of it. */
const RELEASE_LETTERS = 8;

export type ServiceParts = Pick<SheetParts, 'speech' | 'view'> & {
  readonly service: ServiceModel;
  /** Where this page came from, as a person reads it. */
  readonly host: string;
  /** Null where the build told none. */
  readonly release: string | null;
};

export function servicePage(parts: ServiceParts): SheetPage {
  const { service, speech } = parts;
  const { words, times } = speech;
  const say = sayService(words);
  const shown = service.view.value;
  switch (shown.kind) {
    case 'about':
      return {
        heading: say('about'),
        children: <Facts facts={factsOf(parts)} />,
        acts: [
          { label: say('move-or-off'), look: 'outlined', onPress: () => void service.askForCode() },
          closeAct(parts),
        ],
      };
    case 'asking':
      return { heading: say('for-facilities'), sentence: words.say('asking-code'), acts: [closeAct(parts)] };
    case 'no-answer':
      return {
        heading: say('no-code'),
        sentence: words.say('find-no-answer'),
        acts: [
          { label: say('move-or-off'), look: 'outlined', onPress: () => void service.askForCode() },
          closeAct(parts),
        ],
      };
    case 'code':
      return {
        heading: say('for-facilities'),
        sentence: say('how', { address: readable(shown.code.verificationUrl) }),
        children: <Code code={shown.code} until={times.time(shown.code.expiresAt)} words={words} />,
        acts: [closeAct(parts)],
      };
    default:
      return shown satisfies never;
  }
}

function factsOf({ service, speech, host, release }: ServiceParts): readonly (readonly [string, string])[] {
  const { words, times, day, now } = speech;
  const say = sayService(words);
  const device = service.device.value;
  const tablet = [device?.name, device?.particulars?.model, device?.particulars?.screen].filter(Boolean).join(', ');
  return [
    ...(tablet === '' ? [] : [[say('tablet'), tablet] as const]),
    ...(release === null ? [] : [[say('version'), release.slice(0, RELEASE_LETTERS)] as const]),
    [say('server'), host],
    ...(day.readAt === null ? [] : [[say('read'), times.past(day.readAt, now)] as const]),
  ];
}

function Facts({ facts }: { readonly facts: readonly (readonly [string, string])[] }) {
  return (
    <dl class={style['facts']}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <bdi>{value}</bdi>
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** In two groups, as at pairing: an operator has learnt there how to read it. */
function Code({ code, until, words }: { readonly code: PairingCode; readonly until: string; readonly words: Words }) {
  const groups = [code.code.slice(0, 4), code.code.slice(4)];
  const letters = groups.map((group) => [...group].join(' ')).join(', ');
  return (
    <div class={style['code']}>
      <div class={style['square']}>
        <QrCode text={code.verificationUrl} label={readable(code.verificationUrl)} />
      </div>
      <div>
        <p class={style['letters']} role="img" aria-label={words.say('code-label', { letters })}>
          {groups.map((group, place) => (
            <span key={place}>{group}</span>
          ))}
        </p>
        <p class={style['until']}>{words.say('code-until', { time: until })}</p>
      </div>
    </div>
  );
}

/** An address as a person types it: no scheme, and without the code. */
function readable(address: string): string {
  return address.replace(/^https?:\/\//, '').replace(/[?#].*$/, '');
}
