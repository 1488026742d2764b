import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import type {
  ExchangeView,
  MessageView,
  ModalView,
  RegistryView,
  WorkspaceEvent,
  WorkspaceView,
} from '../../src/sandbox/control.ts';
import { approvalCard, CARD_TS, everyBlock, fakeMessages } from './fake-messages.ts';
import { promoteModal } from './fake-modal.ts';
import { APP, CHANNEL, fakeRegistry, fakeWorkspace } from './fake-workspace.ts';

const PAGE = join(import.meta.dirname, '../../src/sandbox/page');
const TYPES: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

/** The fields of all acts; each route has some of them. */
interface Body {
  readonly as: string;
  readonly channel: string;
  readonly command: string;
  readonly text: string;
  readonly threadTs?: string;
  readonly actionId: string;
  readonly blockId: string;
  readonly choice?: unknown;
  readonly value: string;
  readonly values?: Record<string, Record<string, unknown>>;
  readonly advanceMs: number;
  readonly system: string;
  readonly fault: string;
  readonly on: boolean;
  readonly model: string;
  readonly alias: string;
  readonly version: string;
}

/** Takes the `readonly` off, for what the fake changes as it goes. */
type Loose<T> = { -readonly [Key in keyof T]: Loose<T[Key]> };

/** A scripted stand-in for the workspace's control API, so that the page can be judged alone. */
export interface FakeControl {
  readonly url: string;
  /** Every act the page sent, as route and body. */
  readonly acts: { readonly route: string; readonly body: Body }[];
  /** Adds or replaces a message and tells the page. */
  put(message: Partial<MessageView> & { ts: string }): void;
  tell(event: WorkspaceEvent): void;
  /** Cuts every event stream, as a restart would. */
  cut(): void;
  stop(): Promise<void>;
}

