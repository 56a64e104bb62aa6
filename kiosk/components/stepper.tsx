/** A time that goes a step back or on. */

import { Icon } from './icon.tsx';
import style from './stepper.module.css';

type Props = {
  readonly label: string;
  readonly value: string;
  readonly earlier: Step;
  readonly later: Step;
};

/** `onPress` null: there is no further. */
type Step = { readonly label: string; readonly onPress: (() => void) | null };

export function Stepper({ label, value, earlier, later }: Props) {
  return (
    <div class={style['stepper']}>
      <StepButton step={earlier} icon="minus" />
      <p role="status">
        <small>{label}</small> {value}
      </p>
      <StepButton step={later} icon="plus" />
    </div>
  );
}

function StepButton({ step, icon }: { readonly step: Step; readonly icon: 'minus' | 'plus' }) {
  if (step.onPress === null) return <span />;
  return (
    <button type="button" aria-label={step.label} onClick={step.onPress}>
      <Icon name={icon} />
    </button>
  );
}
