import type { KnownBlock } from '@slack/types';
import type { Instant } from '#domain/instant.ts';
import { button, context, header, section, sections } from './blocks.ts';
import { label } from './clean.ts';
import { type Message, message } from './frames.ts';
import { encodeIntent } from './intents.ts';
import { bold, code, dateToken, join, type Mrkdwn, md, sentence } from './mrkdwn.ts';
import { counted, listed } from './wording.ts';

/** One span in which an action is not carried out. */
export interface FreezeWindow {
  readonly name: string;
  readonly from: Instant;
  readonly until: Instant;
}

/** What one act on a model needs. */
export interface PolicyEntry {
  readonly action: string;
  readonly target: string | null;
  readonly playbook: string;
  /** What must be so for the playbook to govern, as clauses; empty if it always does. */
  readonly onlyIf: readonly string[];
  /** Who must agree, as a clause; null if nobody is asked. */
  readonly needs: string | null;
  /** How many pieces of evidence must pass. */
  readonly evidence: number;
  readonly frozen: FreezeWindow | null;
  readonly nextFreeze: FreezeWindow | null;
  /** Another playbook may govern the same. */
  readonly ambiguous: boolean;
  /** The model, as the shell knows it. */
  readonly key: string;
}

export interface PolicyOverview {
  readonly model: string;
  readonly criticality: string | null;
  readonly entries: readonly PolicyEntry[];
  /** What no playbook governs, as `retrainings`. */
  readonly ungoverned: readonly string[];
  /** Who could add a playbook. */
  readonly owner: string;
}

export interface PolicyList {
  readonly digest: string;
  readonly playbooks: readonly {
    readonly name: string;
    readonly governs: string;
    readonly abstract: boolean;
    /** How many entries of the catalogue it governs. */
    readonly models: number;
    readonly owner: string;
  }[];
}

const maxEntries = 8;
const maxPlaybooks = 25;

/** The answer to `/mlops policy <model>`: what each act needs, a few lines each, with everything behind a button. */
export function policyOverview(state: PolicyOverview): Message {
  const shown = state.entries.slice(0, maxEntries);
  const rest = state.entries.length - shown.length;
  const blocks: KnownBlock[] = [
    header(`${label(state.model, 100)}: what a change needs`),
    ...shown.map((entry) => section(entryText(entry), rulesButton(entry), 1000)),
    ...(rest > 0 ? [context(md`${rest} more: name the action, as ${code('/mlops policy model promote')}`)] : []),
    context(...footText(state)),
  ];
  return message(blocks);
}

function entryText(entry: PolicyEntry): Mrkdwn {
  const lines = [
    md`${bold(actName(entry.action))}${entry.target === null ? md`` : md`${actPreposition(entry.action)} ${code(entry.target)}`}`,
    entry.needs === null ? md`Nobody is asked.` : md`Needs ${sentence(entry.needs, 500)}.`,
    ...(entry.evidence === 0 ? [] : [md`${counted(entry.evidence, 'check')} must pass.`]),
    ...entry.onlyIf.slice(0, 2).map((clause) => md`Only if ${sentence(clause, 200)}.`),
    ...freezeText(entry),
    ...(entry.ambiguous
      ? [md`✗ More than one playbook may govern this; if both do, nothing is done until one is narrowed.`]
      : []),
  ];
  return join(lines, '\n');
}

/** An action as a person would press it, as `Promote`. */
export function actName(action: string): string {
  return (Object.hasOwn(names, action) ? names[action] : undefined) ?? label(action, 40);
}

/** What stands between an act and its alias, with the space before it. */
export function actPreposition(action: string): string {
  return action === 'promote' ? ' to' : action === 'traffic' ? ' of' : '';
}

const names: Readonly<Record<string, string>> = {
  promote: 'Promote',
  rollback: 'Roll back',
  retire: 'Retire',
  traffic: 'Move traffic',
  retrain: 'Retrain',
  silence: 'Silence an alert',
  stop: 'Stop what is left on',
};

function freezeText({ frozen, nextFreeze }: PolicyEntry): Mrkdwn[] {
  if (frozen !== null) {
    return [
      md`Frozen now: “${label(frozen.name, 60)}” until ${dateToken(frozen.until)}. What is approved is carried out then.`,
    ];
  }
  if (nextFreeze === null) return [];
  return [
    md`Next freeze: “${label(nextFreeze.name, 60)}” from ${dateToken(nextFreeze.from)} until ${dateToken(nextFreeze.until)}.`,
  ];
}

function rulesButton({ action, target, playbook, key }: PolicyEntry) {
  const intent = encodeIntent('policy', { model: key, action, target, playbook });
  return button('All rules…', intent, { spoken: `All rules for ${actName(action)}` });
}

function footText({ criticality, ungoverned, owner }: PolicyOverview): Mrkdwn[] {
  const none = `No playbook governs ${listed(ungoverned, 8, 'or')}, so they are refused. ${label(owner, 60)} can add one.`;
  return [
    md`Criticality: ${criticality === null ? 'not known, so read as high' : label(criticality, 20)}`,
    md`Named are those whose approval would count now. Who asks or made the version may have to stand aside.`,
    ...(ungoverned.length === 0 ? [] : [md`${label(none, 400)}`]),
  ];
}

/** The answer to `/mlops policy`: the playbooks in force, one line each. */
export function policyList({ playbooks, digest }: PolicyList): Message {
  const shown = playbooks.slice(0, maxPlaybooks);
  const rest = playbooks.length - shown.length;
  return message([
    header(`${counted(playbooks.length, 'playbook')} in force`),
    ...sections(
      shown.map(({ name, governs, abstract, models, owner }) => {
        const reach = abstract ? 'others build on it' : counted(models, 'model');
        return md`${bold(label(name, 80))}: ${sentence(governs, 180)} · ${reach} · owner ${label(owner, 40)}`;
      }),
      350,
    ),
    context(
      ...(rest > 0 ? [md`and ${rest} more`] : []),
      md`${code('/mlops policy fraud-scorer')} shows what a model needs`,
      md`All together: ${code(digest.slice(0, 19))}`,
    ),
  ]);
}
