/** A few facts under each other: what it is, and how it stands. */

import style from './facts.module.css';

export function Facts({ facts }: { facts: readonly (readonly [string, string])[] }) {
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
