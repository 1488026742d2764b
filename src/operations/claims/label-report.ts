import { shiftDay } from '#cost/day.ts';
import { labelFindings } from '#cost/label-policy.ts';
import type { LabelSource, ResourceCost } from '#domain/cost.ts';
import type { DataSpan } from '#domain/cost-report.ts';
import { resourceLines } from '#store/spend-lines.ts';
import type { LabelFindings } from '#views/label-findings.ts';
import { knownData } from '../cost/known-data.ts';
import { reportingDay } from '../cost/reporting-day.ts';
import type { Setting } from '../setting.ts';
import { labelPolicyOf } from './label-policy.ts';

type LabelledResource = Pick<ResourceCost, 'resource' | 'day' | 'project' | 'labels' | 'provider'>;

/** Days up to the last with data that are looked at. */
const lookedDays = 7;

/** What is wrong with the labels of what cost most in the last week that the bills tell of. */
export async function labelsOfBill(setting: Setting): Promise<LabelFindings> {
  const { data } = await knownData(setting);
  if (data.through === null) return { findings: [], looked: 0, through: null };
  const span = { first: shiftDay(data.through, 1 - lookedDays), last: data.through };
  const lines = await resourceLines(setting.db, setting.workspaceId, span);
  const spent = new Map<string, number>();
  // Only an order: amounts of two currencies are compared and never added to be shown.
  for (const { resource, effective } of lines) spent.set(resource, (spent.get(resource) ?? 0) + Number(effective));
  const dearest = lines.toSorted((a, b) => (spent.get(b.resource) ?? 0) - (spent.get(a.resource) ?? 0));
  return await labelReport(setting, dearest, data);
}

/**
 * What is wrong with the labels of these resources, in the order they are given: the dearest first. What the bill was
 * not read for, as keys that nobody asked for, cannot be found.
 */
export async function labelReport(
  setting: Setting,
  resources: readonly LabelledResource[],
  { through }: DataSpan,
): Promise<LabelFindings> {
  const { environment } = setting.playbooks().set.org.labels;
  const policy = await labelPolicyOf(setting, environmentsOf(resources, environment));
  const today = reportingDay(setting);
  const newest = new Map<string, LabelledResource>();
  for (const one of resources) {
    const known = newest.get(one.resource);
    if (known === undefined || known.day < one.day) newest.set(one.resource, one);
  }
  const findings = [...newest.values()].flatMap((one) =>
    labelFindings(
      {
        resource: one.resource,
        project: one.project,
        labels: labelsFrom(one, ['resource', 'tag', 'mapping']),
        projectLabels: labelsFrom(one, ['project', 'inherited_tag']),
        createdOn: null,
        googleForm: /google|gcp/i.test(one.provider),
      },
      policy,
      today,
    ),
  );
  return { findings, looked: newest.size, through };
}

/** The environment that the label of a project itself says, seen on whatever in it has none of its own. */
function environmentsOf(resources: readonly LabelledResource[], key: string): ReadonlyMap<string, string> {
  const known = resources.flatMap(({ project, labels }) => {
    const label = labels[key];
    return project !== null && label?.from === 'project' ? [[project, label.value] as const] : [];
  });
  return new Map(known);
}

function labelsFrom({ labels }: LabelledResource, sources: readonly LabelSource[]): Readonly<Record<string, string>> {
  const own = Object.entries(labels).filter(([, { from }]) => sources.includes(from));
  return Object.fromEntries(own.map(([key, { value }]) => [key, value]));
}
