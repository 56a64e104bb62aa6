/** One setting: what it is, what holds, who decided that, and the way back to what holds above. */

import type { ComponentChildren } from 'preact';
import { scopeKey } from '../../../shared/rules/policy-levels.ts';
import type { PolicyModel, PolicyRow } from '../state/policy-model.ts';
import { sayValue } from '../text/policy-words.ts';
import style from './policy.module.css';
import { PolicyControlView } from './policy-control.tsx';

type Props = {
  row: PolicyRow;
  policy: PolicyModel;
  mayChange: boolean;
  nameOf(key: string): string;
  /** A question about it that stands open. */
  children?: ComponentChildren;
};

export function PolicyRowView({ row, policy, mayChange, nameOf, children }: Props) {
  const { field, value, fault } = row;
  const { setting, label, hint } = field;
  const id = `set-${setting.replace('.', '-')}`;
  const described = [
    `${id}-from`,
    ...(hint === undefined ? [] : [`${id}-hint`]),
    ...(fault === null ? [] : [`${id}-fault`]),
  ];
  return (
    <div class={`${style['row']} ${row.isDrafted ? style['drafted'] : ''}`}>
      <div class={style['label']}>
        {mayChange && hasOneControl(row) ? <label for={id}>{label}</label> : <span id={`${id}-label`}>{label}</span>}
        {hint !== undefined && <small id={`${id}-hint`}>{hint}</small>}
      </div>
      <div class={style['value']}>
        {mayChange ? (
          <PolicyControlView id={id} row={row} describedBy={described.join(' ')} policy={policy} />
        ) : (
          <b>{value === undefined ? 'They differ' : sayValue(setting, value)}</b>
        )}
        {fault !== null && (
          <p id={`${id}-fault`} class={style['fault']} role="alert">
            {fault}
          </p>
        )}
      </div>
      <div class={style['from']}>
        {row.levels.length > 1 && (
          <span class={style['levels']} aria-hidden="true">
            {row.levels.map((level, index) => (
              <i key={index} class={style[level]} />
            ))}
          </span>
        )}
        <span id={`${id}-from`}>{fromWords(row, policy, nameOf)}</span>
        {mayChange && (row.isOwn || row.isDrafted) && (
          <button type="button" class={style['undo']} onClick={() => policy.clear(setting)}>
            Undo<span class="unseen"> {label}</span>
            {row.above !== undefined && ` (${sayValue(setting, row.above)})`}
          </button>
        )}
      </div>
      {children}
    </div>
  );
}

/** Of the others each part has a label of its own. */
function hasOneControl({ field: { control } }: PolicyRow): boolean {
  return control.kind !== 'hours' && control.kind !== 'languages' && control.kind !== 'flag';
}

function fromWords({ from, value, isDrafted }: PolicyRow, policy: PolicyModel, nameOf: Props['nameOf']): string {
  const saved = isDrafted ? ', not saved yet' : '';
  if (from === 'doorlight') return `Doorlight’s own${saved}`;
  if (from === 'several') {
    const isHere = isDrafted && value !== undefined;
    return isHere ? 'set here, not saved yet' : `from several places${saved}`;
  }
  const key = scopeKey(from);
  const isHere = policy.chosen.value.some((place) => place.key === key);
  return `${isHere ? 'set here' : `from ${nameOf(key)}`}${saved}`;
}
