import { asc } from 'drizzle-orm';
import { expect } from 'vitest';
import { asksToKeep } from '#operations/kept-champion.ts';
import { neededSeats } from '#operations/needed-seats.ts';
import { playbooksSubject } from '#operations/playbooks/playbook-change.ts';
import type { SeatHolder, Verdict } from '#playbook/verdict.ts';
import type { MessageView } from '#sandbox/control.ts';
import type { PretendMlflow } from '#sandbox/mlflow/server.ts';
import type { PretendSlack } from '#sandbox/slack/server.ts';
import type { PretendVertex } from '#sandbox/vertex/server.ts';
import type { Database } from '#store/database.ts';
import type { LedgerEvent } from '#store/ledger.ts';
import { verifyLedgerOf } from '#store/ledger-of-workspace.ts';
import { effects, messages } from '#store/schema/delivery.ts';
import { driftAlerts } from '#store/schema/drift.ts';
import { ledger } from '#store/schema/ledger.ts';
import { executions, type RequestState, requests, votes } from '#store/schema/request.ts';
import { rollouts } from '#store/schema/rollout.ts';
import { runs } from '#store/schema/runs.ts';
import { playbookVersions, roleMembers, workspaces } from '#store/schema/workspace.ts';

export interface CheckedWorld {
  readonly db: Database;
  readonly slack: PretendSlack;
  readonly mlflow: PretendMlflow;
  /** Where the world has one. */
  readonly vertex?: PretendVertex;
}

/** What a transition's entry does to a request, and where it may come from. */
const transitions: Partial<
  Record<LedgerEvent, { from: readonly (RequestState | 'none')[]; to: readonly RequestState[] }>
> = {
  request_opened: { from: ['none'], to: ['open'] },
  request_approved: { from: ['open', 'approved'], to: ['approved', 'overridden'] },
  request_reopened: { from: ['approved', 'overridden', 'failed'], to: ['open'] },
  request_rejected: { from: ['open', 'approved', 'overridden'], to: ['rejected'] },
  request_withdrawn: { from: ['open', 'approved', 'overridden'], to: ['withdrawn'] },
  request_expired: { from: ['open', 'approved', 'overridden'], to: ['expired'] },
  request_superseded: { from: ['open', 'approved', 'overridden'], to: ['superseded'] },
  execution_started: { from: ['approved', 'overridden'], to: ['executing'] },
  execution_verified: { from: ['executing'], to: ['verified'] },
  execution_failed: { from: ['executing'], to: ['failed'] },
  playbooks_activated: { from: ['approved'], to: ['verified'] },
  alert_silenced: { from: ['approved', 'overridden'], to: ['verified'] },
  champion_kept: { from: ['approved', 'overridden'], to: ['verified'] },
  alias_conflict: { from: ['open', 'approved', 'overridden', 'executing'], to: ['failed'] },
};

const decisions: Readonly<Record<string, LedgerEvent>> = {
  approve: 'vote_recorded',
  reject: 'vote_recorded',
  hold: 'hold_placed',
  release: 'hold_released',
  withdraw: 'approval_taken_back',
  block: 'block_placed',
  lift: 'block_lifted',
  break_glass: 'glass_pressed',
};

type Rows = Awaited<ReturnType<typeof readRows>>;

/**
 * Holds the invariants of a world at rest: every transition and vote on the record, nothing carried out without its
 * votes, every effect visible once and in order, one change of an alias at a time, an unbroken chain, no trace of the
 * program's insides in Slack.
 */
export async function checkWorld(world: CheckedWorld): Promise<void> {
  const rows = await readRows(world.db);
  for (const { id } of rows.workspaces) expect(await verifyLedgerOf(world.db, id)).toMatchObject({ ok: true });
  for (const request of rows.requests) {
    checkTransitions(rows, request);
    checkVotes(rows, request);
    checkExecutions(rows, request);
  }
  checkAliases(rows, world);
  checkRollouts(rows, world);
  checkPlaybooks(rows);
  checkRuns(rows);
  checkAlerts(rows);
  checkMessages(rows, world.slack);
  checkOrder(rows, world.slack);
  checkWords(world.slack);
}

