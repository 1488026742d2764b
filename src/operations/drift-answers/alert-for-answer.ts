import type { Instant } from '#domain/instant.ts';
import { Refusal } from '#errors.ts';
import { type AlertGroup, criticalityOf } from '#playbook/alerts/alert-group.ts';
import { longestSilenceMs } from '#playbook/alerts/answer-alert.ts';
import { findCatalogueModel } from '#playbook/catalogue.ts';
import { effectivePolicy } from '#playbook/effective-policy.ts';
import type { Criticality } from '#playbook/facts.ts';
import type { AlertRule } from '#playbook/keys.ts';
import type { PlaybookSet } from '#playbook/playbook.ts';
import type { Executor } from '#store/database.ts';
import { driftAlertByNumber } from '#store/drift-alerts.ts';
import {
  type AlertGroupRow,
  type AlertInGroup,
  type AlertRow,
  alertInGroup,
  lockAlertInGroup,
} from '#store/drift-answers.ts';
import { type RequestRow, requestById } from '#store/requests.ts';
import { isAlertGroup } from '../drift/group-memory.ts';
import type { Setting } from '../setting.ts';

/** A drift alert as whoever answers it needs it. */
export interface AlertForAnswer {
  readonly rows: AlertInGroup;
  readonly id: string;
  /** As `D-12`. */
  readonly name: string;
  readonly registry: string;
  /** The catalogue id, and the registry's name. */
  readonly model: string;
  readonly modelName: string;
  /** The playbook's name. */
  readonly playbook: string;
  readonly rule: AlertRule;
  readonly criticality: Criticality | null;
  readonly modelCriticality: Criticality | null;
  readonly longestSilenceMs: number;
  readonly phase: 'firing' | 'no_data' | 'cleared';
  readonly drill: boolean;
  /** What is remembered of its group. */
  readonly group: AlertGroup;
  /** Null while nobody decided, also where what was asked for came to nothing or it was only silenced. */
  readonly decision: {
    readonly what: 'acknowledged' | 'false_alarm' | 'retrain' | 'rollback';
    readonly person: string;
    readonly at: Instant;
    readonly request: string | null;
  } | null;
}

/** The alert of a row's id. Throws a Refusal if there is none, or if its playbook has no such alert any more. */
export async function alertForAnswer(setting: Setting, db: Executor, id: string): Promise<AlertForAnswer> {
  return await read(setting, db, await alertInGroup(db, setting.workspaceId, id));
}

/** The same, held until the transaction ends. */
export async function holdAlert(setting: Setting, tx: Executor, id: string): Promise<AlertForAnswer> {
  return await read(setting, tx, await lockAlertInGroup(tx, setting.workspaceId, id));
}

/** The row's id of an alert as people type it, `D-12`, `d12` or `12`. Throws a Refusal if there is none. */
export async function alertIdNamed(setting: Setting, db: Executor, text: string): Promise<string> {
  const match = /^(?:D-?)?(\d{1,9})$/i.exec(text.trim());
  const alert = match === null ? null : await driftAlertByNumber(db, setting.workspaceId, Number(match[1]));
  if (alert !== null) return alert.id;
  throw new Refusal('no_such_alert', `There is no alert ${text.trim()}. \`/mlops drift\` lists those that are open.`);
}

async function read(setting: Setting, db: Executor, rows: AlertInGroup | null): Promise<AlertForAnswer> {
  if (rows === null) {
    throw new Refusal('no_such_alert', 'This alert is not known here. `/mlops drift` lists those that are open.');
  }
  const { alert, group } = rows;
  const name = `D-${alert.number}`;
  const { set } = setting.playbooks();
  const rule = ruleOf(set, alert);
  if (rule === null) {
    throw new Refusal(
      'no_such_rule',
      `The playbook “${alert.playbookName}” has no alert ${alert.rule} any more, so ${name} needs no answer.`,
    );
  }
  const modelCriticality = findCatalogueModel(set.models, alert.registry, alert.modelName)?.criticality ?? null;
  return {
    rows,
    id: alert.id,
    name,
    registry: alert.registry,
    model: alert.model,
    modelName: alert.modelName,
    playbook: alert.playbookName,
    rule,
    criticality: criticalityOf(rule, modelCriticality),
    modelCriticality,
    longestSilenceMs: longestSilenceMs(rule, modelCriticality),
    phase: phaseOf(alert),
    drill: alert.drill,
    group: memoryOf(group),
    decision: await standingDecision(db, alert),
  };
}

/** The rule of an alert as the playbooks in force have it. */
export function ruleOf(
  set: PlaybookSet,
  alert: Pick<AlertRow, 'playbookName' | 'rule' | 'model' | 'registry'>,
): AlertRule | null {
  const playbook = set.playbooks.find(({ name }) => name === alert.playbookName);
  if (playbook === undefined) return null;
  return effectivePolicy(set, playbook, alert.model, alert.registry).alerts.find(({ id }) => id === alert.rule) ?? null;
}

function phaseOf({ kind, clearedAt, retractedAt }: AlertRow): AlertForAnswer['phase'] {
  if (clearedAt !== null || retractedAt !== null) return 'cleared';
  return kind === 'no_data' ? 'no_data' : 'firing';
}

/** What is remembered of a group. Throws an Error for a row that the judge did not write. */
export function memoryOf({ id, memory }: Pick<AlertGroupRow, 'id' | 'memory'>): AlertGroup {
  if (!isAlertGroup(memory)) throw new Error(`group ${id} remembers nothing that is known`);
  return memory;
}

/** Whether what an alert was answered with came to nothing, so that it has to be decided anew. */
export function cameToNothing({ state }: Pick<RequestRow, 'state'>): boolean {
  return ['failed', 'rejected', 'withdrawn', 'expired', 'superseded'].includes(state);
}

async function standingDecision(db: Executor, alert: AlertRow): Promise<AlertForAnswer['decision']> {
  const { decision, decidedBy, decidedAt, requestId, workspaceId } = alert;
  if (decision === null || decision === 'silenced' || decidedBy === null || decidedAt === null) return null;
  const request = requestId === null ? null : await requestById(db, workspaceId, requestId);
  if (request !== null && cameToNothing(request)) return null;
  return {
    what: decision,
    person: decidedBy,
    at: decidedAt.toISOString(),
    request: request === null ? null : `R-${request.number}`,
  };
}
