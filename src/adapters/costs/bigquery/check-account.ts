import type { RegistryHealth } from '#domain/registry.ts';
import { UpstreamError } from '#errors.ts';
import type { BillingReads } from '../billing-account/reads.ts';
import type { BigQueryBillingOptions } from './options.ts';

type Told = Required<Pick<RegistryHealth, 'problems' | 'unseen' | 'seen'>>;

/** Projects that are named one by one. */
const mostNamed = 5;
const nothing: Told = { problems: [], unseen: [], seen: [] };

/**
 * What Google's billing says of the project that queries run in and of the account whose bill is read: `account` as in
 * the name of its table, null where that has none. Nothing that we may not see keeps a bill from being read.
 */
export async function checkAccount(
  { billing, project, currency }: Pick<BigQueryBillingOptions, 'billing' | 'project' | 'currency'>,
  account: string | null,
): Promise<Told> {
  if (billing === null) return nothing;
  const [link, paying] = await Promise.all([
    whatIsSeen(`whether project ${project} is linked to a billing account`, () => checkLink(billing, project)),
    account === null
      ? nothing
      : whatIsSeen(`what billing account ${account} is called and which projects it pays for`, () =>
          tellAccount(billing, account, currency),
        ),
  ]);
  return {
    problems: [...link.problems, ...paying.problems],
    unseen: [...link.unseen, ...paying.unseen],
    seen: [...link.seen, ...paying.seen],
  };
}

async function whatIsSeen(what: string, look: () => Promise<Told>): Promise<Told> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    return { ...nothing, unseen: [`${what}. ${error.message}`] };
  }
}

/** Queries of a project that no account pays for soon stop. */
async function checkLink(billing: BillingReads, project: string): Promise<Told> {
  const { account, enabled } = await billing.linkOf(project);
  if (enabled && account !== null) return nothing;
  const sentence = `Project ${project} is linked to no billing account, so its queries have a small quota and end there.`;
  return { ...nothing, problems: [{ sentence, fix: 'Let whoever manages billing link it.' }] };
}

async function tellAccount(billing: BillingReads, id: string, ofOrganization: string): Promise<Told> {
  const [{ name, currency, open }, links] = await Promise.all([billing.account(id), billing.linksOf(id)]);
  const called = name === '' ? `Billing account ${id}` : `Billing account ${name} (${id})`;
  const paid = links.filter(({ enabled }) => enabled).map(({ project }) => project);
  const seen = `${called} bills in ${currency} and pays for ${projectsText(paid)}.`;
  const other =
    currency === ofOrganization || currency === ''
      ? []
      : [
          `Amounts of ${called.replace('Billing', 'billing')} are shown in ${currency}. Budgets and estimates are in ${ofOrganization}, the currency of org.yaml, unless they name another.`,
        ];
  const closed = {
    sentence: `${called} is closed, so nothing new will be on its bill.`,
    fix: 'Let whoever manages billing open it, or name the export of the account that pays now.',
  };
  return { ...nothing, seen: [seen, ...other], problems: open ? [] : [closed] };
}

function projectsText(projects: readonly string[]): string {
  if (projects.length === 0) return 'no project';
  const sorted = projects.toSorted();
  const named = sorted.slice(0, mostNamed).join(', ');
  const rest = sorted.length - mostNamed;
  const count = sorted.length === 1 ? '1 project' : `${sorted.length} projects`;
  return `${count}: ${named}${rest > 0 ? ` and ${rest} more` : ''}`;
}
