import { Agenda } from './agenda.ts';
import { Changes } from './changes.ts';
import { liveClock } from './clock.ts';
import type { Answer, Delivery } from './delivery.ts';
import { announceMessage } from './events.ts';
import { Exchanges } from './exchanges.ts';
import { Faults } from './faults.ts';
import { House } from './house.ts';
import { type SlackOptions, seededState } from './options.ts';
import { RateLimits } from './rate-limits.ts';
import { secondTeam } from './second-team.ts';
import type { SocketCourier } from './socket-mode.ts';
import { issueTokens } from './tokens.ts';
import type { Workspace } from './workspace.ts';

/** The workspace in which the app is installed, and beside it one in which it can be. They share clock and faults. */
export function createWorkspaces(
  options: SlackOptions,
  sockets: SocketCourier,
  deliver: (delivery: Delivery) => Promise<Answer>,
): Workspace {
  const teams: Workspace[] = [];
  const clock = options.clock ?? liveClock();
  const shared = {
    options,
    clock,
    house: new House(teams),
    fileDelay: { ms: options.fileDelayMs },
    exchanges: new Exchanges(),
    faults: new Faults(),
    limits: new RateLimits(clock),
    agenda: new Agenda(clock),
    changes: new Changes(),
    deliver,
    openSocket: () => `${first.origin.replace('http', 'ws')}${sockets.issueTicket()}`,
  };
  const first: Workspace = {
    ...shared,
    ...own(),
    state: seededState(options),
    tokens: issueTokens(options),
    announce: (message) => announceMessage(first, message),
  };
  const second: Workspace = {
    ...shared,
    ...own(),
    state: secondTeam(options.app.botUserId),
    tokens: new Map(),
    announce: (message) => announceMessage(second, message),
  };
  teams.push(first, second);
  return first;
}

/** What passes, and belongs to one workspace alone. */
function own() {
  return {
    origin: '',
    ephemerals: new Map(),
    modals: new Map(),
    offers: new Map(),
    triggers: new Map(),
    responseUrls: new Map(),
    uploads: new Map(),
  } satisfies Partial<Workspace>;
}