async function readRows(db: Database) {
  return {
    workspaces: await db.select().from(workspaces),
    requests: await db.select().from(requests),
    votes: await db.select().from(votes).orderBy(asc(votes.id)),
    playbooks: await db.select().from(playbookVersions).orderBy(asc(playbookVersions.number)),
    executions: await db.select().from(executions).orderBy(asc(executions.startedAt)),
    effects: await db.select().from(effects).orderBy(asc(effects.seq)),
    rollouts: await db.select().from(rollouts),
    messages: await db.select().from(messages),
    alerts: await db.select().from(driftAlerts).orderBy(asc(driftAlerts.number)),
    runs: await db.select().from(runs).orderBy(asc(runs.number)),
    members: await db.select().from(roleMembers),
    ledger: await db.select().from(ledger).orderBy(asc(ledger.seq)),
  };
}

/** I1, I10: the entries of a request, followed one by one, lead to its state, and none comes after its end. */
function checkTransitions(rows: Rows, request: Rows['requests'][number]): void {
  let states: readonly (RequestState | 'none')[] = ['none'];
  for (const { event } of rows.ledger.filter(({ requestId }) => requestId === request.id)) {
    const step = transitions[event as LedgerEvent];
    if (step === undefined) continue;
    const legal = states.some((state) => step.from.includes(state));
    expect(legal, `R-${request.number}: ${event} after ${states.join(' or ')}`).toBe(true);
    states = step.to;
  }
  expect(states, `the state that the ledger gives R-${request.number}`).toContain(request.state);
}

/** Every vote is on the record once, and the reverse; one press of one person is one vote. */
function checkVotes(rows: Rows, request: Rows['requests'][number]): void {
  const cast = rows.votes.filter(({ requestId }) => requestId === request.id);
  const recorded = rows.ledger
    .filter(({ requestId, event }) => requestId === request.id && Object.values(decisions).includes(event as never))
    .map(({ event, entry }) => {
      const { actor, source } = JSON.parse(entry.toString('utf8')) as { actor: SeatHolder; source: string };
      return `${event} ${actor.person} for ${actor.actingFor} ${source}`;
    });
  const expected = cast.map(
    ({ decision, person, actingFor, pressId }) => `${decisions[decision]} ${person} for ${actingFor} ${pressId}`,
  );
  expect(recorded, `votes of R-${request.number} in the ledger`).toEqual(expected);
  expect(new Set(expected).size).toBe(expected.length);
}

/**
 * I2, I10: what was carried out had a standing approval of another eligible person for every seat, unless the playbook
 * approved it without people; a yes to whether a champion may stay moves nothing.
 */
function checkExecutions(rows: Rows, request: Rows['requests'][number]): void {
  const tries = rows.executions.filter(({ requestId }) => requestId === request.id);
  const verified = tries.filter(({ state }) => state === 'verified');
  const moves = request.state === 'verified' && !asksToKeep(request);
  expect(verified.length, `verified executions of R-${request.number}`).toBe(moves ? 1 : 0);
  if (tries.length === 0) return;
  const verdict = request.verdict as Verdict;
  const seats = neededSeats(verdict).flatMap((pool) => pool.seats);
  const holders = seats.map((seat) => seat.filledBy?.person ?? 'nobody');
  if (request.state === 'open' || verdict.autoApproved || verdict.status === 'overridden') return;
  expect(new Set(holders).size, 'one seat a person').toBe(holders.length);
  const voters = seats.map((seat) => seat.filledBy?.actingFor ?? seat.filledBy?.person);
  expect(new Set(voters).size, 'one seat a person and those who act for them').toBe(holders.length);
  expect(holders.length).toBeGreaterThan(0);
  // Those who took their approval back once it was carried out asked for the way back.
  const late = (request.outcome['takenBack'] as { votes: readonly number[] } | undefined)?.votes ?? [];
  for (const seat of seats) {
    const person = seat.filledBy?.person ?? 'nobody';
    const last = rows.votes
      .filter((vote) => vote.requestId === request.id && vote.person === person && !late.includes(vote.id))
      .findLast(({ decision }) => decision === 'approve' || decision === 'withdraw' || decision === 'reject');
    expect(last, `the approval of ${person} for R-${request.number}`).toMatchObject({
      decision: 'approve',
      actingFor: seat.filledBy?.actingFor ?? null,
      subjectDigest: request.subjectDigest,
    });
    const voter = seat.filledBy?.actingFor ?? person;
    const held = rows.members.filter((row) => row.person === voter && row.until === null).map(({ role }) => role);
    expect(
      seat.roles.some((role) => held.includes(role)),
      `${voter} holds one of ${seat.roles.join()}`,
    ).toBe(true);
  }
}

