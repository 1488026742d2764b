import { decimal, decimalText } from '#domain/decimal.ts';
import { becauseClause } from '#domain/retraining.ts';
import { roleName } from '#domain/role-name.ts';
import type { StopOrder } from '#domain/stop.ts';
import { type Facts, isUnknown } from '#playbook/facts.ts';
import type { EffectivePolicy } from '#playbook/playbook.ts';
import type { Flag, Verdict } from '#playbook/verdict.ts';
import { criterionOfRequest } from '#store/criteria.ts';
import type { Executor } from '#store/database.ts';
import { type RequestRow, requestByNumber } from '#store/requests.ts';
import { rolloutOfRequest } from '#store/rollouts.ts';
import { runById } from '#store/runs.ts';
import type { ApprovalRequest } from '#views/approval-state.ts';
import type { EvidenceRow, Need, RequestFacts, UncountedVote } from '#views/request-facts.ts';
import { difference } from '#views/wording.ts';
import { breakGlassFor, shownGlass } from './break-glass/glass-of.ts';
import { inNames } from './in-names.ts';
import { asksToKeep } from './kept-champion.ts';
import { type LoadedRequest, loadRequest, verdictOf } from './load-request.ts';
import { holdersOf } from './may-decide.ts';
import { holderName, type Names, readNames } from './names.ts';
import { neededSeats } from './needed-seats.ts';
import { changeOf } from './playbooks/present-change.ts';
import { presentStage, requesterName } from './present-stage.ts';
import { writePress } from './press.ts';
import { shownRetraining } from './retraining/present-retraining.ts';
import { offersRetraining } from './retraining/rejection-cause.ts';
import type { Setting } from './setting.ts';

/** A request with everything its card says. */
export interface PresentedRequest {
  readonly loaded: LoadedRequest;
  readonly names: Names;
  readonly card: ApprovalRequest;
}

/** What the card of a request shows now. `native` is whether the workspace shows table blocks. */
export async function presentRequest(
  setting: Setting,
  db: Executor,
  row: RequestRow,
  native = true,
): Promise<PresentedRequest> {
  const loaded = await loadRequest(setting, db, row);
  const names = await readNames(setting, db);
  const verdict = verdictOf(row);
  const successor = await successorOf(db, row);
  const now = setting.now();
  const { policy, facts, votes } = loaded;
  const rollout = await rolloutOfRequest(db, row.workspaceId, row.id);
  const criterion = row.state === 'rejected' ? await criterionOfRequest(db, row.workspaceId, row.id) : null;
  const stage = presentStage({ row, policy, facts, verdict, votes, names, now, rollout, criterion, successor });
  const settled = row.settledAt !== null;
  const glass = shownGlass(policy, verdict, { action: row.action, settled }, votes, names, now);
  const card = {
    ...(await requestFacts(setting, db, loaded, names)),
    stage,
    evidence: asksToKeep(row) ? alone(evidenceRows(verdict, loaded)) : evidenceRows(verdict, loaded),
    needs: needsOf(verdict, names, loaded.facts.roles),
    votesNotCounted: uncounted(verdict, names),
    ...marksOf(verdict, names),
    deadline: row.state === 'open' ? row.deadline.toISOString() : null,
    heldBy: holdersOf(loaded).map((person) => names.of(person)),
    press: writePress(setting, { number: row.number, generation: row.generation, code: row.code, openedBy: null }),
    ...(glass === null ? {} : { glass }),
    breakable: breakGlassFor(policy, row.action) !== null,
    retrainable: offersRetraining(setting, loaded),
    native,
    now,
  };
  return { loaded, names, card };
}

/** What a request is about, in people's words. */
export async function requestFacts(
  setting: Setting,
  db: Executor,
  loaded: LoadedRequest,
  names: Names,
): Promise<RequestFacts> {
  const { row, facts } = loaded;
  const change = await changeOf(db, loaded);
  const retraining = await shownRetraining(setting, db, row);
  const run = row.runId === null ? null : await runById(db, row.workspaceId, row.runId);
  const registry = setting.registries.get(row.registry);
  const since = facts.champion !== null && 'version' in facts.champion ? facts.champion.since : null;
  const url =
    retraining === null && row.silence === null && row.stop === null
      ? (registry?.versionUrl(row.modelName, row.version) ?? null)
      : null;
  return {
    code: row.code,
    model: row.modelName,
    version: row.version,
    target: row.target,
    registry: registry?.title ?? row.registry,
    rollback: row.action === 'rollback',
    ...(row.obligationId === null ? {} : { obliged: true, keeps: asksToKeep(row) }),
    champion:
      row.championVersion === null
        ? null
        : { version: row.championVersion, since: typeof since === 'string' ? since : null },
    requester: requesterName({ row, names }),
    requestedAt: row.openedAt.toISOString(),
    reason: row.reason === '' ? null : row.reason,
    playbook: row.playbook,
    links: url === null || registry === undefined ? [] : [{ label: `Open in ${registry.title}`, url }],
    ...(change === null ? {} : { change }),
    ...(retraining === null ? {} : { retraining }),
    ...(row.silence === null ? {} : { silence: { alert: row.silence.alert, until: row.silence.until } }),
    ...(row.stop === null ? {} : { stop: shownStop(row.stop) }),
    ...(run === null ? {} : { from: `T-${run.number}, ${becauseClause(run.reasonCode, run.cause)}` }),
  };
}

