import { expect, test } from 'vitest';
import { aDraft, adele, at, room } from '../exchange/an-exchange.ts';
import { aGraph, BASE_URL, TODAY } from './a-graph.ts';

type Entity = { id: string; type?: string; subject?: string; '@removed'?: { reason: string } };

const DELTA = `/users/${room.id}/calendarView/delta`;
const cut = (link: string) => link.slice(`${BASE_URL}/v1.0`.length);

/** Follows a round to its end. */
async function round(get: ReturnType<typeof aGraph>['get'], from: string) {
  const entities: Entity[] = [];
  for (let path = from; ; ) {
    const { body } = await get(path, { Prefer: 'odata.maxpagesize=2' });
    entities.push(...body.value);
    if (body['@odata.deltaLink'] !== undefined) return { entities, next: cut(body['@odata.deltaLink']) };
    path = cut(body['@odata.nextLink']);
  }
}

function aSeriesAndMore() {
  const graph = aGraph();
  const recurrence = { pattern: { type: 'daily', interval: 1 }, range: { type: 'noEnd', firstDay: 20_700 } } as const;
  graph.exchange.organize(room.address, aDraft({ attendees: [], recurrence }));
  const single = graph.exchange.organize(
    room.address,
    aDraft({ attendees: [], subject: 'Once', start: at('12:00'), end: at('13:00') }),
  );
  return { ...graph, singleId: single.ok ? single.value.item.id : '' };
}

test('the first round gives everything, the master beside its bare occurrence; the next gives nothing new', async () => {
  const { get } = aSeriesAndMore();

  const first = await round(get, `${DELTA}?${TODAY}`);
  const second = await round(get, first.next);

  expect(first.entities.map(({ type }) => type)).toEqual(['seriesMaster', 'occurrence', 'singleInstance']);
  expect(first.entities[1]).not.toHaveProperty('subject');
  expect(second.entities).toEqual([]);
});

test('later rounds give what has changed and what is gone', async () => {
  const { get, exchange, singleId } = aSeriesAndMore();
  const first = await round(get, `${DELTA}?${TODAY}`);

  exchange.update(room.address, singleId, { subject: 'Once more' });
  const second = await round(get, first.next);
  exchange.remove(room.address, singleId);
  const third = await round(get, second.next);

  expect(second.entities).toMatchObject([{ type: 'singleInstance', subject: 'Once more' }]);
  expect(third.entities).toMatchObject([{ id: second.entities[0]?.id, '@removed': { reason: 'deleted' } }]);
});

test('a token that is not known any more sends back to the beginning', async () => {
  const { get } = aSeriesAndMore();

  const answer = await get(`${DELTA}?$deltatoken=OLD.1795478400000.1795564800000`);

  expect(answer.status).toBe(410);
  expect(answer.body.error.code).toBe('SyncStateNotFound');
  expect(answer.headers.get('Location')).toContain('$deltatoken=');
});

test('a token of another mailbox opens nothing, and a selection is refused', async () => {
  const { get } = aSeriesAndMore();
  const { next } = await round(get, `${DELTA}?${TODAY}`);

  expect((await get(next.replace(room.id, adele.id))).status).toBe(410);
  expect((await get(`${DELTA}?${TODAY}&$select=subject`)).status).toBe(400);
  expect((await get(DELTA)).status).toBe(400);
});
