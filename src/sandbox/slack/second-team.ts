import type { Person } from './people.ts';
import { channel } from './places.ts';
import type { WorkspaceState } from './state.ts';

const LABS = { id: 'T0NWLABS02', name: 'Northwind Labs', domain: 'northwind-labs' };

function researcher(id: string, name: string, realName: string): Person {
  const email = `${name}@labs.northwind.example`;
  return { id, name, realName, title: 'Researcher', email, kind: 'member', timeZone: 'Europe/Lisbon', teamId: LABS.id };
}

/** The sister company's workspace, in which the app is not installed until somebody does. */
export function secondTeam(botUserId: string): WorkspaceState {
  const people = [researcher('U0ILSE0101', 'ilse', 'Ilse Hoek'), researcher('U0RUI00102', 'rui', 'Rui Matos')];
  const members = [...people.map(({ id }) => id), botUserId];
  return {
    version: 1,
    team: LABS,
    people,
    channels: [channel('C0LABSML01', 'labs-models', 'public', 'What leaves the lab', members)],
    groups: [],
    messages: {},
    homes: {},
    files: [],
    lastTs: 0,
    // Far from the ids of the first workspace, so that one address means one thing.
    lastId: 1_000_000,
  };
}
