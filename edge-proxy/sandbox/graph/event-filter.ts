/**
 * `$filter` on events: comparisons joined by `and`, and the form by which an app finds its own events again, an extended
 * property with a value. What is not understood is refused, as a filter passed over would list too much.
 */

import { UTC } from '../../../shared/basics/zone.ts';
import type { Instance } from '../exchange/calendar-item.ts';
import { type EventJson, eventJson } from './event-json.ts';
import { readQueryMoment, valueAt } from './query-options.ts';

export type EventTest = (instance: Instance) => boolean;

const BY_PROPERTY =
  /^singleValueExtendedProperties\/any\(\s*(\w+)\s*:\s*\1\/id eq '((?:[^']|'')*)' and \1\/value eq '((?:[^']|'')*)'\s*\)/i;
const COMPARISON = /^([\w/]+) (eq|ne|gt|ge|lt|le) ('(?:[^']|'')*'|[^\s()']+)/;

/** What the service does not filter by; a client that relies on it here would fail there. */
const NOT_FILTERABLE: ReadonlySet<string> = new Set(['transactionId', 'body', 'bodyPreview', 'webLink', 'changeKey']);

/** Null where the filter is none that the service takes. */
export function readFilter(text: string): EventTest | null {
  const tests: EventTest[] = [];
  for (let rest = text.trim(); ; ) {
    const property = BY_PROPERTY.exec(rest);
    const comparison = property === null ? COMPARISON.exec(rest) : null;
    const clause = property ?? comparison;
    if (clause === null) return null;
    const test = property === null ? readComparison(clause) : hasProperty(unquote(clause[2]), unquote(clause[3]));
    if (test === null) return null;
    tests.push(test);
    rest = rest.slice(clause[0].length).trimStart();
    if (rest === '') return (instance) => tests.every((one) => one(instance));
    if (!/^and\s/i.test(rest)) return null;
    rest = rest.slice('and'.length).trimStart();
  }
}

function hasProperty(id: string, value: string): EventTest {
  const wanted = id.toLowerCase();
  return ({ item }) =>
    [...item.extendedProperties].some(([name, held]) => name.toLowerCase() === wanted && held === value);
}

function readComparison([, path = '', operator, literal = '']: RegExpExecArray): EventTest | null {
  if (NOT_FILTERABLE.has(path)) return null;
  const wanted = literal.startsWith("'") ? unquote(literal.slice(1, -1)) : literal;
  const isMoment = /dateTime$/i.test(path);
  const limit = isMoment ? readQueryMoment(wanted) : wanted;
  if (limit === null) return null;
  return (instance) => {
    const held = valueAt(inUtc(instance), path);
    const order = compare(isMoment ? readQueryMoment(String(held)) : String(held), limit);
    switch (operator) {
      case 'eq':
        return order === 0;
      case 'ne':
        return order !== 0;
      case 'gt':
        return order > 0;
      case 'ge':
        return order >= 0;
      case 'lt':
        return order < 0;
      default:
        return order <= 0;
    }
  };
}

function inUtc(instance: Instance): EventJson {
  return eventJson(instance, { zone: UTC, zoneName: 'UTC', immutableIds: true });
}

function compare(one: string | number | null, other: string | number): number {
  if (one === null) return -1;
  return one < other ? -1 : one > other ? 1 : 0;
}

function unquote(text = ''): string {
  return text.replaceAll("''", "'");
}
