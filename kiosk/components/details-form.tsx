/** For whoever wants the calendar to say what for and by whom. The tablet's own keyboard does the typing. */

import type { ComponentChildren } from 'preact';
import style from './details-form.module.css';

/** What was left empty is not there. */
type Details = { readonly title?: string; readonly name?: string; readonly online?: boolean };

type Props = {
  readonly asks: { readonly words: boolean; readonly online: boolean };
  readonly labels: { readonly [field in 'title' | 'name' | 'online' | 'book']: string };
  readonly onBook: (details: Details) => void;
  readonly children: ComponentChildren;
};

/** As much as the wire takes. */
const LONGEST = { title: 250, name: 100 };

export function DetailsForm({ asks, labels, onBook, children }: Props) {
  return (
    <form
      class={style['form']}
      autocomplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        onBook(readDetails(event.currentTarget));
      }}
    >
      {asks.words &&
        (['title', 'name'] as const).map((field) => (
          <label key={field}>
            {labels[field]}
            <input type="text" name={field} maxLength={LONGEST[field]} />
          </label>
        ))}
      {asks.online && (
        <label class={style['check']}>
          <input type="checkbox" name="online" /> {labels.online}
        </label>
      )}
      {children}
      <button type="submit">{labels.book}</button>
    </form>
  );
}

function readDetails(form: HTMLFormElement): Details {
  const given = new FormData(form);
  const text = (field: string) => String(given.get(field) ?? '').trim();
  return {
    ...(text('title') !== '' && { title: text('title') }),
    ...(text('name') !== '' && { name: text('name') }),
    ...(given.get('online') !== null && { online: true }),
  };
}
