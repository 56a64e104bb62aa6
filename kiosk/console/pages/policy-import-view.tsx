/** A file of settings before it is taken: what it changes, and whom it names that is not here. */

import type { ComponentChild } from 'preact';
import { type PolicyScope, scopeKey } from '../../../shared/rules/policy-levels.ts';
import { Button } from '../components/button.tsx';
import { PageHead } from '../components/page-head.tsx';
import { placeOf } from '../state/find-rooms.ts';
import type { PolicyImport } from '../state/policy-import.ts';
import type { PolicyModel } from '../state/policy-model.ts';
import { placesChanged } from '../state/policy-preview.ts';
import { fieldOf } from '../text/policy-words.ts';
import { plural } from '../text/say-time.ts';
import style from './policy.module.css';
import { PolicyEffects } from './policy-effects.tsx';
import { decided, MeanwhileList } from './policy-review.tsx';
import { TitlesWarning } from './titles-warning.tsx';

export function PolicyImportView({ policy, notice }: { policy: PolicyModel; notice: ComponentChild }) {
  const imported = policy.imported.value;
  if (imported === null) return null;
  if (imported.kind === 'fault') {
    return (
      <>
        <PageHead title="This file cannot be taken">
          <p role="alert">{imported.words} Nothing was changed. Choose a file that was exported here.</p>
        </PageHead>
        <div class={style['answers']}>
          <Button kind="solid" onPress={policy.forgetFile}>
            Back to the places
          </Button>
        </div>
      </>
    );
  }
  const { changes, effects, unknownRooms, unknownDevices, unknownSettings, emptyPlaces } = imported.value;
  const isIdle = changes.length === 0 && unknownRooms.length === 0;
  const shows = effects.some(
    ({ setting, effects: steps }) => setting === 'showTitles' && steps.some(({ to }) => to === true),
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void policy.importFile();
      }}
    >
      <PageHead title={titleOf(imported.value)}>
        <p>
          {isIdle
            ? 'All that it decides is decided so already.'
            : 'Nothing is changed yet. What the file does not name is left to the level above.'}
        </p>
      </PageHead>
      {notice}
      <MeanwhileList policy={policy} />
      <Unknown what="room" names={unknownRooms}>
        Not in Exchange now. What was decided for a room that was here before is kept for when it comes back; of the
        others only the file has it.
      </Unknown>
      <Unknown what="tablet" names={unknownDevices}>
        Not paired any more. Nothing is decided for it.
      </Unknown>
      <Unknown what="place" names={emptyPlaces.map(nameOfScope)}>
        No room is in it now. What is decided there waits for one.
      </Unknown>
      <Unknown what="setting" names={unknownSettings}>
        This release knows no such setting, as where the file is of another one. It is left out; all else is as below.
      </Unknown>
      {shows && <TitlesWarning />}
      {changes.length > 0 && (
        <section aria-labelledby="decided-otherwise">
          <h2 id="decided-otherwise" class={style['section']}>
            Decided otherwise than now
          </h2>
          <ul class={style['effects']}>
            {changes.map(({ scope, settings }) => (
              <li key={scopeKey(scope)}>
                <h3>{policy.places.value.find(({ key }) => key === scopeKey(scope))?.name ?? nameOfScope(scope)}</h3>
                {settings.map(({ setting, from, to }) => (
                  <p key={setting}>
                    {fieldOf(setting).label}: <span class={style['was']}>{decided(setting, from)}</span> →{' '}
                    <b>{decided(setting, to)}</b>
                  </p>
                ))}
              </li>
            ))}
          </ul>
        </section>
      )}
      {effects.length > 0 && (
        <section aria-labelledby="at-the-doors">
          <h2 id="at-the-doors" class={style['section']}>
            At the doors
          </h2>
          <PolicyEffects effects={effects} />
        </section>
      )}
      <div class={style['bar']}>
        <p />
        <div>
          <Button kind={isIdle ? 'solid' : 'line'} onPress={policy.forgetFile}>
            {isIdle ? 'Back to the places' : 'Do not import'}
          </Button>
          {!isIdle && (
            <Button kind="solid" busy={policy.busy.value}>
              {shows ? 'It is done, import' : 'Import'}
            </Button>
          )}
        </div>
      </div>
    </form>
  );
}

type UnknownProps = { what: string; names: readonly string[]; children: ComponentChild };

function Unknown({ what, names, children }: UnknownProps) {
  if (names.length === 0) return null;
  return (
    <section class={style['meanwhile']} aria-label={`${what}s that are not here`}>
      <h2>
        {plural(names.length, what)} of the file {names.length === 1 ? 'is' : 'are'} not here
      </h2>
      <p>{children}</p>
      <ul>
        {names.map((name) => (
          <li key={name}>
            <bdi>{name}</bdi>
          </li>
        ))}
      </ul>
    </section>
  );
}

function titleOf({ changes, effects }: PolicyImport): string {
  const doors = placesChanged(effects).length;
  if (changes.length === 0) return 'This file changes nothing';
  return doors === 0 ? 'This file changes no door now' : `This file changes ${plural(doors, 'door')}`;
}

/** A building or floor that no room is in any more. */
function nameOfScope(scope: PolicyScope): string {
  if (scope.kind === 'building') return scope.building;
  return scope.kind === 'floor' ? (placeOf(scope) ?? scope.floor) : 'Everywhere';
}
