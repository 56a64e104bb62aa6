/** Setting by setting what a change does: from what to what, and at which doors; names are there to be unfolded. */

import type { PolicyPlace } from '../state/policy-places.ts';
import type { SettingEffect } from '../state/policy-preview.ts';
import { fieldOf, sayValue } from '../text/policy-words.ts';
import { plural } from '../text/say-time.ts';
import style from './policy.module.css';

export function PolicyEffects({ effects }: { effects: readonly SettingEffect[] }) {
  return (
    <ul class={style['effects']}>
      {effects.map(({ setting, effects: steps, kept }) => (
        <li key={setting}>
          <h2>{fieldOf(setting).label}</h2>
          {steps.map(({ from, to, places }) => (
            <div key={JSON.stringify([from, to])}>
              <p>
                <span class={style['was']}>
                  <span class="unseen">from </span>
                  {sayValue(setting, from)}
                </span>
                <span aria-hidden="true"> → </span>
                <b>
                  <span class="unseen">to </span>
                  {sayValue(setting, to)}
                </b>
              </p>
              <Where places={places} />
            </div>
          ))}
          {steps.length === 0 && <p>No door changes by it.</p>}
          {kept.map(({ value, places }) => (
            <div key={JSON.stringify(value)} class={style['kept']}>
              <p>{sayValue(setting, value)} stays where something nearer decides it:</p>
              <Where places={places} />
            </div>
          ))}
        </li>
      ))}
    </ul>
  );
}

/** Few enough to be read in passing. */
const NAMED = 6;

function Where({ places }: { places: readonly PolicyPlace[] }) {
  const names = places.map(({ name }) => name);
  if (names.length <= NAMED) return <p class={style['where']}>{names.join(', ')}</p>;
  return (
    <details class={style['where']}>
      <summary>{plural(names.length, 'door')}</summary>
      {names.join(', ')}
    </details>
  );
}
