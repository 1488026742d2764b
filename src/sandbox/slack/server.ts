import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { ExchangeView, FaultAct, WorkspaceEvent } from '../control.ts';
import { type Acts, actsIn } from './act.ts';
import { answerApi, answerResponseUrl } from './api-routes.ts';
import { answerAuthorize } from './authorize-page.ts';
import type { WorkspaceClock } from './clock.ts';
import { answerControl, type Control, setFault } from './control-routes.ts';
import { createWorkspaces } from './create-workspaces.ts';
import type { Answer, Courier, Deadline, Delivery } from './delivery.ts';
import { recordExchange } from './exchanges.ts';
import { answerBytes, answerUpload } from './file-routes.ts';
import { HttpCourier } from './http-courier.ts';
import { type SlackOptions, withDefaults } from './options.ts';
import { type Sights, sightsOf } from './see.ts';
import { SocketCourier } from './socket-mode.ts';
import { type WorkspaceState, withFiles } from './state.ts';
import { answerFile } from './static-files.ts';
import type { Tokens } from './tokens.ts';
import { Wire } from './wire.ts';
import type { Workspace } from './workspace.ts';

/** A running pretend Slack: real HTTP and sockets for the app, acts and sights for tests and for its page. */
export interface PretendSlack {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  /** What `clientOptions.slackApiUrl` must be. */
  readonly apiUrl: string;
  readonly port: number;
  readonly clock: WorkspaceClock;
  readonly tokens: Tokens;
  readonly ackDeadline: Deadline;
  /** How long after its completion an upload is ready, from now on. */
  readonly fileDelay: { ms: number };
  readonly act: Acts;
  readonly see: Sights;
  /** The same in another workspace of this Slack, by its id: null where there is none. */
  team(id: string): { readonly act: Acts; readonly see: Sights; readonly tokens: Tokens } | null;
  /** Spoiled requests to the app, in HTTP mode. */
  readonly wire: Wire;
  /** The app's sockets, in Socket Mode. */
  readonly sockets: SocketCourier;
  setRequestUrl(url: string): void;
  /** How many payloads the app has not acked yet. */
  pending(): number;
  fault(act: Omit<FaultAct, 'system'>): void;
  /** Adds an exchange with another system to the inspector's list. */
  record(exchange: Omit<ExchangeView, 'number'>): void;
  exchanges(after?: number): readonly ExchangeView[];
  watch(watcher: (event: WorkspaceEvent) => void): () => void;
  /** Tells whoever watches, for changes made beside the workspace, in a registry for example. */
  tell(event: WorkspaceEvent): void;
  snapshot(): WorkspaceState;
  restore(state: WorkspaceState): void;
  stop(): Promise<void>;
}

/** Starts on loopback only. Rejects with Node's error when the port is taken. */
export async function startPretendSlack(given: Partial<SlackOptions> = {}): Promise<PretendSlack> {
  const options = withDefaults(given);
  const deadline: Deadline = { ms: options.ackDeadlineMs };
  const http = new HttpCourier(options.delivery.mode === 'http' ? options.delivery.requestUrl : null, {
    signingSecret: options.signingSecret,
    signingNow: options.signingNow,
    deadline,
  });
  const sockets = new SocketCourier(options.app.id, deadline);
  const courier: Courier = options.delivery.mode === 'http' ? http : sockets;
  const open = { count: 0 };
  const workspace = createWorkspaces(options, sockets, async (delivery) => {
    open.count += 1;
    try {
      return await recorded(workspace, courier, delivery);
    } finally {
      open.count -= 1;
    }
  });
  const control: Control = { workspace, act: actsIn(workspace), see: sightsOf(workspace) };
  const server = createServer((request, response) => void answer(control, request, response));
  server.on('upgrade', (request, stream, head) => sockets.upgrade(request, stream, head));
  const port = await listen(server, options.port);
  for (const team of workspace.house.all()) team.origin = `http://127.0.0.1:${port}`;
  if (options.snapshot !== null) restore(workspace, options.snapshot);
  return {
    origin: workspace.origin,
    apiUrl: `${workspace.origin}/api/`,
    port,
    clock: workspace.clock,
    tokens: workspace.tokens,
    ackDeadline: deadline,
    fileDelay: workspace.fileDelay,
    act: control.act,
    see: control.see,
    team: (id) => {
      const team = workspace.house.team(id);
      return team === undefined ? null : { act: actsIn(team), see: sightsOf(team), tokens: team.tokens };
    },
    wire: new Wire(http, options.signingSecret, options.signingNow),
    sockets,
    setRequestUrl: (url) => {
      http.requestUrl = url;
    },
    pending: () => open.count,
    fault: (act) => void setFault(control, { system: 'slack', ...act }),
    record: (exchange) => recordExchange(workspace, exchange),
    exchanges: (after = 0) => workspace.exchanges.after(after),
    watch: (watcher) => workspace.changes.watch(watcher),
    tell: (event) => workspace.changes.tell(event),
    snapshot: () => structuredClone(workspace.state),
    restore: (state) => restore(workspace, state),
    stop: async () => {
      workspace.agenda.clear();
      sockets.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function recorded(workspace: Workspace, courier: Courier, delivery: Delivery): Promise<Answer> {
  const at = new Date(workspace.clock.now()).toISOString();
  const answer = await courier.deliver(delivery);
  const retry = delivery.retry === null ? '' : ` (retry ${delivery.retry.number})`;
  recordExchange(workspace, {
    at,
    direction: 'to-app',
    title: `${delivery.title}${retry}`,
    status: answer.status,
    ms: answer.ms,
    request: delivery.payload,
    response: answer.outcome === 'answered' ? answer.body : answer.outcome,
  });
  return answer;
}

/** Takes over a snapshot; the clock never stands before its youngest message. */
function restore(workspace: Workspace, state: WorkspaceState): void {
  workspace.state = withFiles(structuredClone(state));
  for (const passing of ['ephemerals', 'modals', 'offers', 'triggers', 'responseUrls', 'uploads'] as const) {
    workspace[passing].clear();
  }
  const behindMs = Math.ceil(state.lastTs / 1000) - workspace.clock.now();
  if (behindMs > 0) workspace.clock.advance(behindMs);
}

const LOCAL_HOST = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/;

/** Whether the request was meant for this machine: names that only resolve here, and pages that came from here. */
function isLocal(request: IncomingMessage): boolean {
  const { host, origin } = request.headers;
  return host !== undefined && LOCAL_HOST.test(host) && (origin === undefined || origin === `http://${host}`);
}

async function answer(control: Control, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { workspace } = control;
  try {
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (!isLocal(request)) response.writeHead(403).end('This workspace answers only on this machine.');
    else if (url.pathname.startsWith('/api/')) await answerApi(workspace, request, response, url);
    else if (url.pathname.startsWith('/response/')) await answerResponseUrl(workspace, request, response, url);
    else if (url.pathname === '/oauth/v2/authorize') await answerAuthorize(workspace, request, response, url);
    else if (url.pathname.startsWith('/upload/')) await answerUpload(workspace, request, response, url);
    else if (url.pathname.startsWith('/files/')) answerBytes(workspace, response, url);
    else if (url.pathname.startsWith('/control/')) await answerControl(control, request, response, url);
    else await answerFile(response, url);
  } catch (error) {
    if (response.headersSent) request.socket.destroy();
    else response.writeHead(error instanceof RangeError ? 413 : 500).end(String(error));
  }
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}
