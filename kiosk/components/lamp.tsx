/**
 * The state without colour or language: an empty ring is free, it fills as a meeting nears, is full while someone is in,
 * and drains as it ends.
 */

import style from './lamp.module.css';

export type LampMark =
  | { readonly kind: 'ring' | 'disc' | 'asking' | 'held' | 'tick' | 'broken' | 'question' | 'closed' }
  | { readonly kind: 'filling' | 'draining'; readonly share: number };

type Props = { readonly mark: LampMark; readonly class?: string | undefined };

export function Lamp({ mark, class: place }: Props) {
  return (
    <svg class={`${style['lamp']} ${place ?? ''}`} viewBox="0 0 100 100" aria-hidden="true">
      {parts(mark)}
    </svg>
  );
}

function parts(mark: LampMark) {
  switch (mark.kind) {
    case 'ring':
      return ring;
    case 'disc':
      return <Disc share={1} from={0} />;
    case 'filling':
      return [ring, <Disc key="disc" share={mark.share} from={0} />];
    case 'draining':
      // What is left ends at twelve, as on a kitchen timer.
      return [ring, <Disc key="disc" share={mark.share} from={1 - mark.share} />];
    case 'asking':
      return [ring, <path key="sign" class={style['sign']} d="M32 50h.01M50 50h.01M68 50h.01" />];
    case 'held':
      return [ring, <path key="sign" class={style['sign']} d="M42 36v28M58 36v28" />];
    case 'tick':
      return [<Disc key="disc" share={1} from={0} />, <path key="cut" class={style['cut']} d="M29 52l14 14 28-31" />];
    case 'closed':
      return [<Disc key="disc" share={1} from={0} />, <path key="cut" class={style['cut']} d="M26 50h48" />];
    case 'broken':
      return broken;
    case 'question':
      return [
        broken,
        <path key="sign" class={style['sign']} d="M39 41c0-14 23-14 23 0 0 8-11.5 8-11.5 17M50.5 73h.01" />,
      ];
    default:
      return mark satisfies never;
  }
}

/** A pie slice is a circle of half the radius with a stroke as wide as its own diameter. */
function Disc({ share, from }: { readonly share: number; readonly from: number }) {
  if (share >= 1) return <circle class={style['disc']} cx="50" cy="50" r="25" />;
  if (share <= 0) return null;
  const turn = from * 360 - 90;
  return (
    <circle
      class={style['disc']}
      cx="50"
      cy="50"
      r="25"
      pathLength="100"
      stroke-dasharray={`${share * 100} 100`}
      transform={`rotate(${turn} 50 50)`}
    />
  );
}

const ring = <circle key="ring" class={style['ring']} cx="50" cy="50" r="43" />;

/** Twelve dashes, one at each hour. Begun between two hours, since a dash across the ends of a circle is drawn torn. */
const broken = (
  <circle
    key="broken"
    class={style['ring']}
    cx="50"
    cy="50"
    r="43"
    pathLength="360"
    stroke-dasharray="15"
    stroke-dashoffset="22.5"
    transform="rotate(15 50 50)"
  />
);