/** I5: nothing runs any more, and each alias is what we last set, unless a change by others is on the record. */
function checkAliases(rows: Rows, { mlflow, vertex }: CheckedWorld): void {
  const moving = new Set(rows.rollouts.filter(({ dueAt }) => dueAt !== null).map(({ executionId }) => executionId));
  expect(rows.executions.filter(({ id, state }) => state === 'running' && !moving.has(id))).toEqual([]);
  // They are about no alias.
  const silenced = new Set(
    rows.requests.filter(({ action }) => action === 'silence' || action === 'stop').map(({ id }) => id),
  );
  const last = new Map<string, Rows['executions'][number]>();
  for (const execution of rows.executions.filter(({ state }) => state === 'verified')) {
    last.set(`${execution.modelName} ${execution.target}`, execution);
  }
  for (const { registry, modelName, target, version, requestId } of last.values()) {
    if (
      silenced.has(requestId) ||
      registry === playbooksSubject.registry ||
      rows.runs.some((run) => run.requestId === requestId)
    )
      continue;
    const held =
      registry === 'vertex'
        ? vertex?.outside.model(modelName)?.versions.find(({ aliases }) => aliases.includes(target))
        : mlflow.outside.model(modelName)?.aliases.find((one) => one.alias === target);
    if (String(held?.version) === version) continue;
    const noticed = rows.ledger.filter(({ event }) => event === 'outside_change' || event === 'alias_conflict');
    expect(
      noticed.map((entry) => entry.requestId),
      `${modelName} ${target} is v${held?.version}, not v${version}`,
    ).toContain(requestId);
  }
}

/**
 * Each step of a rollout is on the record once and in order, none after it was stopped; it ends with its request; and
 * what it deployed is gone where it went back, unless the record says why it stays.
 */
function checkRollouts(rows: Rows, { vertex }: CheckedWorld): void {
  for (const rollout of rows.rollouts) {
    const told = rows.ledger
      .map(({ event, entry }) => ({ event, ...(JSON.parse(entry.toString('utf8')) as Told) }))
      .filter(({ execution }) => execution === rollout.executionId);
    const shifts = told.filter(({ event }) => event === 'traffic_shifted').map(({ percent }) => percent);
    const taken = rollout.steps.slice(0, rollout.step + 1).map(({ trafficPercent }) => trafficPercent);
    expect(shifts, `steps of ${rollout.executionId}`).toEqual(taken);
    expect(told.filter(({ event }) => event === 'deployed').length).toBeLessThanOrEqual(1);
    const stops = told.filter(({ event }) => event === 'rollout_stopped').length;
    expect(stops, `stops of ${rollout.executionId}`).toBe(rollout.stopped === null ? 0 : 1);
    const { state } = rows.executions.find(({ id }) => id === rollout.executionId) ?? {};
    if (state !== 'running') expect(rollout.state).toBe(state === 'verified' ? 'done' : 'restored');
    const there = vertex?.outside.endpoint(rollout.endpoint)?.deployed.filter(({ id }) => id === rollout.deployedId);
    expect(there?.length ?? 0, `deployments as ${rollout.deployedId}`).toBeLessThanOrEqual(1);
    const failed = rows.requests.find(({ id }) => id === rollout.requestId)?.outcome['failed'];
    if (rollout.state !== 'restored' || rollout.deployedByUs === 'no' || (there?.length ?? 0) === 0) continue;
    if (failed !== undefined) expect(failed).toMatch(/stays deployed|could not be taken away/);
  }
}

