/** A few big answers, nothing to type. */

import style from './choices.module.css';

type Props = {
  readonly choices: readonly {
    readonly key: string;
    readonly label: string;
    readonly chosen?: boolean;
    readonly onPress: () => void;
  }[];
};

export function Choices({ choices }: Props) {
  return (
    <ul class={style['choices']}>
      {choices.map(({ key, label, chosen, onPress }) => (
        <li key={key}>
          <button type="button" aria-pressed={chosen} onClick={onPress}>
            <bdi>{label}</bdi>
          </button>
        </li>
      ))}
    </ul>
  );
}
