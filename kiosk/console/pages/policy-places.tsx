/** Every place where something can be decided, to go to one or to mark many; and the whole as a file, out and in. */

import type { ComponentChild } from 'preact';
import { useState } from 'preact/hooks';
import { Button } from '../components/button.tsx';
import { PageHead } from '../components/page-head.tsx';
import { TextLink } from '../components/text-link.tsx';
import { Tick } from '../components/tick.tsx';
import { linkToPage } from '../state/page-link.ts';
import type { Place } from '../state/place-model.ts';
import { MARKED, type PolicyModel } from '../state/policy-model.ts';
import { findPlaces, type PolicyPlace, within } from '../state/policy-places.ts';
import { saveFile } from '../state/save-file.ts';
import { plural } from '../text/say-time.ts';
import style from './policy.module.css';

type Props = { policy: PolicyModel; mayChange: boolean; notice: ComponentChild; go(place: Place): void };

export function PolicyPlaces({ policy, mayChange, notice, go }: Props) {
  const places = policy.places.value;
  const found = findPlaces(places, policy.search.value);
  const marked = places.filter(({ key }) => policy.marked.value.has(key));
  const own = places.filter(({ key }) => policy.ownCount(key) > 0).length;
  const allMarked = found.length > 0 && found.every(({ key }) => policy.marked.value.has(key));
  return (
    <>
      <PageHead
        title="Rooms and policy"
        actions={
          <>
            <ExportButton policy={policy} />
            {mayChange && <ImportField onText={policy.readFile} />}
          </>
        }
      >
        <p role="status">{savedWords(policy) ?? ledeOf(own)}</p>
        <p>
          Rooms are closed, and words hung at doors, on{' '}
          <TextLink
            class={style['also']}
            href={linkToPage('notices', null)}
            onGo={() => go({ page: 'notices', of: null })}
          >
            a page of their own
          </TextLink>
          .
        </p>
      </PageHead>
      {notice}
      <div class={style['find']}>
        <label for="place-search">Building, floor, room or tablet</label>
        <input
          id="place-search"
          class={style['text']}
          type="search"
          autocomplete="off"
          value={policy.search.value}
          onInput={({ currentTarget }) => {
            policy.search.value = currentTarget.value;
          }}
        />
      </div>
      {mayChange && found.length > 0 && (
        <div class={style['all']}>
          <Tick
            checked={allMarked}
            onTick={() =>
              policy.mark(
                found.map(({ key }) => key),
                !allMarked,
              )
            }
          >
            {policy.search.value === '' ? 'Mark all of them' : `Mark the ${found.length} found`}
          </Tick>
        </div>
      )}
      <ul class={style['places']}>
        {found.map((place) => (
          <PlaceRow key={place.key} place={place} policy={policy} places={places} mayChange={mayChange} go={go} />
        ))}
      </ul>
      {found.length === 0 && <p role="status">Nothing is called so. Try another part of its name.</p>}
      {marked.length > 0 && (
        <div class={style['bar']}>
          <p role="status">{plural(marked.length, 'place')} marked</p>
          <div>
            <Button
              kind="line"
              onPress={() =>
                policy.mark(
                  marked.map(({ key }) => key),
                  false,
                )
              }
            >
              Unmark
            </Button>
            <Button kind="solid" onPress={() => go({ page: 'policy', of: MARKED })}>
              Decide for {marked.length === 1 ? 'it' : `these ${marked.length}`}
            </Button>
          </div>
        </div>
      )}
    </>
  );
}

type RowProps = {
  place: PolicyPlace;
  places: readonly PolicyPlace[];
  policy: PolicyModel;
  mayChange: boolean;
  go(place: Place): void;
};

function PlaceRow({ place, places, policy, mayChange, go }: RowProps) {
  const { key, name, scope, rooms } = place;
  const own = policy.ownCount(key);
  const isMarked = policy.marked.value.has(key);
  const where = within(place, places)
    .map((one) => one.name)
    .join(', ');
  const to: Place = { page: 'policy', of: key };
  const full = where === '' ? name : `${name}, ${where}`;
  return (
    <li class={style[scope.kind]}>
      {mayChange && (
        <span class={style['tick']}>
          <Tick checked={isMarked} onTick={() => policy.mark([key], !isMarked)}>
            <span class="unseen">Mark {full}</span>
          </Tick>
        </span>
      )}
      <span class={style['name']}>
        <TextLink href={linkToPage('policy', key)} onGo={() => go(to)}>
          <bdi>{name}</bdi>
          {where !== '' && <span class="unseen"> in {where}</span>}
        </TextLink>
      </span>
      <span class={style['facts']}>
        {scope.kind !== 'room' && scope.kind !== 'device' && <span>{plural(rooms.length, 'room')}</span>}
        {own > 0 && <b>{plural(own, 'setting')} of its own</b>}
      </span>
    </li>
  );
}

export function savedWords(policy: PolicyModel): string | null {
  const changed = policy.saved.value;
  if (changed === null) return null;
  return changed === 0
    ? 'Saved. No door changes by it now.'
    : `Saved. ${plural(changed, 'door')} ${changed === 1 ? 'has' : 'have'} it now.`;
}

function ledeOf(own: number): string {
  return own === 0
    ? 'Nobody has decided anything yet: Doorlight’s own settings hold everywhere.'
    : `${plural(own, 'place')} ${own === 1 ? 'decides' : 'decide'} something. The rest comes from above, and changes when that does.`;
}

function ExportButton({ policy }: { policy: PolicyModel }) {
  const [failed, setFailed] = useState(false);
  const save = async () => {
    const answer = await policy.exportFile();
    setFailed(!answer.ok);
    if (answer.ok) saveFile('doorlight-policy.json', await answer.value.blob());
  };
  return (
    <>
      <Button kind="line" small onPress={() => void save()}>
        Export
      </Button>
      {failed && <span role="alert">The file could not be had. Try again.</span>}
    </>
  );
}

/** A field for files looks as its browser likes; its label is our button. */
function ImportField({ onText }: { onText(text: string): void }) {
  return (
    <label class={style['file']}>
      Import
      <input
        type="file"
        accept="application/json,.json"
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? [];
          currentTarget.blur();
          if (file !== undefined) void file.text().then(onText);
          currentTarget.value = '';
        }}
      />
    </label>
  );
}