export async function startFakeControl(): Promise<FakeControl> {
  const acts: FakeControl['acts'] = [];
  const streams = new Set<ServerResponse>();
  const workspace = fakeWorkspace() as Loose<WorkspaceView>;
  const registry = fakeRegistry() as Loose<RegistryView>;
  const messages: MessageView[] = [...fakeMessages(), ...everyBlock()];
  const exchanges: ExchangeView[] = [];
  const modals = new Map<string, ModalView>();
  const well = { acked: true, status: 200, ackMs: 12, notice: null };

  const tell = (event: WorkspaceEvent) => {
    for (const stream of streams) stream.write(`data: ${JSON.stringify(event)}\n\n`);
  };
  const put: FakeControl['put'] = (given) => {
    const at = messages.findIndex((one) => one.ts === given.ts);
    const message = {
      ...approvalCard(),
      blocks: [],
      replyCount: 0,
      ...(at < 0 ? {} : messages[at]),
      ...given,
    } as MessageView;
    if (at < 0) messages.push(message);
    else messages[at] = message;
    tell({ type: 'message', channel: message.channel, ts: message.ts });
  };
  const open = (as: string, modal: ModalView | null) => {
    if (modal === null) modals.delete(as);
    else modals.set(as, modal);
    tell({ type: 'modal', person: as });
  };
  const exchanged = (title: string, request: unknown) => {
    exchanges.push({
      number: exchanges.length + 1,
      at: workspace.now,
      direction: 'to-app',
      title,
      status: 200,
      ms: 12.4,
      request,
      response: { ok: true },
    });
    tell({ type: 'exchange', number: exchanges.length });
  };
  const visible = (query: URLSearchParams) =>
    messages.filter(
      (one) =>
        one.channel === query.get('channel') &&
        one.threadTs === query.get('thread') &&
        (!one.ephemeral || query.get('as') === 'U0ANA'),
    );
  const moveAlias = (model: string, alias: string, version: string) => {
    const found = registry.models.find((one) => one.name === model);
    if (found !== undefined) found.aliases[alias] = version;
    tell({ type: 'registry' });
  };

  const reads: Record<string, (query: URLSearchParams) => unknown> = {
    workspace: () => workspace,
    messages: visible,
    modal: (query) => modals.get(query.get('as') ?? '') ?? null,
    home: (query) => ({
      view:
        query.get('as') === 'U0ANA'
          ? {
              id: 'VH',
              type: 'home',
              blocks: [
                { type: 'section', block_id: 'w', text: { type: 'mrkdwn', text: '*Waiting for you:* nothing.' } },
                {
                  type: 'actions',
                  block_id: 'ha',
                  elements: [{ type: 'button', action_id: 'refresh', text: { type: 'plain_text', text: 'Refresh' } }],
                },
              ],
            }
          : null,
    }),
    faults: () => workspace.faults,
    requests: (query) => exchanges.filter((one) => one.number > Number(query.get('after'))),
    registry: () => registry,
  };
  const writes: Record<string, (body: Body) => unknown> = {
    command: ({ as, command, text }) => {
      exchanged(`${command} ${text}`, { command, text, payload: JSON.stringify({ nested: true }) });
      if (command !== '/mlops') return { ...well, acked: false, notice: `\`${command}\` is not a valid command.` };
      if (text.startsWith('promote')) open(as, promoteModal());
      return well;
    },
    press: ({ as, actionId }) => {
      exchanged(`press ${actionId}`, {});
      if (actionId === 'broken') return { acked: false, status: 500, ackMs: 3000, notice: 'The app did not respond.' };
      if (actionId === 'approve') open(as, promoteModal());
      if (actionId === 'details') put({ ts: CARD_TS, edited: true });
      return well;
    },
    submit: ({ as, values }) => {
      if (!values?.reason?.reason) {
        open(as, promoteModal({ reason: 'Please say why, in a sentence.' }));
        return { acked: true, status: 200, ackMs: 20, notice: null };
      }
      open(as, null);
      moveAlias('fraud-scorer', 'production', '7');
      put({
        ts: '1795516500.000100',
        channel: CHANNEL,
        user: APP,
        text: 'Promoted: fraud-scorer v7 is production',
        at: workspace.now,
      });
      return well;
    },
    close: ({ as }) => (open(as, null), well),
    options: ({ value }) => ({
      options: registry.models
        .filter((one) => one.name.includes(value))
        .map((one) => ({ text: { type: 'plain_text', text: one.name }, value: one.name })),
    }),
    say: ({ as, channel, text, threadTs }) => (
      put({
        ts: `${1795517000 + acts.length}.000100`,
        channel,
        user: as,
        text,
        threadTs: threadTs ?? null,
        at: workspace.now,
      }),
      {}
    ),
    clock: ({ advanceMs }) => {
      workspace.now = new Date(Date.parse(workspace.now) + advanceMs).toISOString();
      tell({ type: 'clock', now: workspace.now });
      return { now: workspace.now };
    },
    faults: ({ system, fault, on }) => {
      const state = workspace.faults[`${system}.${fault}`];
      if (state !== undefined) state.on = on;
      tell({ type: 'faults' });
      return workspace.faults;
    },
    'registry/alias': ({ model, alias, version }) => (moveAlias(model, alias, version), {}),
  };

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const name = url.pathname.replace('/control/', '');
    if (url.pathname === '/control/events') {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write(': open\n\n');
      streams.add(response);
      response.on('close', () => streams.delete(response));
      return;
    }
    if (url.pathname.startsWith('/control/')) {
      const body = request.method === 'POST' ? (JSON.parse(await textOf(request)) as Body) : null;
      if (body !== null) acts.push({ route: name, body });
      const result = body === null ? reads[name]?.(url.searchParams) : writes[name]?.(body);
      response.writeHead(result === undefined ? 404 : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(result === undefined ? { error: `There is no ${name}.` } : result));
      return;
    }
    const file = url.pathname === '/' || url.pathname.startsWith('/archives/') ? '/index.html' : url.pathname;
    const content = await readFile(join(PAGE, file)).catch(() => null);
    response.writeHead(content === null ? 404 : 200, { 'content-type': TYPES[extname(file)] ?? 'text/plain' });
    response.end(content);
  };

  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = () => {
    for (const stream of streams) stream.destroy();
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    acts,
    put,
    tell,
    cut,
    stop: async () => {
      cut();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}
