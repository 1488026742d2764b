import type { IncomingMessage, ServerResponse } from 'node:http';
import { Refusal } from '#errors.ts';
import type { FaultAct } from '../control.ts';
import type { Acts } from './act.ts';
import {
  advanceMs,
  aliasAct,
  commandAct,
  faultAct,
  optionsAct,
  pressAct,
  reloadAct,
  sayAct,
  viewAct,
} from './control-acts.ts';
import { isObject, type JsonObject, parseJson } from './json.ts';
import type { RegistryHook } from './options.ts';
import { readBody } from './request-body.ts';
import { allFaults, homeView, type Sights } from './see.ts';
import type { Workspace } from './workspace.ts';

export interface Control {
  readonly workspace: Workspace;
  readonly act: Acts;
  readonly see: Sights;
}

type Read = (control: Control, query: URLSearchParams) => unknown;
type Write = (control: Control, body: JsonObject) => unknown;

function asked(query: URLSearchParams, name: string): string {
  const value = query.get(name);
  if (value !== null && value !== '') return value;
  throw new Refusal('bad_query', `Give “${name}” in the query.`);
}

function registryOf({ workspace }: Control): RegistryHook {
  const { registry } = workspace.options;
  if (registry === null) throw new Refusal('no_registry', 'No registry runs beside this workspace.');
  return registry;
}

/** `GET /control/<name>`. */
export const READS: Readonly<Record<string, Read>> = {
  workspace: ({ see }) => see.workspace(),
  messages: ({ see }, query) =>
    see.messages(asked(query, 'channel'), query.get('as') ?? undefined, query.get('thread') ?? undefined),
  modal: ({ see }, query) => see.modal(asked(query, 'as')),
  home: ({ act, workspace }, query) =>
    query.has('peek') ? homeView(workspace, asked(query, 'as')) : act.openHome(asked(query, 'as')),
  faults: ({ workspace }) => allFaults(workspace),
  requests: ({ workspace }, query) => workspace.exchanges.after(Number(query.get('after') ?? 0)),
  registry: (control) => registryOf(control).view(),
};

/** `POST /control/<name>`. */
export const WRITES: Readonly<Record<string, Write>> = {
  command: ({ act }, body) => act.command(commandAct(body)),
  press: ({ act }, body) => act.press(pressAct(body)),
  submit: ({ act }, body) => act.submit(viewAct(body)),
  close: ({ act }, body) => act.close(viewAct(body)),
  options: ({ act }, body) => act.options(optionsAct(body)),
  say: ({ act }, body) => act.say(sayAct(body)),
  reload: ({ act }, body) => {
    act.reload(reloadAct(body).as);
    return {};
  },
  clock: ({ act, workspace }, body) => {
    act.advance(advanceMs(body));
    return { now: new Date(workspace.clock.now()).toISOString() };
  },
  faults: (control, body) => setFault(control, faultAct(body)),
  'registry/alias': async (control, body) => {
    await registryOf(control).moveAlias(aliasAct(body));
    control.workspace.changes.tell({ type: 'registry' });
    return {};
  },
};

export function setFault(control: Control, act: FaultAct): unknown {
  if (act.system === 'slack') control.workspace.faults.set(act);
  else registryOf(control).setFault(act);
  control.workspace.changes.tell({ type: 'faults' });
  return allFaults(control.workspace);
}

/** `/control/...` as `control.ts` describes it. A POST must be JSON, which no page of another origin can send. */
export async function answerControl(
  control: Control,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const name = url.pathname.slice('/control/'.length);
  if (name === 'events' && request.method === 'GET') return stream(control.workspace, response);
  try {
    sendJson(response, 200, await answerOf(control, request, name, url.searchParams));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    sendJson(response, 400, { error: error.message });
  }
}

async function answerOf(
  control: Control,
  request: IncomingMessage,
  name: string,
  query: URLSearchParams,
): Promise<unknown> {
  if (request.method === 'GET') {
    const read = Object.hasOwn(READS, name) ? READS[name] : undefined;
    if (read !== undefined) return await read(control, query);
  }
  if (request.method === 'POST') {
    const write = Object.hasOwn(WRITES, name) ? WRITES[name] : undefined;
    if (write !== undefined) return await write(control, await jsonBody(request));
  }
  throw new Refusal('no_such_route', `There is no ${request.method ?? ''} /control/${name}.`);
}

async function jsonBody(request: IncomingMessage): Promise<JsonObject> {
  const raw = await readBody(request);
  const json = request.headers['content-type']?.startsWith('application/json') === true;
  const body = json ? parseJson(raw.toString()) : undefined;
  if (isObject(body)) return body;
  throw new Refusal('bad_body', 'Send a JSON object with content-type application/json.');
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  response.end(JSON.stringify(value ?? null));
}

function stream(workspace: Workspace, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.write(': the workspace is listening\n\n');
  const stop = workspace.changes.watch((event) => response.write(`data: ${JSON.stringify(event)}\n\n`));
  response.on('close', stop);
}
