/** How an operation of ours is said in OpenAPI. */

import type { Json, JsonSchema } from '../../../shared/basics/codec.ts';
import type { OperatorRole } from '../../../shared/wire/console.ts';

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';
/** `door`: a tablet that hangs at a room; `screen`: that, or a board. An operator's role is the least that will do. */
type Who = 'anybody' | 'door' | 'screen' | OperatorRole;
/** A codec of ours, or anything else that has a schema; or a media type that is no JSON. */
type Body = { readonly schema: JsonSchema } | { readonly text: string };

export type Operation = {
  /** A name for those who make a client of it: it stays, whatever becomes of the path. */
  readonly id: string;
  readonly says: string;
  readonly who: Who;
  readonly status: number;
  readonly answer?: Body;
  readonly orElse?: { readonly says: string; readonly status: number; readonly answer: Body };
  readonly body?: Body;
  /** Whether no body at all will do as well. */
  readonly mayBeEmpty?: boolean;
  /** Names of parameters in the query or a header, all optional. */
  readonly also?: readonly { readonly name: string; readonly in: 'query' | 'header'; readonly schema: JsonSchema }[];
};
export type Operations = { readonly [path: string]: { readonly [M in Method]?: Operation } };

export function describePath(path: string, methods: Operations[string]): Json {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name: name ?? '',
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const described = Object.entries(methods).map(([method, operation]) => [method, describe(operation)]);
  return { ...(inPath.length > 0 && { parameters: inPath }), ...Object.fromEntries(described) } as Json;
}

function describe({ id, says, who, status, answer, orElse, body, mayBeEmpty, also }: Operation): Json {
  const problem = { 'application/problem+json': { schema: { $ref: '#/components/schemas/problem' } } };
  return {
    operationId: id,
    summary: says,
    security: securityOf(who),
    ...(also !== undefined && { parameters: also.map((one) => ({ ...one })) }),
    ...(body !== undefined && {
      requestBody: { required: mayBeEmpty !== true, content: contentOf(body) },
    }),
    responses: {
      [status]: { description: 'Done or taken.', ...(answer !== undefined && { content: contentOf(answer) }) },
      ...(orElse !== undefined && {
        [orElse.status]: { description: orElse.says, content: contentOf(orElse.answer) },
      }),
      default: { description: 'A problem (RFC 9457).', content: problem },
    },
  };
}

/** The list behind a scheme says which role of it will do, as OpenAPI 3.1 has it. */
function securityOf(who: Who): Json {
  if (who === 'anybody') return [];
  return who === 'door' || who === 'screen' ? [{ device: [who] }] : [{ operator: [who] }];
}

function contentOf(answer: Body): { [mediaType: string]: Json } {
  return 'text' in answer
    ? { [answer.text]: { schema: { type: 'string' } } }
    : { 'application/json': { schema: answer.schema } };
}
