import type { SectionBlock } from '@slack/types';
import { context, divider, sections } from './blocks.ts';
import { label } from './clean.ts';
import { type Modal, modal } from './frames.ts';
import { bold, code, dateToken, type Mrkdwn, md, sentence } from './mrkdwn.ts';
import { actName, actPreposition, type FreezeWindow } from './policy.ts';
import { listed } from './wording.ts';

/** One sentence of a policy. Backticks in `text` mark machine names. */
export interface PolicyLine {
  readonly lead: string | null;
  readonly text: string;
  /** Nobody wrote it; the language takes it in its place. */
  readonly default: boolean;
  /** What above the playbook says it. */
  readonly from: string | null;
  readonly under: readonly PolicyLine[];
}

interface PolicySection {
  readonly id: string;
  readonly title: string;
  readonly lines: readonly PolicyLine[];
}

/** Everything one act on a model needs. */
export interface PolicyRules {
  readonly model: string;
  readonly action: string;
  readonly target: string | null;
  readonly playbook: string;
  readonly sections: readonly PolicySection[];
  /** Who could fill the seats of each rule now. */
  readonly today: readonly { readonly lead: string; readonly text: string }[];
  /** The nearest window of each freeze, the one that holds now included. */
  readonly freezes: readonly FreezeWindow[];
  /** Names of other playbooks that may govern the same. */
  readonly others: readonly string[];
  readonly digest: string;
}

/** A modal holds 256 kB; a policy that says more than this is read with `playbooks render`. */
const maxSections = 25;
const maxLines = 60;
const maxText = 40_000;

/** The rules in sentences: what is needed first, then who can give it today, then everything else. */
export function policyRules(state: PolicyRules): Modal {
  const { playbook, model, action, target, digest, others } = state;
  const parts = state.sections.slice(0, maxSections);
  const rules = parts.filter(({ id }) => id === 'rules');
  const rest = parts.filter(({ id }) => id !== 'rules' && id !== 'tests');
  const to = target === null ? md`` : md`${actPreposition(action)} ${code(target)}`;
  const blocks = [
    ...sections([
      md`${bold(actName(action))} ${code(label(model, 80))}${to}, by the playbook “${label(playbook, 80)}”`,
      ...(others.length === 0
        ? []
        : [md`✗ ${label(listed(others.slice(0, 3)), 200)} may govern it too; if both do, nothing is done.`]),
    ]),
    ...rules.flatMap((part) => sectionBlocks(part, state)),
    ...lineBlocks('Who can agree now', state.today.slice(0, maxLines).map(todayLine)),
    ...rest.flatMap((part) => sectionBlocks(part, state)),
  ];
  const shown = within(blocks, maxText);
  return modal({ title: `Rules: ${actName(action)}`, close: 'Close' }, [
    ...shown,
    divider(),
    context(
      ...(shown.length < blocks.length
        ? [md`There is more than fits here: ${code('countersign playbooks render')} prints it all`]
        : []),
      md`(default) marks what nobody wrote and the language takes in its place`,
      md`Policy ${code(digest.slice(0, 19))}`,
    ),
  ]);
}

/** The first blocks that hold at most so much text together, and at most as many as a modal takes beside two more. */
function within(blocks: readonly SectionBlock[], most: number): readonly SectionBlock[] {
  let room = most;
  return blocks.slice(0, 98).filter(({ text }) => {
    room -= text?.text.length ?? 0;
    return room >= 0;
  });
}

function todayLine({ lead, text }: PolicyRules['today'][number]): Mrkdwn {
  return md`• ${label(lead, 100)}: ${label(text, 600)}`;
}

function sectionBlocks({ id, title, lines }: PolicySection, { freezes }: PolicyRules): readonly SectionBlock[] {
  const windows = id === 'freezes' ? freezes.slice(0, 10).map(windowLine) : [];
  return lineBlocks(title, [...shownLines(lines).take(maxLines), ...windows]);
}

function windowLine({ name, from, until }: FreezeWindow): Mrkdwn {
  return md`› “${label(name, 60)}” in your time: ${dateToken(from)} until ${dateToken(until)}`;
}

function lineBlocks(title: string, lines: readonly Mrkdwn[]): readonly SectionBlock[] {
  return lines.length === 0 ? [] : sections([md`${bold(title)}`, ...lines], 900, 20);
}

/** Slack keeps em spaces at the beginning of a line, and has no lists within lists in this markup. */
const indents = ['• ', '\u2003– ', '\u2003\u2003– ', '\u2003\u2003\u2003– '];

function* shownLines(lines: readonly PolicyLine[], depth = 0): Generator<Mrkdwn, undefined> {
  for (const { lead, text, from, under, ...line } of lines) {
    const source = line.default ? md` (default)` : from === null ? md`` : md` (from ${label(from, 100)})`;
    const about = lead === null ? md`` : md`${bold(lead)}: `;
    yield md`${indents[depth] ?? ''}${about}${sentence(text, 700)}${source}`;
    if (depth + 1 < indents.length) yield* shownLines(under, depth + 1);
  }
}
