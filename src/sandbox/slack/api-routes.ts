import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { recordExchange } from './exchanges.ts';
import { type JsonObject, parseJson } from './json.ts';
import { Arguments } from './methods/arguments.ts';
import { type Reply, SERVER_ERROR, tooManyRequests } from './reply.ts';
import { readArguments, readBody } from './request-body.ts';
import { useResponseUrl } from './response-urls.ts';
import { callMethod, refusalReply } from './web-api.ts';
import type { Workspace } from './workspace.ts';

interface Served {
  /** The method's name, or `response_url`: what faults go by. */
  readonly name: string;
  readonly given: unknown;
  readonly work: () => Reply;
}

/** `/api/<method>`: answers as Slack's Web API does, faults that are switched on included. */
export async function answerApi(
  workspace: Workspace,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const name = url.pathname.slice('/api/'.length);
  const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? null;
  let served: Served;
  try {
    const given = await readArguments(request, url.searchParams);
    const token = bearer ?? new Arguments(given).text('token');
    const team = workspace.house.holding(token) ?? workspace;
    served = { name, given: readable(given), work: () => callMethod(team, name, withClient(request, given), bearer) };
  } catch (error) {
    const reply = refusalReply(error);
    served = { name, given: {}, work: () => reply };
  }
  await serve(workspace, request, response, served);
}

/** `/response/...`: a message by response URL. */
export async function answerResponseUrl(
  workspace: Workspace,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const raw = (await readBody(request)).toString();
  const work = (): Reply => {
    const key = url.pathname.slice('/response/'.length);
    const team = workspace.house.team(key.split('/')[0] ?? '') ?? workspace;
    const { status, text } = useResponseUrl(team, key, raw);
    return { status, headers: { 'content-type': 'text/plain' }, body: text };
  };
  await serve(workspace, request, response, { name: 'response_url', given: parseJson(raw) ?? raw, work });
}

/** Does the work and answers, unless a fault stands in the way before or after it. */
async function serve(
  workspace: Workspace,
  request: IncomingMessage,
  response: ServerResponse,
  { name, given, work }: Served,
): Promise<void> {
  const startedAt = performance.now();
  const broken = await brokenReply(workspace, name);
  const lost = broken === null && workspace.faults.strike('lost-answer', name) !== null;
  const reply = broken ?? work();
  const cut = lost || reply === 'cut';
  recordExchange(workspace, {
    at: new Date(workspace.clock.now()).toISOString(),
    direction: 'from-app',
    title: lost ? `${name} (answer lost)` : name,
    status: cut ? null : reply.status,
    ms: Math.round(performance.now() - startedAt),
    request: given,
    response: reply === 'cut' ? null : reply.body,
  });
  if (cut) {
    request.socket.destroy();
    return;
  }
  response.writeHead(reply.status, reply.headers);
  const body = typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body);
  const restMs = workspace.faults.strike('slow-body', name);
  if (restMs === null) {
    response.end(body);
    return;
  }
  response.write(body.slice(0, 1));
  await wait(restMs, undefined, { ref: false });
  response.end(body.slice(1));
}

/** The reply of a broken Slack, `cut` for none at all, or null when this call meets no such fault. */
async function brokenReply(workspace: Workspace, name: string): Promise<Reply | 'cut' | null> {
  const slowMs = workspace.faults.strike('slow', name);
  if (slowMs !== null) await wait(slowMs, undefined, { ref: false });
  if (workspace.faults.strike('down', name) !== null) return 'cut';
  if (workspace.faults.strike('error-500', name) !== null) return SERVER_ERROR;
  const retryMs = workspace.faults.strike('too-many-requests', name);
  return retryMs === null ? null : tooManyRequests(Math.max(1, Math.ceil(retryMs / 1000)));
}

/** Client id and secret, which may come as basic authentication too. */
function withClient(request: IncomingMessage, given: JsonObject): JsonObject {
  const basic = /^Basic (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (basic === undefined) return given;
  const [id = '', secret = ''] = Buffer.from(basic, 'base64').toString().split(':');
  return { ...given, client_id: id, client_secret: secret };
}

const STRUCTURED = ['blocks', 'view', 'metadata', 'attachments'];

/** Arguments with their structures parsed, for the inspector. */
function readable(given: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(given).map(([key, value]) => {
      const parsed = STRUCTURED.includes(key) && typeof value === 'string' ? parseJson(value) : undefined;
      return [key, parsed ?? value];
    }),
  );
}
