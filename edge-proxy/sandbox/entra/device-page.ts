/** The page where a person enters the code that a program has shown, and says who signs in. */

import { html } from 'hono/html';
import type { Person, Tenant } from './directory.ts';
import { frame, type Html, personButton } from './sign-in-page.ts';

export function deviceCodePage(tenant: Tenant, appName: string, people: Person[], wrong: string | null): Html {
  return frame(
    'Enter the code',
    html`<p class="tenant">${tenant.displayName}</p>
      <h1>Enter the code</h1>
      <p class="lede">${wrong ?? ''} <b>${appName}</b> shows a code. Enter it and choose the account that it shall act for. This is the sandbox tenant: no password is asked.</p>
      <form method="post">
        <p><label>Code <input name="code" autocomplete="off" required /></label></p>
        <ul>
          ${people.map((person) => html`<li>${personButton(person)}</li>`)}
        </ul>
        <button class="quiet" name="account" value="">Decline</button>
      </form>`,
  );
}

export function deviceAnsweredPage(tenant: Tenant, person: Person | null): Html {
  return frame(
    person === null ? 'Declined' : 'Signed in',
    html`<p class="tenant">${tenant.displayName}</p>
      <h1>${person === null ? 'You have declined' : `${person.displayName} is signed in`}</h1>
      <p class="lede">The program is told within a few seconds. You may close this page.</p>`,
  );
}
