import { ConfigError } from '#errors.ts';
import {
  type HookQuery,
  type ListedHook,
  type ListedRefusal,
  listHookEvents,
  listHookRefusals,
} from '#operations/hooks/list-hook-events.ts';
import { durationMs } from '#playbook/duration.ts';
import type { HookCall, HookPlace, HookVerb } from './hook-verb.ts';
import { eventLine, refusalLine } from './tail-lines.ts';

const dayMs = 86_400_000;
const pollMs = 1_000;
/** How far back `--follow` looks for what became of deliveries it has shown. */
const watchedMs = 10 * 60_000;

/** Shows what came in and what became of it, and how many deliveries were refused. */
export const tail: HookVerb = {
  name: 'tail',
  usage: '[<connection>]',
  summary: 'show what came in and what became of it; --since 2h, --limit 50, --follow',
  options: { connection: 'value', since: 'value', limit: 'value', follow: 'flag' },
  run: async (call) => {
    const { options, words } = call;
    const asked = words[0] ?? textOf(options['connection']);
    if (words.length > 1) throw new ConfigError(['hooks tail takes at most one word, the id of a connection']);
    const limit = limitOf(textOf(options['limit']));
    const since = sinceOf(textOf(options['since']), call.now());
    return await call.withPlace(async (place) => {
      const query = { connections: connectionsOf(place, asked), since, limit };
      const printed = await show(call, place, { query, only: asked }, new Map());
      if (printed.size === 0 && !call.json && options['follow'] !== true) call.print(`Nothing came in since ${since}.`);
      let seen = printed;
      while (options['follow'] === true && (await call.wait(pollMs))) {
        const recent = new Date(Math.max(Date.parse(since), call.now() - watchedMs)).toISOString();
        seen = await show(call, place, { query: { ...query, since: recent }, only: asked }, seen);
      }
      return 0;
    });
  },
};

/** Prints what was not printed yet, or stands otherwise than it was printed; returns what is printed now, by key. */
async function show(
  { json, print }: HookCall,
  { vault }: HookPlace,
  { query, only }: { readonly query: HookQuery; readonly only: string | null },
  seen: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, string>> {
  const { since, limit } = query;
  const events = await listHookEvents(vault, query);
  const refusals = await listHookRefusals(vault, { connection: only, since, limit });
  const entries = [...events.map(entryOfEvent), ...refusals.map(entryOfRefusal)].toSorted((a, b) =>
    a.at < b.at ? -1 : a.at > b.at ? 1 : 0,
  );
  for (const { key, line, value } of entries) {
    if (seen.get(key) !== line) print(json ? JSON.stringify(value) : line);
  }
  return new Map(entries.map(({ key, line }) => [key, line]));
}

function entryOfEvent(event: ListedHook) {
  const key = JSON.stringify([event.connection, event.id]);
  return { at: event.at, key, line: eventLine(event), value: { kind: 'event', ...event } };
}

function entryOfRefusal(refusal: ListedRefusal) {
  const key = JSON.stringify([refusal.connection, refusal.reason, refusal.hour, 'refused']);
  return { at: refusal.lastAt, key, line: refusalLine(refusal), value: { kind: 'refused', ...refusal } };
}

function connectionsOf({ set }: HookPlace, asked: string | null): readonly string[] {
  const known = set.org.connections.map(({ id }) => id);
  if (asked === null) return known;
  if (!known.includes(asked)) {
    throw new ConfigError([
      `no connection of the playbooks in force is called ${asked}: choose one of ${known.join(', ')}`,
    ]);
  }
  return [asked];
}

function sinceOf(text: string | null, nowMs: number): string {
  const back = durationMs(text ?? '1d');
  const at = back === null ? Date.parse(text ?? '') : nowMs - back;
  if (Number.isFinite(at)) return new Date(Math.max(at, nowMs - 400 * dayMs)).toISOString();
  throw new ConfigError([`--since ${String(text)} is no time: write 30m, 2h or 7d, or a moment as 2026-11-28T12:00Z`]);
}

function limitOf(text: string | null): number {
  const limit = Number(text ?? '50');
  if (Number.isInteger(limit) && limit >= 1 && limit <= 10_000) return limit;
  throw new ConfigError([`--limit ${String(text)} is no number from 1 to 10000`]);
}

function textOf(option: string | true | undefined): string | null {
  return typeof option === 'string' ? option : null;
}
