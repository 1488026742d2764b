import type { LabelFinding } from '#domain/cost-finding.ts';
import { context, header, sections } from './blocks.ts';
import { label } from './clean.ts';
import { type Message, message } from './frames.ts';
import { code, type Mrkdwn, md, sentence } from './mrkdwn.ts';
import { counted } from './wording.ts';

/** What is wrong with labels, for whoever can mend them. */
export interface LabelFindings {
  /** The dearest resource first. */
  readonly findings: readonly LabelFinding[];
  /** How many resources and projects were looked at. */
  readonly looked: number;
  /** The last day that the data covers; null without any. */
  readonly through: string | null;
}

const mostResources = 10;
const mostOfOne = 4;

/** Lists them by resource, with what each label should be. */
export function labelFindings({ findings, looked, through }: LabelFindings): Message {
  const groups = [...Map.groupBy(findings, ({ resource }) => resource)];
  const where =
    through === null
      ? md`There is no cost data yet.`
      : md`Looked at ${counted(looked, 'resource')}, data through ${through}.`;
  if (groups.length === 0) return message([header('Labels'), ...sections([md`Nothing to mend.`]), context(where)]);
  const more = groups.length - mostResources;
  return message([
    header(`Labels to mend on ${counted(groups.length, 'resource')}`),
    ...sections(
      groups.slice(0, mostResources).map(([resource, found]) => group(resource, found)),
      900,
    ),
    ...(more > 0
      ? [context(md`${more} more are not shown. Mend the dearest first; a label counts from the day it is set.`)]
      : []),
    context(where),
  ]);
}

function group(resource: string, found: readonly LabelFinding[]): Mrkdwn {
  const name = resource.split('/').findLast((part) => part !== '') ?? resource;
  const rest = found.length - mostOfOne;
  const lines = found.slice(0, mostOfOne).map((one) => md`\n• ${said(one)}`);
  const end = rest > 0 ? [md`\n• ${rest} more`] : [];
  return [...lines, ...end].reduce((all, next) => md`${all}${next}`, md`${code(label(name, 60))}`);
}

function said({ sentence: text, suggestion, kind }: LabelFinding): Mrkdwn {
  const hint = suggestion !== null && kind === 'invalid_value' ? md` Write ${code(suggestion)}.` : md``;
  return md`${sentence(text, 200)}${hint}`;
}
