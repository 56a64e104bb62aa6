/** Which tablet a code belongs to: the code as the screen shows it, and what the tablet tells of itself. */

import type { Instant } from '../../../shared/basics/instant.ts';
import type { WaitingTablet } from '../../../shared/wire/pairing.ts';
import { Facts } from '../components/facts.tsx';
import { groupCode } from '../state/code-entry.ts';
import { type SayTime, sayAgo } from '../text/say-time.ts';
import style from './pair-screen.module.css';

type Props = { tablet: WaitingTablet; now: Instant; say: SayTime };

export function TabletFacts({ tablet, now, say }: Props) {
  const [first, second] = groupCode(tablet.code);
  return (
    <>
      <p class={style['code']}>
        <span>{first}</span> <span>{second}</span>
      </p>
      <Facts facts={factsOf(tablet, now, say)} />
    </>
  );
}

function factsOf(tablet: WaitingTablet, now: Instant, say: SayTime): readonly (readonly [string, string])[] {
  const { name, particulars, hangs } = tablet;
  return [
    ...(name === null ? [] : [['Name', name] as const]),
    ['Tablet', particulars === null ? 'It tells nothing of itself' : `${particulars.model}, ${particulars.screen}`],
    ...(particulars === null ? [] : [['Browser', particulars.browser] as const]),
    ...(hangs === null ? [] : [['Paired', `${say.clock(hangs.pairedAt, now)} by ${hangs.pairedBy}`] as const]),
    ['Network', tablet.address],
    ['Asked', sayAgo(tablet.askedAt, now)],
    ['Good until', say.clock(tablet.expiresAt, now)],
  ];
}

export function submit(deed: () => Promise<void>) {
  return (event: Event) => {
    event.preventDefault();
    void deed();
  };
}
