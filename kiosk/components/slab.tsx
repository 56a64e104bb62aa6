/** A thing to touch: what it does above, what comes of it below. */

import style from './slab.module.css';

type Props = {
  readonly label: string;
  readonly detail?: string | undefined;
  /** Solid ink is the main action, an outline a second one. */
  readonly look: 'solid' | 'outlined';
  readonly onPress: () => void;
};

export function Slab({ label, detail, look, onPress }: Props) {
  return (
    <button type="button" class={`${style['slab']} ${style[look]}`} onClick={onPress} onTouchStart={feel}>
      <span>{label}</span> {detail !== undefined && <small>{detail}</small>}
    </button>
  );
}

/** Safari draws a pressed state only on what listens to touches. */
function feel(): void {}
