import { shiftDay } from '#cost/day.ts';
import type { LabelPolicy } from '#cost/label-policy.ts';
import { sumOf } from '#cost/money.ts';
import type { CostLine } from '#domain/cost.ts';
import type { Observed } from '#domain/maturity-facts.ts';
import type { IdleFinding, ServingResource, SpendFacts } from '#domain/maturity-operation.ts';
import { idleFindingRows } from '#store/maturity-rows/left-on.ts';
import { idleSpentRows, type ServingRow, type SpentRow, servingRows, spentRows } from '#store/maturity-rows/spent.ts';
import { labelPolicyOf } from '../../claims/label-policy.ts';
import { knownData } from '../../cost/known-data.ts';
import type { Asked } from '../asked.ts';
import { type LabelsOfModels, labelsOfModels } from '../labels-of-models.ts';

/** What the bill tells of models. `serving` is what was charged for predictions in the last 60 days. */
interface Billed {
  readonly spend: Observed<readonly SpendFacts[]>;
  readonly idleFindings: Observed<readonly IdleFinding[]>;
  readonly serving: Observed<readonly ServingResource[]>;
}

const spendDays = 90;
const trafficDays = 60;

/** Spend of 90 days, what was left on, and what serves, by the labels of the bill that was read last. */
export async function billedRecords(asked: Asked): Promise<Billed> {
  const { setting, db, now } = asked;
  const { workspaceId } = setting;
  const { data } = await knownData(setting);
  if (setting.costs.size === 0 || data.through === null) {
    const because = setting.costs.size === 0 ? notConnected : 'No bill has been read yet: it is read every night.';
    const unknown = { known: false, because } as const;
    return { spend: unknown, idleFindings: unknown, serving: unknown };
  }
  const labels = labelsOfModels(asked);
  const last = data.through;
  const span = (days: number) => ({ first: shiftDay(last, 1 - days), last });
  const [spent, idle, found, serving, policy] = await Promise.all([
    spentRows(db, workspaceId, labels.labelled, span(spendDays)),
    idleSpentRows(db, workspaceId, labels.labelled, span(spendDays)),
    idleFindingRows(db, workspaceId, labels.labelled.teams?.values ?? null, asked.from),
    servingRows(db, workspaceId, labels.labelled, span(trafficDays)),
    labelPolicyOf(setting),
  ]);
  const asOf = new Date(Math.min(now.getTime(), Date.parse(shiftDay(last, 1)))).toISOString();
  const known = <T>(value: readonly T[]): Observed<readonly T[]> => ({
    known: true,
    value,
    provenance: 'machine',
    asOf,
  });
  const sums = new Map<string, Sum>();
  for (const row of spent) {
    const sum = sumFor(sums, labels, row);
    sum.total.push(row.amount);
    if (isLabelled(row.labels, policy)) sum.labelled.push(row.amount);
    if (isOwned(asked, sum.model, row.labels, policy)) sum.owned.push(row.amount);
  }
  for (const row of idle) sumFor(sums, labels, row).idle.push(row.amount);
  return {
    spend: known([...sums.values()].map(spendOf)),
    idleFindings: known(
      found.map(
        ({ id, name, team, askedAt, decidedAt }): IdleFinding => ({
          id: name === '' ? id : name,
          model: null,
          ...labels.teamOf(team),
          foundAt: askedAt.toISOString(),
          decidedAt: decidedAt?.toISOString() ?? null,
        }),
      ),
    ),
    serving: known(serving.map((row) => resourceOf(asked, labels, row))),
  };
}

const notConnected = 'No bill is connected: add a connection of kind bigquery-billing or focus-files to org.yaml.';

interface Sum {
  readonly model: string | null;
  readonly team?: string;
  readonly currency: string;
  readonly total: string[];
  readonly labelled: string[];
  readonly owned: string[];
  readonly idle: string[];
}

function sumFor(sums: Map<string, Sum>, labels: LabelsOfModels, { labels: said, currency }: SpentRow): Sum {
  const model = labels.modelOf(said);
  const team = model === null ? labels.teamOf(said[labels.teamKey]?.value) : {};
  const key = JSON.stringify([model, team, currency]);
  const known = sums.get(key);
  if (known !== undefined) return known;
  const made = { model, ...team, currency, total: [], labelled: [], owned: [], idle: [] };
  sums.set(key, made);
  return made;
}

function spendOf({ total, labelled, owned, idle, ...of }: Sum): SpendFacts {
  const amounts = { total: sumOf(total), labelled: sumOf(labelled), activeOwner: sumOf(owned), idle: sumOf(idle) };
  return { ...of, ...amounts, serving: null };
}

/** Every required label is there, and says what it may say. */
function isLabelled(labels: CostLine['labels'], { required, values, owners }: LabelPolicy): boolean {
  return required.every((key) => {
    const value = labels[key]?.value ?? '';
    const listed = values.get(key);
    return value !== '' && (listed === undefined || listed.includes(value)) && !owners.inactive.has(value);
  });
}

/** The owner that a label names, else the one that models.yaml names for the model. */
function isOwned(
  { setting, modelOf }: Asked,
  model: string | null,
  labels: CostLine['labels'],
  { owners }: LabelPolicy,
): boolean {
  const named = labels[setting.playbooks().set.org.labels.owner]?.value;
  if (named !== undefined && named !== '') return owners.active.has(named);
  return model !== null && modelOf(model)?.facts.owner?.active === true;
}

/** A charge does not say which version answered: it is the one that the serving alias holds. */
function resourceOf(
  asked: Asked,
  { modelOf, teamOf, teamKey }: LabelsOfModels,
  { resource, labels, sku, day }: ServingRow,
): ServingResource {
  const model = modelOf(labels);
  const declared = model === null ? [] : (asked.modelOf(model)?.facts.declared.serving ?? []);
  const batch = /batch/i.test(sku) || (declared.length === 1 && declared[0] === 'batch' && !/online/i.test(sku));
  return {
    id: resource,
    model,
    ...(model === null ? teamOf(labels[teamKey]?.value) : {}),
    digest: null,
    kind: batch ? 'batch' : 'online',
    lastTrafficAt: new Date(Date.parse(day)).toISOString(),
    dailyRequests: null,
    callers: [],
    payloadLogged: null,
    replicaHours: null,
  };
}
