/** The first moment, before the tablet knows which door it is: paper, one lamp, no colour that could be taken for news. */

import { Lamp } from '../components/lamp.tsx';
import type { Words } from '../text/messages.ts';
import style from './starting-screen.module.css';

export function StartingScreen({ words }: { readonly words: Words }) {
  return (
    <main class={style['starting']} data-mood="paper">
      <Lamp class={style['lamp']} mark={{ kind: 'broken' }} />
      <h1>{words.say('starting')}</h1>
    </main>
  );
}
