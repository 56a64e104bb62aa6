// The page works by the same control API that tests use. A form or button says in its data attributes what to ask for;
// the rooms are drawn by the server and only put in place here. All addresses are relative: see outlook-page.ts.

const REFRESH_MS = 5000;
const SAID_FOR_MS = 6000;
/** A little more than a room takes. */
const ROOM_ANSWERS_MS = 2500;

const status = document.querySelector('[role="status"]');
let saidTimer = 0;

function say(text) {
  clearTimeout(saidTimer);
  status.textContent = text;
  saidTimer = setTimeout(() => {
    status.textContent = '';
  }, SAID_FOR_MS);
}

async function ask(method, path, body, done) {
  try {
    const answer = await fetch(`outlook/api/${path}`, {
      method,
      headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
    });
    if (answer.ok) say(done);
    if (answer.status === 201 && path === 'meetings') setTimeout(sayAnswer, ROOM_ANSWERS_MS, (await answer.json()).id);
    if (!answer.ok) say((await answer.json()).detail ?? `That did not work (${answer.status}).`);
  } catch {
    // The sandbox was stopped, or the network is gone.
    say('The sandbox does not answer.');
  }
  await refresh();
}

/** Whether the room took the meeting: a declined one is nowhere to be seen. */
async function sayAnswer(id) {
  const answer = await fetch(`outlook/api/meetings/${encodeURIComponent(id)}`).catch(() => null);
  if (answer === null || !answer.ok) return;
  const room = (await answer.json()).attendees.find(({ type }) => type === 'resource');
  if (room !== undefined && room.response !== 'none') say(`${room.name}: ${room.response}.`);
  await refresh();
}

async function refresh() {
  const answer = await fetch('outlook/rooms').catch(() => null);
  if (answer === null || !answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('#rooms');
  const rooms = document.querySelector('#rooms');
  // While somebody is among the buttons of a meeting, nothing may move away under their finger.
  if (fresh === null || rooms.contains(document.activeElement)) return;
  const open = new Set([...rooms.querySelectorAll('details[open]')].map(({ id }) => id));
  for (const details of fresh.querySelectorAll('details')) details.open = open.has(details.id);
  rooms.replaceWith(fresh);
}

function readForm(form) {
  const body = {};
  for (const field of form.elements) {
    if (field.name === '' || (field.type !== 'checkbox' && field.value === '')) continue;
    if (field.type === 'checkbox') body[field.name] = field.checked;
    else body[field.name] = field.dataset.number === undefined ? field.value : Number(field.value);
  }
  return body;
}

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (form.dataset.path === undefined) return;
  event.preventDefault();
  void ask('POST', form.dataset.path, readForm(form), form.dataset.done);
});

document.addEventListener('click', (event) => {
  const button = event.target.closest('button[data-path]');
  if (button === null) return;
  const { method, path, body, done } = button.dataset;
  button.blur();
  void ask(method, path, body === undefined ? undefined : JSON.parse(body), done);
});

setInterval(() => {
  if (!document.hidden) void refresh();
}, REFRESH_MS);
