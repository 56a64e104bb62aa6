/**
 * The pages that a person sees of Entra. No password: whoever can open the sandbox may be anybody in it. All links are
 * relative, because the proxy shows these pages below a path of its own.
 */

import { html } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import type { Person, Tenant } from './directory.ts';
import type { TokenErrorBody } from './token-error.ts';

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

export function signInPage(tenant: Tenant, appName: string, people: Person[]): Html {
  return frame(
    `Sign in to ${tenant.displayName}`,
    html`<p class="tenant">${tenant.displayName}</p>
      <h1>Who are you today?</h1>
      <p class="lede"><b>${appName}</b> asks you to sign in. This is the sandbox tenant: choose a person, no password is asked.</p>
      <form method="post">
        <ul>
          ${people.map(
            (person) => html`<li>
              ${personButton(person)}
            </li>`,
          )}
        </ul>
        <button class="quiet" name="account" value="">Cancel</button>
      </form>`,
  );
}

export function signedOutPage(tenant: Tenant): Html {
  return frame(
    'Signed out',
    html`<p class="tenant">${tenant.displayName}</p>
      <h1>You are signed out</h1>
      <p class="lede">You may close this page.</p>`,
  );
}

export function signInFailedPage(tenant: Tenant, { error_description, trace_id }: TokenErrorBody): Html {
  const [sentence] = error_description.split(' Trace ID:');
  return frame(
    'Sign-in failed',
    html`<p class="tenant">${tenant.displayName}</p>
      <h1>We could not sign you in</h1>
      <p class="lede">${sentence}</p>
      <p class="trace">Trace ID ${trace_id}</p>`,
  );
}

export function personButton(person: Person): Html {
  return html`<button name="account" value="${person.objectId}">
                <span class="initials" aria-hidden="true">${initials(person.displayName)}</span>
                <span class="who"><b>${person.displayName}</b><small>${person.userPrincipalName}</small></span>
                <span class="role">${person.roles.length > 0 ? person.roles.join(', ') : 'No role'}<small>${person.jobTitle}</small></span>
              </button>`;
}

export function frame(title: string, content: Html): Html {
  return html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${title}</title>
    <link rel="stylesheet" href="../../../sign-in.css" />
  </head>
  <body>
    <main>${content}</main>
  </body>
</html>`;
}

function initials(name: string): string {
  const words = name.split(' ');
  return [words.at(0), words.at(-1)].map((word) => word?.slice(0, 1) ?? '').join('');
}
