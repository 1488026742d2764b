import type { AliasAct, CommandView, FaultAct, FaultState, RegistryView } from '../control.ts';
import type { TourChapter } from '../tour.ts';
import type { WorkspaceClock } from './clock.ts';
import { NORTHWIND, NORTHWIND_GROUPS, NORTHWIND_PEOPLE, type Person, type UserGroup } from './people.ts';
import { type Channel, northwindChannels } from './places.ts';
import type { WorkspaceState } from './state.ts';

/** The registry that stands beside the workspace, for its page: what is in it, a hand that moves an alias, its faults. */
export interface RegistryHook {
  view(): RegistryView | Promise<RegistryView>;
  moveAlias(act: AliasAct): void | Promise<void>;
  /** By system and fault, as `mlflow.down`. */
  faults(): Readonly<Record<string, FaultState>>;
  setFault(act: FaultAct): void;
}

interface AppCommand extends CommandView {
  /** Turns @name and #channel into ids before the app sees the text. */
  readonly shouldEscape: boolean;
}

interface Seed {
  readonly team: WorkspaceState['team'];
  readonly people: readonly Person[];
  readonly groups: readonly UserGroup[];
  readonly channels: readonly Channel[];
}

export interface SlackOptions {
  /** 0 takes any free port. */
  readonly port: number;
  readonly signingSecret: string;
  readonly botToken: string;
  readonly appToken: string;
  readonly scopes: readonly string[];
  readonly delivery: { readonly mode: 'http'; readonly requestUrl: string | null } | { readonly mode: 'socket' };
  readonly app: {
    readonly id: string;
    readonly name: string;
    readonly botUserId: string;
    readonly botId: string;
    readonly commands: readonly AppCommand[];
    readonly events: readonly string[];
    readonly homeTab: boolean;
  };
  readonly oauth: {
    readonly clientId: string;
    readonly clientSecret: string;
    readonly redirectUrls: readonly string[];
  };
  readonly plan: 'paid' | 'free';
  readonly clock: WorkspaceClock | null;
  /** Milliseconds since the epoch for request timestamps, which Bolt compares with the machine's clock. */
  readonly signingNow: () => number;
  readonly ackDeadlineMs: number;
  /** From the completion of an upload until blocks may show the file, on the workspace's clock. */
  readonly fileDelayMs: number;
  readonly rateLimits: 'slack' | 'off';
  readonly seed: Seed | null;
  readonly snapshot: WorkspaceState | null;
  readonly registry: RegistryHook | null;
  readonly tour: readonly TourChapter[];
}

/** The scopes of Countersign's base manifest. */
const DEFAULT_SCOPES = ['app_mentions:read', 'chat:write', 'commands', 'im:write', 'usergroups:read', 'users:read'];

const MLOPS: AppCommand = {
  command: '/mlops',
  description: 'Approvals, drift, cost and maturity',
  usageHint: 'help | status | approve <id> | cost [label] | drift [model]',
  shouldEscape: true,
};

export function withDefaults(options: Partial<SlackOptions>): SlackOptions {
  return {
    port: 0,
    signingSecret: 'local-signing-secret',
    botToken: 'xoxb-local-bot-token',
    appToken: 'xapp-local-app-token',
    scopes: DEFAULT_SCOPES,
    delivery: { mode: 'http', requestUrl: null },
    app: {
      id: 'A0CSIGN001',
      name: 'Countersign',
      botUserId: 'U0CSIGN01',
      botId: 'B0CSIGN001',
      commands: [MLOPS],
      events: ['app_home_opened', 'app_mention', 'app_uninstalled', 'tokens_revoked', 'user_change'],
      homeTab: true,
    },
    oauth: { clientId: '1000000001.2000000002', clientSecret: 'local-client-secret', redirectUrls: [] },
    plan: 'paid',
    clock: null,
    signingNow: Date.now,
    ackDeadlineMs: 3000,
    fileDelayMs: 1500,
    rateLimits: 'slack',
    seed: null,
    snapshot: null,
    registry: null,
    tour: [],
    ...options,
  };
}

export function seededState(options: SlackOptions): WorkspaceState {
  const seed = options.seed ?? {
    team: NORTHWIND,
    people: NORTHWIND_PEOPLE,
    groups: NORTHWIND_GROUPS,
    channels: northwindChannels(options.app.botUserId),
  };
  return structuredClone({
    version: 1,
    team: seed.team,
    people: [...seed.people],
    channels: [...seed.channels],
    groups: [...seed.groups],
    messages: {},
    homes: {},
    files: [],
    lastTs: 0,
    lastId: 0,
  });
}