function shownStop({ kind, resource, name, project, deployed }: StopOrder): NonNullable<RequestFacts['stop']> {
  return { kind, resource, name, project, loaded: deployed.length };
}

/** Evidence as cards show it. The champion's value stands beside the candidate's also where a check does not compare. */
export function evidenceRows(
  verdict: Verdict,
  { policy, facts }: Pick<LoadedRequest, 'policy' | 'facts'>,
): readonly EvidenceRow[] {
  return verdict.evidence.map(({ id, status, title, because, shown }) => {
    const champion = shown.reference ?? championValue(id, policy, facts);
    return {
      status,
      title,
      because,
      candidate: shown.candidate,
      champion,
      limit: shown.limit,
      difference: difference(shown.candidate, champion),
    };
  });
}

/** Compared with nothing: the champion is not its own predecessor. */
function alone(rows: readonly EvidenceRow[]): readonly EvidenceRow[] {
  return rows.map((row) => ({ ...row, champion: null, difference: null }));
}

function championValue(id: string, policy: EffectivePolicy, facts: Facts): string | null {
  const check = policy.evidence.find((item) => item.id === id)?.check.value;
  const metrics = facts.metrics.champion;
  if (metrics === null || isUnknown(metrics) || typeof check !== 'object' || check === null) return null;
  const name: unknown = Reflect.get(check, 'metric');
  const value = typeof name === 'string' && Object.hasOwn(metrics, name) ? (metrics[name]?.value ?? null) : null;
  return value === null ? null : decimalText(decimal(value));
}

/** One line a role or pool of roles; seats of one pool in several rules are one need. */
export function needsOf(verdict: Verdict, names: Names, members: Facts['roles'] = {}): readonly Need[] {
  return neededSeats(verdict).map(({ roles, seats }) => {
    const unread = roles.flatMap((role) => unreadIn(members[role]) ?? [])[0];
    const holders = seats.flatMap(({ couldBeFilledBy }) => couldBeFilledBy);
    // Whoever can for themselves is named as that.
    const could = new Map(
      holders
        .toSorted((a, b) => Number(a.actingFor === null) - Number(b.actingFor === null))
        .map((one) => [one.person, one]),
    );
    return {
      role: roleName(roles),
      count: seats.length,
      filledBy: seats.flatMap(({ filledBy }) => (filledBy === null ? [] : [holderName(names, filledBy)])),
      couldBeFilledBy: [...new Set(holders.map(({ person }) => person))].map((person) => {
        const principal = could.get(person)?.actingFor ?? null;
        return principal === null ? names.person(person) : { ...names.person(person), actingFor: names.of(principal) };
      }),
      ...(unread === undefined ? {} : { unread }),
    };
  });
}

function unreadIn(members: Facts['roles'][string] | undefined): string | null {
  return members !== undefined && isUnknown(members) ? members.unknown : null;
}

function marksOf(verdict: Verdict, names: Names): { readonly marks?: readonly string[] } {
  const say = inNames(names, verdict);
  const said = (code: Flag['code']) => verdict.flags.filter((flag) => flag.code === code).map(say);
  const strangers = said('people_unknown').map((why) => `Not known who worked on it: ${why}.`);
  const marks = [...said('joined_after_open').map((who) => `${who}.`), ...strangers];
  return marks.length === 0 ? {} : { marks };
}

function uncounted(verdict: Verdict, names: Names): readonly UncountedVote[] {
  const say = inNames(names, verdict);
  return verdict.votesNotCounted
    .filter(({ code }) => code !== 'surplus' && code !== 'withdrawn')
    .map((vote) => ({ name: holderName(names, vote), because: say(vote) }));
}

async function successorOf(db: Executor, row: RequestRow): Promise<RequestRow | null> {
  const { supersededBy } = row.outcome;
  return typeof supersededBy === 'number' ? await requestByNumber(db, row.workspaceId, supersededBy) : null;
}
