/** The settings of one place or of many: what holds, who decided it, and what one may decide here. */

import type { ComponentChild } from 'preact';
import { scopeKey } from '../../../shared/rules/policy-levels.ts';
import { Button } from '../components/button.tsx';
import { PageHead } from '../components/page-head.tsx';
import { TextLink } from '../components/text-link.tsx';
import { linkToPage } from '../state/page-link.ts';
import type { Place } from '../state/place-model.ts';
import type { PolicyModel } from '../state/policy-model.ts';
import { type PolicyPlace, within } from '../state/policy-places.ts';
import { placesChanged } from '../state/policy-preview.ts';
import { plural } from '../text/say-time.ts';
import style from './policy.module.css';
import { savedWords } from './policy-places.tsx';
import { PolicyRowView } from './policy-row.tsx';
import { TitlesWarning } from './titles-warning.tsx';

type Props = {
  policy: PolicyModel;
  mayChange: boolean;
  notice: ComponentChild;
  go(place: Place): void;
  onList(): void;
};

export function PolicyEditor({ policy, mayChange, notice, go, onList }: Props) {
  const chosen = policy.chosen.value;
  const [first] = chosen;
  if (first === undefined) return null;
  const only = chosen.length === 1 ? first : null;
  const places = policy.places.value;
  const nameOf = (key: string) => places.find((place) => place.key === key)?.name ?? 'a place that is no more';
  return (
    <>
      <nav class={style['crumbs']} aria-label="Where this is">
        <TextLink href={linkToPage('policy', null)} onGo={onList}>
          All places
        </TextLink>
        {only !== null && only.scope.kind !== 'tenant' && <Crumbs place={only} places={places} go={go} />}
      </nav>
      <PageHead title={only === null ? `${chosen.length} places` : only.name}>
        <p role="status">
          {savedWords(policy) ?? (only === null ? listed(chosen) : ownWords(policy.ownCount(only.key), only))}
        </p>
        {!mayChange && <p>Only Admins change this.</p>}
      </PageHead>
      {notice}
      {only !== null && only.chain.length > 1 && <Legend place={only} nameOf={nameOf} />}
      <form
        class={style['editor']}
        onSubmit={(event) => {
          event.preventDefault();
          if (policy.isDirty.value && !policy.hasFault.value) policy.review(true);
        }}
      >
        {policy.groups.value.map(({ title, rows }) => (
          <fieldset key={title} class={style['group']}>
            <legend>{title}</legend>
            {rows.map((row) => (
              <PolicyRowView key={row.field.setting} row={row} policy={policy} mayChange={mayChange} nameOf={nameOf}>
                {row.field.setting === 'showTitles' && policy.titlesAsked.value && (
                  <TitlesWarning yes="It is done, show titles" onAnswer={policy.answerTitles} />
                )}
              </PolicyRowView>
            ))}
          </fieldset>
        ))}
        {policy.isDirty.value && <SaveBar policy={policy} />}
      </form>
    </>
  );
}

function SaveBar({ policy }: { policy: PolicyModel }) {
  const changed = placesChanged(policy.effects.value).length;
  return (
    <div class={style['bar']}>
      <p role="status">
        {policy.hasFault.value
          ? 'Something above cannot be saved yet.'
          : `${plural(policy.draft.value.size, 'setting')} changed, ${plural(changed, 'door')} affected. Nothing is saved yet.`}
      </p>
      <div>
        <Button kind="line" onPress={policy.discard}>
          Discard
        </Button>
        <Button kind="solid">See what changes</Button>
      </div>
    </div>
  );
}

function Crumbs({ place, places, go }: { place: PolicyPlace; places: readonly PolicyPlace[]; go(place: Place): void }) {
  return (
    <>
      {within(place, places).map(({ key, name }) => (
        <span key={key}>
          <TextLink href={linkToPage('policy', key)} onGo={() => go({ page: 'policy', of: key })}>
            <bdi>{name}</bdi>
          </TextLink>
        </span>
      ))}
    </>
  );
}

/** What the dots stand for. Beside each setting the same is said in words, so that nobody needs to see them. */
function Legend({ place, nameOf }: { place: PolicyPlace; nameOf(key: string): string }) {
  const names = place.chain.map((_, index) => nameOf(keyAt(place, index))).join(', ');
  return (
    <p class={style['legend']} aria-hidden="true">
      <span class={style['levels']}>
        <i class={style['decides']} />
      </span>
      this level decides
      <span class={style['levels']}>
        <i class={style['overruled']} />
      </span>
      set, but overruled further down
      <span class={style['levels']}>
        <i />
      </span>
      not set. In order: {names}.
    </p>
  );
}

function keyAt({ chain }: PolicyPlace, index: number): string {
  const scope = chain[index];
  return scope === undefined ? '' : scopeKey(scope);
}

function ownWords(own: number, { name, scope }: PolicyPlace): string {
  if (scope.kind === 'tenant') return 'What is set here holds for every room that does not decide otherwise.';
  const whose = `${name}${name.endsWith('s') ? '’' : '’s'}`;
  if (own === 0) return `Nothing is ${whose} own. All of it comes from above, and changes when that does.`;
  return `${plural(own, 'setting')} ${own === 1 ? 'is' : 'are'} ${whose} own. The rest comes from above, and changes when that does.`;
}

function listed(places: readonly PolicyPlace[]): string {
  const shown = places.slice(0, 8).map(({ name }) => name);
  const more = places.length - shown.length;
  return more === 0 ? `${shown.join(', ')}.` : `${shown.join(', ')} and ${more} more.`;
}
