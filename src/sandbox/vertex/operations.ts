import { operationAnswer } from './answers.ts';
import { newId } from './lookups.ts';
import { pageOf } from './pages.ts';
import { absent } from './refusal.ts';
import type { Route, World } from './route.ts';
import type { Change, OperationRow, State } from './state.ts';

/** Begins an operation below `owner`, as `endpoints/7`; what it does is done when its time is up. */
export function beginOperation(world: World, owner: string, change: Change): object {
  const { state } = world;
  const { ms, fails } = world.nextOperation();
  const startedMs = world.now();
  const path = `${owner}/operations/${newId(state)}`;
  const row: OperationRow = { path, startedMs, dueMs: startedMs + ms, change, outcome: null, fails };
  state.operations.set(path, row);
  return operationAnswer(world, row);
}

/** Carries out every operation whose time is up. */
export function settleOperations(state: State, nowMs: number): void {
  for (const row of state.operations.values()) {
    if (row.outcome !== null || row.dueMs > nowMs) continue;
    row.outcome = { error: row.fails };
    if (row.fails === null) carryOut(state, row.change, row.dueMs);
  }
}

function carryOut(state: State, change: Change, atMs: number): void {
  if (change.kind === 'nothing') return;
  const endpoint = state.endpoints.get(change.endpoint);
  if (endpoint === undefined) return;
  const split = Object.keys(change.traffic).length > 0 ? { ...change.traffic } : endpoint.traffic;
  if (change.kind === 'deploy') {
    endpoint.deployed.push({ ...change.deployed, createdMs: atMs });
    const { '0': share, ...rest } = split;
    endpoint.traffic = share === undefined ? rest : { ...rest, [change.deployed.id]: share };
  } else {
    endpoint.deployed = endpoint.deployed.filter(({ id }) => id !== change.id);
    const { [change.id]: _, ...rest } = split;
    endpoint.traffic = endpoint.deployed.length === 0 ? {} : rest;
  }
  endpoint.updatedMs = atMs;
  endpoint.etag = newId(state);
}

export const operations: readonly Route[] = [
  {
    method: 'GET',
    path: 'endpoints/{endpoint}/operations',
    permission: 'aiplatform.endpoints.get',
    write: false,
    answer(world, { ids, query }) {
      const rows = [...world.state.operations.values()].filter(({ path }) => path.startsWith(`endpoints/${ids[0]}/`));
      return pageOf(query, 'operations', rows, (row) => operationAnswer(world, row));
    },
  },
  one('models/{model}/operations/{operation}', 'aiplatform.models.get', 'models'),
  one('endpoints/{endpoint}/operations/{operation}', 'aiplatform.endpoints.get', 'endpoints'),
];

function one(path: string, permission: string, owner: string): Route {
  return {
    method: 'GET',
    path,
    permission,
    write: false,
    answer(world, { ids }) {
      const row = world.state.operations.get(`${owner}/${ids[0]}/operations/${ids[1]}`);
      if (row === undefined) throw absent(`The Operation "${ids[1]}"`);
      return operationAnswer(world, row);
    },
  };
}
