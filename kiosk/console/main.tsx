/** Composition root of the console: the browser's clock, storage and network in; models and screens out. */

import '../styles/tokens.css';
import '../styles/looks.css';
import './styles/console.css';
import { computed } from '@preact/signals';
import { render } from 'preact';
import { instant } from '../../shared/basics/instant.ts';
import { err, ok } from '../../shared/basics/result.ts';
import { wellFormed } from '../text/well-formed.ts';
import { ConsoleApp } from './console-app.tsx';
import { type AccessToken, createConsoleClient, readConsoleConfig } from './console-client.ts';
import { pageOf } from './pages/pages.ts';
import { createSignIn, type SignIn } from './sign-in.ts';
import { createDrafts } from './state/drafts.ts';
import { createPairingDeskModel } from './state/pairing-desk-model.ts';
import { createPlaceModel } from './state/place-model.ts';
import { createSessionModel } from './state/session-model.ts';
import { createSayTime } from './text/say-time.ts';

const now = () => instant(Date.now());
const after = (delayMs: number, run: () => void) => {
  const timer = setTimeout(run, delayMs);
  return () => clearTimeout(timer);
};

let signIn: SignIn | null = null;
const accessToken: AccessToken = async (options) => signIn?.accessToken(options) ?? err({ kind: 'signed-out' });
const fetchFromProxy: typeof fetch = (input, init) => fetch(input, init);

const place = createPlaceModel(window);
const drafts = createDrafts(window);
const client = createConsoleClient({ fetch: fetchFromProxy, accessToken, now, signedOut: () => session.ended() });
const session = createSessionModel({
  readMe: client.readMe,
  beforeLeaving: place.keep,
  beforeEnding: ({ username }) => drafts.keep(username),
  async prepare() {
    const config = await readConsoleConfig({ fetch: fetchFromProxy, now });
    if (!config.ok) return config;
    const made = await createSignIn(config.value, location.origin);
    if (!made.ok) return err({ kind: 'sign-in', fault: made.error });
    signIn = made.value;
    return ok(made.value);
  },
});

const models = {
  place,
  session,
  desk: createPairingDeskModel({ client, after, paired: place.codeSpent }),
};

const say = createSayTime(wellFormed([navigator.language])[0], undefined);
const of = computed(() => ('of' in place.place.value ? place.place.value.of : null));
const later = { client, now, after, say, of, go: place.go, guard: place.guard };

followTheme();
const root = document.getElementById('console');
if (root === null) throw new Error('the page has no place for the console');
render(<ConsoleApp models={models} later={later} drafts={drafts} now={now} say={say} />, root);
void session.start();
// Most people come for the doors: their page is fetched while the sign-in is still being asked for.
if (place.place.value.page === 'doors')
  pageOf('fleet')
    .load()
    .catch(() => undefined);

/** The console is read at a desk: it follows the machine's own choice of light or dark. */
function followTheme(): void {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const show = () => {
    document.documentElement.dataset['theme'] = dark.matches ? 'dark' : 'light';
  };
  show();
  dark.addEventListener('change', show);
}
