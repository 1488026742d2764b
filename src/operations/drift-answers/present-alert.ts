import { epochMs, type Instant, instantAt } from '#domain/instant.ts';
import { roleName } from '#domain/role-name.ts';
import { looksAtDriftAlone } from '#playbook/alerts/drift-conditions.ts';
import { findCatalogueModel } from '#playbook/catalogue.ts';
import type { AlertRule } from '#playbook/keys.ts';
import { type AlertInGroup, type AlertRow, alertInGroup, lastSilence } from '#store/drift-answers.ts';
import { newestReportsOf } from '#store/drift-reports.ts';
import { type RequestRow, requestById } from '#store/requests.ts';
import { runOfRequest } from '#store/runs.ts';
import type { DriftDecision, DriftPhase, ShownAlert, ShownRunLink, ShownSilence } from '#views/drift-state.ts';
import { roleNow } from '../drift/role-now.ts';
import { rowPress } from '../effect-press.ts';
import { type Names, readNames } from '../names.ts';
import { standingOf } from '../request-lines.ts';
import type { Setting } from '../setting.ts';
import { cameToNothing, memoryOf, ruleOf } from './alert-for-answer.ts';
import { costPerDay } from './cost-per-day.ts';
import { lately } from './lately.ts';
import { movement } from './moved-features.ts';
import { offersOf } from './offers-of-alert.ts';

/** Everything the message of an alert shows now, from our own rows: nothing here waits for another system. */
export async function presentAlert(setting: Setting, id: string): Promise<ShownAlert> {
  const rows = await alertInGroup(setting.db, setting.workspaceId, id);
  if (rows === null) throw new Error(`there is no alert ${id}`);
  const { alert } = rows;
  const { set } = setting.playbooks();
  const names = await readNames(setting, setting.db);
  const rule = ruleOf(set, alert);
  const entry = findCatalogueModel(set.models, alert.registry, alert.modelName);
  const moved = await movedOf(setting, alert, rule);
  const ofVersion = alert.version === null || alert.version === '' ? {} : { version: alert.version };
  const [report] = await newestReportsOf(setting.db, alert, { ...ofVersion, drill: alert.drill, limit: 1 });
  return {
    alert: `D-${alert.number}`,
    model: alert.modelName,
    version: alert.version === '' ? null : alert.version,
    environment: alert.environment,
    rule: alert.rule,
    playbook: alert.playbookName,
    criticality: alert.criticality,
    to:
      rule === null || rule.to === null || rule.to.startsWith('#') ? null : await roleNow(setting, setting.db, rule.to),
    owner: entry === null ? null : ownerOf(setting, names, entry.owner),
    detector: report?.detector ?? null,
    reportUrl: report?.reportUrl ?? null,
    phase: phaseOf(alert),
    because: whyShown(alert, rule, moved),
    ...moved,
    recent: await lately(setting, alert),
    costPerDay: await costPerDay(setting, entry),
    useCases: entry?.useCase ?? [],
    offers: await offersOf(setting, alert, rule),
    escalation: rule === null ? null : escalationOf(rule, rows),
    decision: await decisionOf(setting, alert, names),
    silence: await silenceOf(setting, rows, names),
    drill: alert.drill,
    press: rowPress(setting, 'alert', alert.id),
  };
}

/** Nothing where the table of what moved says the same, feature by feature. */
function whyShown(alert: AlertRow, rule: AlertRule | null, { movedCount }: Pick<ShownAlert, 'movedCount'>): string {
  const inTable = phaseOf(alert).is === 'firing' && movedCount > 0 && rule !== null && looksAtDriftAlone(rule.when);
  return inTable ? '' : alert.because;
}

/** A person is mentioned; a role is named. */
export function ownerOf(setting: Setting, names: Names, owner: string) {
  const { people } = setting.playbooks().set.people;
  return Object.hasOwn(people, owner) ? names.person(owner) : { name: roleName([owner]), slackId: null };
}

/** What moved of an alert: now, or when it ended. */
export async function movedOf(setting: Setting, alert: AlertRow, rule: AlertRule | null) {
  if (rule === null || alert.kind === 'no_data') return { moved: [], movedCount: 0, featureCount: 0 };
  const at = alert.clearedAt === null ? setting.now() : alert.clearedAt.toISOString();
  return await movement(setting.db, rule, alert, alert.feature === '' ? null : alert.feature, at);
}

/** What became of the data, as the rows of an alert say. */
export function phaseOf({ kind, openedAt, clearedAt, retractedAt }: AlertRow): DriftPhase {
  const since = openedAt.toISOString();
  if (retractedAt !== null) return { is: 'retracted', since, at: retractedAt.toISOString() };
  if (clearedAt !== null) return { is: 'cleared', since, at: clearedAt.toISOString() };
  return { is: kind === 'no_data' ? 'no_data' : 'firing', since };
}

/** The next step of the escalation, counted from when the firing was noticed; null once somebody answered. */
function escalationOf(rule: AlertRule, { alert, group }: AlertInGroup): { to: string; at: Instant } | null {
  const memory = memoryOf(group);
  const next = rule.escalate[memory.escalated];
  if (next === undefined || memory.firingSince === null || memory.answeredAt !== null) return null;
  const from = epochMs(alert.noticedAt.toISOString());
  return { to: next.to.startsWith('#') ? next.to : roleName([next.to]), at: instantAt(from + next.afterMs) };
}

/** What was decided, and how far what was asked for is. */
export async function decisionOf(setting: Setting, alert: AlertRow, names: Names): Promise<DriftDecision | null> {
  const { decision, decidedBy, decidedAt, decisionReason, requestId, workspaceId } = alert;
  if (decision === null || decidedBy === null || decidedAt === null) return null;
  const reason = decisionReason === '' ? null : decisionReason;
  const made = { by: names.of(decidedBy), at: decidedAt.toISOString(), reason };
  if (decision !== 'retrain' && decision !== 'rollback') return { ...made, what: decision };
  const request = requestId === null ? null : await requestById(setting.db, workspaceId, requestId);
  if (request === null) throw new Error(`alert ${alert.id} was answered by a request that is not there`);
  const asked = {
    ...made,
    request: `R-${request.number}`,
    standing: standingOf(request, names),
    over: cameToNothing(request),
  };
  if (decision === 'rollback') return { ...asked, what: decision, to: request.version };
  return { ...asked, what: decision, run: await runOf(setting, request, names) };
}

/** The run of a retraining, and how far the promotion is that it asked for. */
async function runOf(setting: Setting, request: RequestRow, names: Names): Promise<ShownRunLink | null> {
  const { db, workspaceId } = setting;
  const run = await runOfRequest(db, request);
  if (run === null) return null;
  const promotion = run.promotionId === null ? null : await requestById(db, workspaceId, run.promotionId);
  return {
    run: `T-${run.number}`,
    standing: run.state.replace('_', ' '),
    url: run.url,
    promotion: promotion === null ? null : { request: `R-${promotion.number}`, standing: standingOf(promotion, names) },
  };
}

/** The silence of an alert's group while it lasts. */
export async function silenceOf(
  setting: Setting,
  { group }: Pick<AlertInGroup, 'group'>,
  names: Names,
): Promise<ShownSilence | null> {
  const row = await lastSilence(setting.db, group.id);
  if (row === null || row.until.toISOString() <= setting.now()) return null;
  const request = row.requestId === null ? null : await requestById(setting.db, row.workspaceId, row.requestId);
  return {
    until: row.until.toISOString(),
    by: names.of(row.person),
    reason: row.reason,
    request: request === null ? null : `R-${request.number}`,
  };
}
