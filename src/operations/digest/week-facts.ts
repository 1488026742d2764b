import type { DaySpan } from '#domain/cost-report.ts';
import type { Instant } from '#domain/instant.ts';
import type { Amount, DigestFacts, DigestScope } from '#domain/weekly-digest.ts';
import { caughtBetween } from '#store/digest-caught.ts';
import {
  brokenPromises,
  openAlertsWithSilence,
  outsideChangesToTell,
  owedLooks,
  requestsNumbered,
  waitingRequests,
} from '#store/digest-open.ts';
import { type IdleRow, openIdle } from '#store/idle-findings.ts';
import { openWaivers } from '#store/waivers.ts';
import { asksToKeep } from '../kept-champion.ts';
import { readNames } from '../names.ts';
import { standingOf } from '../request-lines.ts';
import type { Setting } from '../setting.ts';
import { costOfWeek } from './cost-of-scope.ts';
import { groupedByTeam } from './grouped-by-team.ts';
import { loosenedRules } from './loosened-rules.ts';
import { digestMaturity } from './maturity-of-scope.ts';
import { ownersOfModels } from './team-of-model.ts';
import { toldSpotChecks } from './told-spot-checks.ts';
import { waivedNeeds } from './waived-needs.ts';

/** Of how many requests the thread says what they wait for. */
const mostExplained = 8;

/** Of which time a digest tells. */
export interface DigestSpan {
  /** What happened from then, in milliseconds since the epoch, until before `until`. */
  readonly since: number;
  readonly until: number;
  /** The days whose cost it tells. */
  readonly week: DaySpan;
}

/** What the whole workspace knows of a span, read once, and then given out scope by scope. */
export interface WeekFacts {
  readonly of: (scope: DigestScope) => Promise<DigestFacts>;
}

/** Reads what is open and what happened in the whole workspace: a handful of queries however many teams there are. */
export async function weekFacts(setting: Setting, span: DigestSpan): Promise<WeekFacts> {
  const { db, workspaceId } = setting;
  const now = setting.now();
  const during = { since: new Date(span.since), until: new Date(span.until) };
  const [cost, idle, waiting, alerts, outside, caught, looks, promises, waivers, loosened, spotChecks] =
    await Promise.all([
      costOfWeek(setting, span.week),
      openIdle(db, workspaceId),
      waitingRequests(db, workspaceId),
      openAlertsWithSilence(db, workspaceId, new Date(now)),
      outsideChangesToTell(db, workspaceId, during),
      caughtBetween(db, workspaceId, during),
      owedLooks(db, workspaceId),
      brokenPromises(db, workspaceId),
      openWaivers(db, workspaceId),
      loosenedRules(setting, during),
      toldSpotChecks(setting, during),
    ]);
  const ownerOf = ownersOfModels(setting);
  const teamOf = ({ registry, modelName }: OfModel) => ownerOf(registry, modelName).team;
  const perDay = ({ registry, modelName }: OfModel) => cost.perDay.get(ownerOf(registry, modelName).billedAs) ?? null;
  const all = {
    idle: idle.map(leftOn).toSorted((a, b) => Number(b.perDay?.amount ?? 0) - Number(a.perDay?.amount ?? 0)),
    waiting: waiting.map((row) => ({
      number: row.number,
      what: requestWords(row),
      team: teamOf(row),
      since: instant(row.openedAt),
      standing: null,
      perDay: row.action === 'promote' || row.action === 'rollback' ? perDay(row) : null,
      model: row.modelName,
    })),
    alerts: alerts.map((row) => ({
      number: row.number,
      model: row.modelName,
      team: teamOf(row),
      since: instant(row.openedAt),
      because: row.because,
      decided: !row.undecided,
      silencedUntil: row.silentUntil === null ? null : new Date(row.silentUntil).toISOString(),
      perDay: perDay(row),
    })),
    outside: outside.map((row) => ({
      number: row.number,
      model: row.modelName,
      team: teamOf(row),
      target: row.target,
      expected: row.expected,
      found: row.found,
      at: instant(row.noticedAt),
      settled: row.settledAt !== null,
    })),
    caught: caught.map(({ registry, modelName, ...row }) => ({
      ...row,
      model: modelName,
      team: teamOf({ registry, modelName }),
    })),
    debts: [
      ...looks.map((row) => ({
        kind: row.kind === 'break_glass' ? ('emergency' as const) : ('look' as const),
        model: row.modelName,
        team: teamOf(row),
        about: `R-${row.number}`,
        what: row.kind === 'break_glass' ? 'a review of the emergency' : 'a look at the approval without people',
        due: instant(row.dueAt),
      })),
      ...promises.map((row) => ({
        kind: 'obligation' as const,
        model: row.modelName,
        team: teamOf(row),
        about: `R-${row.number}`,
        what: `“${row.what}” does not hold after`,
        due: null,
      })),
    ],
  };
  const byTeam = groupedByTeam({ ...all, spotChecks, waived: await waivedNeeds(setting, waivers) });
  return {
    of: async (scope) => {
      const own = byTeam(scope);
      const waitingFor = await standings(setting, own.waiting);
      return {
        scope,
        now,
        week: span.week,
        cost: await cost.of(scope),
        maturity: await digestMaturity(setting, scope, span.week),
        ...own,
        loosened: loosened(scope),
        waiting: own.waiting.map((one) => ({ ...one, standing: waitingFor.get(one.number) ?? null })),
      };
    },
  };
}

/** What the oldest requests wait for, by their numbers: of more than those is not said. */
async function standings(setting: Setting, waiting: DigestFacts['waiting']): Promise<ReadonlyMap<number, string>> {
  const oldest = waiting.slice(0, mostExplained).map(({ number }) => number);
  if (oldest.length === 0) return new Map();
  const rows = await requestsNumbered(setting.db, setting.workspaceId, oldest);
  const names = await readNames(setting, setting.db);
  return new Map(rows.map((row) => [row.number, standingOf(row, names)]));
}

type OfModel = { readonly registry: string; readonly modelName: string };
function leftOn(row: IdleRow): DigestFacts['idle'][number] {
  const { id, kind, name, team, since, perDay, currency, state, day } = row;
  const price: Amount | null = perDay === null || currency === null ? null : { amount: perDay, currency };
  return { id, kind, name, team, since, perDay: price, state, keptUntil: state === 'kept' ? day : null };
}

type Waiting = Awaited<ReturnType<typeof waitingRequests>>[number];

/** What a request asks for, as `promote fraud-scorer v7 to production`. */
function requestWords(row: Waiting): string {
  const { action, modelName, version, target } = row;
  const model = `\`${modelName}\``;
  if (asksToKeep(row)) return `keep ${model} v${version} as ${target}`;
  switch (action) {
    case 'promote':
      return `promote ${model} v${version} to ${target}`;
    case 'rollback':
      return `roll ${model} back to v${version}`;
    case 'retrain':
      return `retrain ${model}`;
    case 'silence':
      return `silence ${target} of ${model}`;
    case 'change_playbook':
      return `bring playbook set ${version} into force`;
    default:
      return `${action} ${model}`;
  }
}

function instant(at: Date): Instant {
  return at.toISOString();
}
