/** Which rooms get a link, for how long; and what became of those that were made before. */

import type { Instant } from '../../../shared/basics/instant.ts';
import { HOUR_MS } from '../../../shared/basics/instant.ts';
import type { EnrolmentSummary } from '../../../shared/wire/enrolment.ts';
import { Button } from '../components/button.tsx';
import type { EnrolModel, RoomsOfPlace } from '../state/enrol-model.ts';
import { plural, type SayTime, sayLength } from '../text/say-time.ts';
import style from './enrol-screen.module.css';

type Props = { enrol: EnrolModel; now: () => Instant; say: SayTime };

const LIVES = [1, 24, 7 * 24, 30 * 24] as const;
/** What was made long ago is in the audit. */
const MOST_SHOWN = 50;

export function EnrolLinks({ enrol, now, say }: Props) {
  const places = enrol.places.value;
  const chosen = enrol.chosen.value;
  if (places === null) return <p role="status">Reading the rooms.</p>;
  return (
    <>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void enrol.make();
        }}
      >
        <h2>Which rooms?</h2>
        <div class={style['places']}>
          {places.map((place) => (
            <PlaceRooms key={place.place} place={place} chosen={chosen} onChoose={enrol.choose} />
          ))}
        </div>
        <div class={style['bar']}>
          <label>
            Good for{' '}
            <select
              value={String(enrol.hours.value)}
              onChange={({ currentTarget }) => enrol.setHours(Number(currentTarget.value))}
            >
              {LIVES.map((hours) => (
                <option key={hours} value={hours}>
                  {sayLength(hours * HOUR_MS)}
                </option>
              ))}
            </select>
          </label>
          {chosen.size > 0 && (
            <Button kind="solid" busy={enrol.busy.value}>
              Make {plural(chosen.size, 'link')}
            </Button>
          )}
        </div>
      </form>
      <Made enrol={enrol} now={now} say={say} />
    </>
  );
}

type PlaceProps = { place: RoomsOfPlace; chosen: ReadonlySet<string>; onChoose: EnrolModel['choose'] };

function PlaceRooms({ place: { place, rooms }, chosen, onChoose }: PlaceProps) {
  const all = rooms.every(({ id }) => chosen.has(id));
  const some = rooms.some(({ id }) => chosen.has(id));
  return (
    <fieldset class={style['place']}>
      <legend>
        <label class={style['tick']}>
          <input
            type="checkbox"
            checked={all}
            indeterminate={some && !all}
            onChange={() =>
              onChoose(
                rooms.map(({ id }) => id),
                !all,
              )
            }
          />
          <b>
            <bdi>{place === '' ? 'Elsewhere' : place}</bdi>
          </b>
          <small>all {rooms.length}</small>
        </label>
      </legend>
      {rooms.map(({ id, displayName, devices }) => (
        <label key={id} class={style['tick']}>
          <input type="checkbox" checked={chosen.has(id)} onChange={() => onChoose([id], !chosen.has(id))} />
          <bdi>{displayName}</bdi>
          <small>{devices === 0 ? 'no tablet yet' : plural(devices, 'tablet')}</small>
        </label>
      ))}
    </fieldset>
  );
}

const STATE_WORDS: Readonly<Record<EnrolmentSummary['state'], string>> = {
  open: 'open',
  used: 'used',
  withdrawn: 'withdrawn',
  expired: 'run out',
};

function Made({ enrol, now, say }: Props) {
  const all = enrol.enrolments.value;
  const open = all.filter(({ state }) => state === 'open');
  if (all.length === 0) return null;
  return (
    <section class={style['made']} aria-labelledby="links-made">
      <div class={style['bar']}>
        <h2 id="links-made">Links that were made</h2>
        {open.length > 0 && (
          <Button kind="line" small onPress={() => void enrol.withdraw(open.map(({ id }) => id))}>
            Withdraw {open.length === 1 ? 'the open one' : `all ${open.length} open ones`}
          </Button>
        )}
      </div>
      <ul class={style['rows']}>
        {all.slice(0, MOST_SHOWN).map(({ id, place, name, state, madeBy, madeAt, expiresAt, usedAt }) => (
          <li key={id} class={state === 'open' ? '' : style['past']}>
            <span>
              <b>
                <bdi>{place}</bdi>
              </b>
              {name !== null && (
                <>
                  {' '}
                  <bdi>{name}</bdi>
                </>
              )}
            </span>
            <span>
              {STATE_WORDS[state]}
              {usedAt !== null && ` ${say.clock(usedAt, now())}`}
              {state === 'open' && ` until ${say.clock(expiresAt, now())}`}
            </span>
            <small>
              made {say.clock(madeAt, now())} by <bdi>{madeBy}</bdi>
            </small>
            {state === 'open' && (
              <Button kind="line" small onPress={() => void enrol.withdraw([id])}>
                Withdraw<span class="unseen"> the link for {place}</span>
              </Button>
            )}
          </li>
        ))}
      </ul>
      {all.length > MOST_SHOWN && <p class={style['aside']}>Older ones stand in the audit.</p>}
    </section>
  );
}
