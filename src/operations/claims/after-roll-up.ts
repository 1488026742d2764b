import { shiftDay } from '#cost/day.ts';
import { labelFindings } from '#cost/label-policy.ts';
import { type UnclaimedSpend, unclaimedThings } from '#cost/unclaimed.ts';
import type { LabelSource, ResourceCost } from '#domain/cost.ts';
import type { DataSpan, DaySpan } from '#domain/cost-report.ts';
import type { LabelFindings } from '#views/label-findings.ts';
import { reportingDay } from '../cost/reporting-day.ts';
import type { Setting } from '../setting.ts';
import { askWhose } from './ask-whose.ts';
import { labelPolicyOf } from './label-policy.ts';

/** The last settled days that a question is about, and what has to be spent in them to ask; in the thing's currency. */
const askedDays = 30;
const floor = '20';

/** The last 30 settled days; null while none is. */
export function askedSpan({ settledThrough }: DataSpan): DaySpan | null {
  return settledThrough === null ? null : { first: shiftDay(settledThrough, 1 - askedDays), last: settledThrough };
}

/** Asks whose is what cost most without a team's label in the last 30 settled days. Answers how many were asked about. */
export async function askOfRollUp(setting: Setting, spend: UnclaimedSpend, data: DataSpan): Promise<number> {
  const span = askedSpan(data);
  if (span === null) return 0;
  const teamKey = setting.playbooks().set.org.labels.team;
  return await askWhose(setting, unclaimedThings(spend, { teamKey, span, floor }));
}

/**
 * What is wrong with the labels of these resources, in the order they are given: the dearest first. What the bill was
 * not read for, as keys that nobody asked for, cannot be found.
 */
export async function labelReport(
  setting: Setting,
  resources: readonly ResourceCost[],
  { through }: DataSpan,
): Promise<LabelFindings> {
  const policy = await labelPolicyOf(setting);
  const today = reportingDay(setting);
  const newest = new Map<string, ResourceCost>();
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

function labelsFrom({ labels }: ResourceCost, sources: readonly LabelSource[]): Readonly<Record<string, string>> {
  const own = Object.entries(labels).filter(([, { from }]) => sources.includes(from));
  return Object.fromEntries(own.map(([key, { value }]) => [key, value]));
}
