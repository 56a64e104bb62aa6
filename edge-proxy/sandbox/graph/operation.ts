/** What every operation of Graph is made of here, and what it is given to answer with. */

import type { Exchange } from '../exchange/exchange.ts';
import type { Mailbox } from '../exchange/mailbox.ts';
import type { SandboxChance } from '../sandbox-chance.ts';
import type { SandboxClock } from '../sandbox-clock.ts';
import type { OperationName } from './faults.ts';
import type { GraphAnswer, GraphRequest } from './graph-answer.ts';

/** An app that has proved who it is, and in whose name it asks where that is not its own. */
export type AppToken = {
  tenantId: string;
  appId: string;
  roles: readonly string[];
  onBehalfOf?: { readonly account: string; readonly scopes: readonly string[] };
};

/** Null for a token that is expired, forged or none at all: to Graph they are one and the same 401. */
export type TokenCheck = AppToken | null;

export type Site = { exchange: Exchange; clock: SandboxClock; chance: SandboxChance; baseUrl: () => string };

export type Asked = {
  request: GraphRequest;
  token: AppToken;
  /** By the names in the path, decoded. */
  param(name: string): string;
};

export type MailboxAsked = Asked & { mailbox: Mailbox };

type Common = {
  name: OperationName;
  method: string;
  path: string /** Any one of these roles will do. */;
  roles: readonly string[];
};

/** One that goes to a mailbox is bound by that mailbox's limits and policy; `:user` names it. */
export type Operation = Common &
  (
    | { of: 'mailbox'; answer(asked: MailboxAsked): GraphAnswer | Promise<GraphAnswer> }
    | { of: 'tenant'; answer(asked: Asked): GraphAnswer | Promise<GraphAnswer> }
  );

export const READ_CALENDARS = ['Calendars.Read', 'Calendars.ReadWrite'];
export const WRITE_CALENDARS = ['Calendars.ReadWrite'];
