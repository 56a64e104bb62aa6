/** Tablets that show a code now. Those whose names say where they belong are paired together, with one yes. */

import type { Instant } from '../../../shared/basics/instant.ts';
import type { Waiter } from '../../../shared/wire/enrolment.ts';
import { Button } from '../components/button.tsx';
import { type EnrolModel, isReady } from '../state/enrol-model.ts';
import { plural, sayAgo } from '../text/say-time.ts';
import style from './enrol-screen.module.css';

type Props = { enrol: EnrolModel; now: () => Instant };

export function EnrolWaiting({ enrol, now }: Props) {
  const waiting = enrol.waiting.value;
  const ready = waiting.filter(isReady).length;
  const paired = enrol.paired.value;
  return (
    <>
      {paired !== null && (
        <p class={style['aside']} role="status">
          {plural(paired.paired, 'tablet')} paired{paired.left > 0 && `, ${paired.left} not: look at them again`}.
        </p>
      )}
      {waiting.length === 0 ? (
        <p class={style['aside']}>
          No tablet waits. One that is opened at <b>{location.origin}/?device=NAME</b> shows up here under that name.
        </p>
      ) : (
        <ul class={style['rows']}>
          {waiting.map((one) => (
            <li key={one.id} class={isReady(one) ? '' : style['past']}>
              <span>
                <b>
                  <bdi>{one.name ?? 'A tablet without a name'}</bdi>
                </b>{' '}
                <bdi>{one.particulars === null ? '' : `${one.particulars.model}, ${one.particulars.browser}`}</bdi>
              </span>
              <span>{fate(one)}</span>
              <small>
                asked {sayAgo(one.askedAt, now())} from <bdi>{one.address}</bdi>
              </small>
            </li>
          ))}
        </ul>
      )}
      {ready > 0 && (
        <div class={style['bar']}>
          <Button kind="solid" busy={enrol.busy.value} onPress={() => void enrol.pairByName()}>
            Pair {ready === 1 ? 'it with its room' : `all ${ready} with their rooms`}
          </Button>
        </div>
      )}
    </>
  );
}

function fate({ place, doubt, name }: Waiter): string {
  if (doubt !== null) return doubt;
  if (place !== null) return `belongs to ${place.displayName}`;
  return name === null ? 'type its code to pair it' : 'no room for this name: type its code, or put it on the list';
}
