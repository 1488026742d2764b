import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { KnownBlock, ModalView } from '@slack/types';
import { WebClient } from '@slack/web-api';
import { heldClock } from '#sandbox/slack/clock.ts';
import type { SlackOptions } from '#sandbox/slack/options.ts';
import { type PretendSlack, startPretendSlack } from '#sandbox/slack/server.ts';

export type Json = Record<string, unknown>;

export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly raw: string;
  /** The parsed payload: form fields of a command, else the interaction or event. */
  readonly body: Json;
  readonly triggerId: string;
  readonly responseUrl: string;
  /** The inner event, empty for anything else. */
  readonly event: Json;
}

export interface Reply {
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

/** An app without a framework: answers what the test scripts, 200 and nothing by default, never for `silent`. */
interface ScriptedApp {
  readonly url: string;
  readonly received: Received[];
  answer: (received: Received) => Reply | 'silent' | Promise<Reply | 'silent'>;
  stop(): Promise<void>;
}

function parse(raw: string, contentType: string): Json {
  if (contentType !== 'application/x-www-form-urlencoded') return JSON.parse(raw);
  const form = Object.fromEntries(new URLSearchParams(raw));
  return form.payload === undefined ? form : JSON.parse(form.payload);
}

async function startScriptedApp(): Promise<ScriptedApp> {
  const received: Received[] = [];
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    let raw = '';
    for await (const chunk of request) raw += chunk;
    const body = parse(raw, request.headers['content-type'] ?? '');
    const one: Received = {
      headers: request.headers,
      raw,
      body,
      triggerId: body.trigger_id as string,
      responseUrl: body.response_url as string,
      event: (body.event ?? {}) as Json,
    };
    received.push(one);
    const reply = await app.answer(one);
    if (reply === 'silent') return;
    const json = reply.body !== undefined && typeof reply.body !== 'string';
    response.writeHead(reply.status ?? 200, { ...(json && { 'content-type': 'application/json' }), ...reply.headers });
    response.end(json ? JSON.stringify(reply.body) : ((reply.body as string) ?? ''));
  };
  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const app: ScriptedApp = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`,
    received,
    answer: () => ({}),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return app;
}

export const NOON = Date.UTC(2026, 10, 30, 12);

const ALL_SCOPES = [
  'app_mentions:read',
  'chat:write',
  'commands',
  'im:write',
  'im:read',
  'im:history',
  'usergroups:read',
  'users:read',
  'users:read.email',
  'channels:read',
  'channels:history',
  'channels:join',
  'groups:read',
  'groups:history',
  'files:read',
  'files:write',
];

export interface Bench {
  readonly slack: PretendSlack;
  readonly app: ScriptedApp;
  readonly client: WebClient;
  /** The app answers nothing from now on, and Slack waits only briefly for it. */
  silence(): void;
  /** The app answers again, and Slack waits as long as it does in truth. */
  speak(answer: ScriptedApp['answer']): void;
  stop(): Promise<void>;
}

/** A pretend Slack whose clock stands still, a scripted app behind it and Slack's own client before it. */
export async function startBench(options: Partial<SlackOptions> = {}): Promise<Bench> {
  const app = await startScriptedApp();
  const slack = await startPretendSlack({
    clock: heldClock(NOON),
    scopes: ALL_SCOPES,
    rateLimits: 'off',
    delivery: { mode: 'http', requestUrl: app.url },
    ...options,
  });
  return {
    slack,
    app,
    client: clientOf(slack),
    silence: () => {
      slack.ackDeadline.ms = 40;
      app.answer = () => 'silent';
    },
    speak: (answer) => {
      slack.ackDeadline.ms = 3000;
      app.answer = answer;
    },
    stop: async () => {
      await slack.stop();
      await app.stop();
    },
  };
}

/** Methods that answered `ok: true` to a client made here. */
export const servedToClient = new Set<string>();

async function heardFetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const answer = await fetch(input, init);
  const method = /\/api\/([\w.]+)$/.exec(input instanceof Request ? input.url : String(input))?.[1];
  if (method === undefined || answer.status !== 200) return answer;
  const { ok } = (await answer.clone().json()) as Json;
  if (ok === true) servedToClient.add(method);
  return answer;
}

/** Slack's own client before a pretend Slack. Each method that answers it well is written into `servedToClient`. */
export function clientOf(slack: PretendSlack, token = 'xoxb-local-bot-token'): WebClient {
  return new WebClient(token, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: 5000,
    logger: quiet,
    fetch: heardFetch,
  });
}

/** A logger of Slack's shape that says nothing. */
export const quiet = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  setLevel: () => {},
  getLevel: () => 'error' as never,
  setName: () => {},
};

/** The Slack error of a call that was refused. Fails for a call that was not. */
export async function refusalOf(call: Promise<unknown>): Promise<Json> {
  try {
    await call;
  } catch (error) {
    return (error as { data?: Json }).data ?? { error: String(error), cause: error };
  }
  throw new Error('the call was not refused');
}

export const plain = (text: string) => ({ type: 'plain_text' as const, text });

export function modal(more: Json = {}): ModalView {
  return {
    type: 'modal',
    callback_id: 'confirm',
    title: plain('Approve'),
    submit: plain('Approve'),
    blocks: [
      {
        type: 'input',
        block_id: 'reason',
        label: plain('Reason'),
        element: { type: 'plain_text_input', action_id: 'text' },
      },
    ],
    ...more,
  };
}

export const BUTTONS: KnownBlock[] = [
  { type: 'section', block_id: 'facts', text: { type: 'mrkdwn', text: 'fraud-scorer v7' } },
  {
    type: 'actions',
    block_id: 'verbs',
    elements: [{ type: 'button', action_id: 'approve', text: plain('Approve'), value: 'req-1' }],
  },
];
