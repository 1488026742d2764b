import { randomBytes } from 'node:crypto';
import type { Agenda } from './agenda.ts';
import type { Changes } from './changes.ts';
import type { WorkspaceClock } from './clock.ts';
import type { Answer, Delivery } from './delivery.ts';
import type { Exchanges } from './exchanges.ts';
import type { Faults } from './faults.ts';
import type { UploadTicket } from './files.ts';
import type { House } from './house.ts';
import type { Offered } from './input-state.ts';
import type { SlackOptions } from './options.ts';
import type { RateLimits } from './rate-limits.ts';
import type { ResponseUrl } from './response-urls.ts';
import type { StoredMessage, StoredView, WorkspaceState } from './state.ts';
import type { Tokens } from './tokens.ts';
import type { Trigger } from './triggers.ts';

/** Everything of one running workspace that its methods and acts work on. */
export interface Workspace {
  readonly options: SlackOptions;
  readonly clock: WorkspaceClock;
  state: WorkspaceState;
  readonly tokens: Tokens;
  /** Ephemeral messages by channel. */
  readonly ephemerals: Map<string, StoredMessage[]>;
  /** Open modals by person, the root first. */
  readonly modals: Map<string, StoredView[]>;
  /** Options the app last offered, by surface and then by `block_id action_id`. */
  readonly offers: Map<string, Offered>;
  readonly triggers: Map<string, Trigger>;
  readonly responseUrls: Map<string, ResponseUrl>;
  /** All workspaces of this Slack, this one among them. */
  readonly house: House;
  /** Announced uploads, by the last part of their address. */
  readonly uploads: Map<string, UploadTicket>;
  readonly fileDelay: { ms: number };
  readonly exchanges: Exchanges;
  readonly faults: Faults;
  readonly limits: RateLimits;
  readonly agenda: Agenda;
  readonly changes: Changes;
  /** `http://127.0.0.1:PORT` once the server listens. */
  origin: string;
  deliver(delivery: Delivery): Promise<Answer>;
  /** Tells the app of a new message, where it subscribed to such. */
  announce(message: StoredMessage): void;
  /** A one-use address of the Socket Mode endpoint. */
  openSocket(): string;
}

/** A new id of the workspace: the prefix, then ten characters. */
export function nextId(workspace: Workspace, prefix: string): string {
  workspace.state.lastId += 1;
  return `${prefix}${workspace.state.lastId.toString(36).toUpperCase().padStart(10, '0')}`;
}

/** A timestamp that no message had before: seconds and microseconds, always rising. */
export function nextTs(workspace: Workspace): string {
  const micros = Math.max(Math.floor(workspace.clock.now() * 1000), workspace.state.lastTs + 1);
  workspace.state.lastTs = micros;
  return `${Math.floor(micros / 1_000_000)}.${String(micros % 1_000_000).padStart(6, '0')}`;
}

export function nextHash(workspace: Workspace): string {
  return `${Math.floor(workspace.clock.now() / 1000)}.${randomBytes(4).toString('hex')}`;
}