interface Told {
  readonly execution?: string;
  readonly percent?: number;
}

/**
 * Every set that was in force is on the record, in its order, with the request that brought it about; a change that was
 * carried out is in force or was followed by another, and nobody who asked for it agreed to it.
 */
function checkPlaybooks(rows: Rows): void {
  const recorded = rows.ledger
    .filter(({ event }) => event === 'playbooks_activated')
    .map(({ entry, requestId }) => {
      const { number, digest } = JSON.parse(entry.toString('utf8')) as { number: number; digest: string };
      return { number, digest, requestId };
    });
  expect(recorded).toEqual(rows.playbooks.map(({ number, digest, requestId }) => ({ number, digest, requestId })));
  expect(recorded.map(({ number }) => number)).toEqual(recorded.map((_, index) => index + 1));
  for (const request of rows.requests.filter(({ action }) => action === playbooksSubject.action)) {
    const brought = rows.playbooks.filter(({ requestId }) => requestId === request.id);
    expect(brought.length, `sets that R-${request.number} brought into force`).toBe(
      request.state === 'verified' ? 1 : 0,
    );
    const seats = (request.verdict as Verdict).rules.flatMap((rule) => rule.seats);
    expect(seats.map(({ filledBy }) => filledBy?.person)).not.toContain(request.requesterPerson);
  }
}

/** At most one alert of a group is open, and each that was told has its one message. */
function checkAlerts(rows: Rows): void {
  const open = rows.alerts.filter(({ clearedAt, retractedAt }) => clearedAt === null && retractedAt === null);
  expect(new Set(open.map(({ groupId, kind }) => `${groupId} ${kind}`)).size, 'one open alert a group').toBe(
    open.length,
  );
  expect(new Set(rows.alerts.map(({ number }) => number)).size).toBe(rows.alerts.length);
  for (const { id, number, toldAt } of rows.alerts) {
    const shown = rows.messages.filter(({ key }) => key === `drift:${id}`);
    expect(shown.length, `messages of D-${number}`).toBe(toldAt === null ? 0 : 1);
  }
}

/**
 * A request has at most one run, numbers have no gaps, and a retraining that was carried out has one that was found
 * started; its beginning and its end are on the record once.
 */
function checkRuns(rows: Rows): void {
  expect(rows.runs.map(({ number }) => number)).toEqual(rows.runs.map((_, index) => index + 1));
  expect(new Set(rows.runs.map(({ requestId }) => requestId)).size, 'one run a request').toBe(rows.runs.length);
  expect(rows.runs.filter(({ state }) => state === 'starting')).toEqual([]);
  for (const request of rows.requests.filter(({ action }) => action === 'retrain')) {
    const started = rows.runs.filter(({ requestId, engineId }) => requestId === request.id && engineId !== null);
    expect(started.length, `runs of R-${request.number}`).toBe(request.state === 'verified' ? 1 : 0);
  }
  const told = (event: LedgerEvent, { number, requestId }: Rows['runs'][number]) =>
    rows.ledger.filter(
      (one) =>
        one.requestId === requestId &&
        one.event === event &&
        (JSON.parse(one.entry.toString('utf8')) as { run: string }).run === `T-${number}`,
    ).length;
  for (const run of rows.runs) {
    const live = ['queued', 'running', 'paused', 'cancelling'].includes(run.state);
    expect(told('run_started', run), `beginning of T-${run.number}`).toBe(run.engineId === null ? 0 : 1);
    const ends = told('run_ended', run) + told('run_lost', run);
    expect(ends, `end of T-${run.number}`).toBe(run.engineId === null || live ? 0 : 1);
  }
}

/** Whatever runs in an engine under a key of ours has its row, and each key one run. */
export async function checkEngine(
  db: Database,
  engine: { readonly runs: ReadonlyMap<string, { readonly id: string; readonly key: string | null }> },
): Promise<void> {
  const known = new Map((await db.select().from(runs)).map((row) => [row.key, row.engineId]));
  const ours = [...engine.runs.values()].flatMap(({ id, key }) => (key === null ? [] : [{ id, key }]));
  expect(new Set(ours.map(({ key }) => key)).size, 'one run a key').toBe(ours.length);
  for (const { id, key } of ours) expect(known.get(key), `the row of ${key}`).toBe(id);
}

