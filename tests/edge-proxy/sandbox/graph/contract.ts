/** The published contract as a judge: whether an answer is one that Graph could have given. */

import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';

type Responses = Record<string, { $ref?: string; content?: Record<string, { schema: { $ref: string } }> }>;
type Contract = {
  paths: Record<string, Record<string, { responses: Responses }>>;
  components: { responses: Responses; schemas: Record<string, unknown> };
};

const contract = JSON.parse(
  readFileSync(new URL('../../../contracts/graph-v1.0-subset.json', import.meta.url), 'utf8'),
) as Contract;

// OpenAPI 3.0 is not quite JSON Schema: `strict` would refuse its own words, `nullable` ajv knows.
const ajv = new Ajv({ strict: false, allErrors: true });
// In ESM the package's function is its default export's default.
const addFormats = (formats as unknown as { default?: typeof formats }).default ?? formats;
(addFormats as unknown as (to: Ajv) => void)(ajv);
for (const integer of ['int32', 'int64']) ajv.addFormat(integer, true);
ajv.addSchema({ $id: 'graph', ...contract });

/** What is wrong with this answer, as text; empty where nothing is. */
export function faultsOf(method: string, path: string, status: number, body: unknown): string {
  const responses = contract.paths[path]?.[method.toLowerCase()]?.responses;
  if (responses === undefined) return `the contract has no ${method} ${path}`;
  const listed = responses[String(status)] ?? responses[`${String(status).charAt(0)}XX`];
  if (listed === undefined) return `the contract has no ${status} for ${method} ${path}`;
  const response =
    listed.$ref === undefined ? listed : contract.components.responses[listed.$ref.split('/').at(-1) ?? ''];
  const reference = response?.content?.['application/json']?.schema.$ref;
  if (reference === undefined) return body === undefined ? '' : 'a body where none is due';
  return schemaFaults(reference, body);
}

export function schemaFaults(reference: string, value: unknown): string {
  const validate = ajv.compile({ $ref: `graph${reference}` });
  return validate(value) ? '' : ajv.errorsText(validate.errors);
}
