/** What the change does, before it is saved; and what others have decided meanwhile, if it could not be. */

import type { ComponentChild } from 'preact';
import { scopeKey } from '../../../shared/rules/policy-levels.ts';
import { Button } from '../components/button.tsx';
import { PageHead } from '../components/page-head.tsx';
import type { PolicyModel } from '../state/policy-model.ts';
import { placesChanged } from '../state/policy-preview.ts';
import { fieldOf, sayValue } from '../text/policy-words.ts';
import { plural } from '../text/say-time.ts';
import style from './policy.module.css';
import { PolicyEffects } from './policy-effects.tsx';

export function PolicyReview({ policy, notice }: { policy: PolicyModel; notice: ComponentChild }) {
  const effects = policy.effects.value;
  const changed = placesChanged(effects).length;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void policy.save();
      }}
    >
      <PageHead title={changed === 0 ? 'This changes no door now' : `This changes ${plural(changed, 'door')}`}>
        <p>Nothing is saved yet. Doors follow within a second once it is.</p>
      </PageHead>
      {notice}
      <MeanwhileList policy={policy} />
      <PolicyEffects effects={effects} />
      <div class={style['bar']}>
        <p />
        <div>
          <Button kind="line" onPress={() => policy.review(false)}>
            Go on editing
          </Button>
          <Button kind="solid" busy={policy.busy.value}>
            Save
          </Button>
        </div>
      </div>
    </form>
  );
}

export function MeanwhileList({ policy }: { policy: PolicyModel }) {
  const meanwhile = policy.meanwhile.value;
  if (meanwhile.length === 0) return null;
  return (
    <section class={style['meanwhile']} aria-labelledby="meanwhile">
      <h2 id="meanwhile">Decided by others meanwhile</h2>
      <ul>
        {meanwhile.flatMap(({ scope, settings }) => {
          const name =
            policy.places.value.find(({ key }) => key === scopeKey(scope))?.name ?? 'a place that is no more';
          return settings.map(({ setting, from, to }) => (
            <li key={`${scopeKey(scope)} ${setting}`}>
              <bdi>{name}</bdi>, {fieldOf(setting).label}: {decided(setting, from)} → <b>{decided(setting, to)}</b>
            </li>
          ));
        })}
      </ul>
    </section>
  );
}

export function decided(setting: string, value: unknown): string {
  return value === undefined ? 'left to the level above' : sayValue(setting, value);
}