/** I3: nothing is open; a confirmed post is there once, where its row says, and gone once it was posted anew; no message of ours but a file is without an effect. */
function checkMessages(rows: Rows, slack: PretendSlack): void {
  expect(rows.effects.filter(({ state }) => state === 'intent' || state === 'maybe_sent')).toEqual([]);
  const visible = ourMessages(slack);
  const posts = rows.effects.filter(({ kind }) => kind === 'slack.post');
  for (const effect of posts) {
    const anew = `post:${String(effect.payload['key'])}:after:`;
    const replaced = posts.some(({ idemKey, seq }) => seq > effect.seq && idemKey.startsWith(anew));
    const shown = visible.filter((message) => effectOf(message) === effect.id);
    expect(shown.length, `messages of ${effect.idemKey}, ${effect.state}`).toBeLessThanOrEqual(1);
    if (effect.state !== 'confirmed' || effect.providerRef?.['by'] !== undefined) continue;
    expect(shown.map(({ ts }) => ts)).toEqual(replaced ? [] : [effect.providerRef?.['ts']]);
  }
  const known = new Set(rows.effects.map(({ id }) => id));
  // A file is an answer to a press, which nothing sends a second time.
  for (const message of visible.filter(({ files }) => files.length === 0))
    expect(known, message.text).toContain(effectOf(message));
  const updates = rows.effects.filter(({ kind, state }) => kind === 'slack.update' && state === 'confirmed');
  for (const { payload } of updates) {
    const row = rows.messages.find(({ key }) => key === payload['key']);
    expect(row?.shownRevision, `what ${row?.key} shows`).toBeGreaterThanOrEqual(Number(payload['revision']));
  }
}

/** I4: what stands in a channel stands in the order in which it was decided, what people had sent again aside. */
function checkOrder(rows: Rows, slack: PretendSlack): void {
  const answered = rows.ledger
    .filter(({ event }) => event === 'effect_answered')
    .map(({ entry }) => (JSON.parse(entry.toString('utf8')) as { effect: string }).effect);
  const seqs = new Map(rows.effects.map(({ id, seq }) => [id, seq]));
  for (const channel of channelsOf(slack)) {
    const shown = ourMessages(slack, channel)
      .toSorted((a, b) => (a.ts < b.ts ? -1 : 1))
      .map((message) => effectOf(message))
      .filter((id) => !answered.includes(id))
      .map((id) => seqs.get(id) ?? 0);
    expect(shown, `order in ${channel}`).toEqual(shown.toSorted((a, b) => a - b));
  }
}

/** Nothing of our insides is ever shown to people. */
function checkWords(slack: PretendSlack): void {
  const people = slack.see.workspace().people.map(({ id }) => id);
  const texts = [
    ...people.flatMap((person) =>
      channelsOf(slack).flatMap((channel) => {
        try {
          return slack.see.messages(channel, person).map((message) => JSON.stringify(message));
        } catch {
          return [];
        }
      }),
    ),
    ...people.map((person) => JSON.stringify(slack.see.modal(person))),
  ];
  for (const text of texts) expect(text).not.toMatch(/\\n\s+at |node:internal|node_modules|xox[abp]-|xapp-/);
}

function channelsOf(slack: PretendSlack): readonly string[] {
  return slack.see.workspace().channels.map(({ id }) => id);
}

function ourMessages(slack: PretendSlack, only?: string): readonly MessageView[] {
  const { app } = slack.see.workspace();
  return (only === undefined ? channelsOf(slack) : [only]).flatMap((channel) => {
    const top = slack.see.messages(channel);
    const replies = top.flatMap(({ ts }) => slack.see.messages(channel, undefined, ts));
    return [...top, ...replies].filter(({ user }) => user === app.botUserId);
  });
}

function effectOf({ metadata }: MessageView): string {
  const effect = metadata?.event_payload['effect'];
  return typeof effect === 'string' ? effect : 'none';
}
