import type { KnownBlock } from '@slack/types';
import type { Instant } from '#domain/instant.ts';
import { actions, header, sections } from './blocks.ts';
import { changeLines, type PlaybookChange, setNameFirst } from './changed-files.ts';
import { label } from './clean.ts';
import { type Message, message } from './frames.ts';
import { bold, code, dateToken, type Mrkdwn, md } from './mrkdwn.ts';
import type { KnownProposal } from './playbooks-notice.ts';
import { proposeButton } from './propose-playbooks.ts';
import { counted } from './wording.ts';

/** What the folder holds against the set in force. */
export type FolderHolds =
  | { readonly is: 'same' }
  | {
      readonly is: 'changed';
      readonly digest: string;
      readonly change: PlaybookChange;
      readonly proposal: KnownProposal | null;
    }
  | { readonly is: 'broken'; readonly problems: readonly string[] };

export interface PlaybooksInForce {
  readonly number: number;
  readonly digest: string;
  readonly since: Instant;
  /** As `start of the program`, `command line` or `request R-12`. */
  readonly by: string;
  /** Who proposed it, by name; null for a first set. */
  readonly author: string | null;
  readonly playbooks: number;
  readonly folder: FolderHolds;
}

/** The answer to `/mlops playbooks`: which set is in force, and what of the folder can be proposed. */
export function playbooksInForce(state: PlaybooksInForce): Message {
  const author = state.author === null ? '' : `, proposed by ${label(state.author, 40)}`;
  const request = /^request (R-\d+)$/.exec(state.by)?.[1];
  const show = request === undefined ? md`` : md` ${code(`/mlops show ${request}`)} says who agreed.`;
  return message([
    header(`${setNameFirst(String(state.number))} is in force`),
    ...sections([
      md`${counted(state.playbooks, 'playbook')} since ${dateToken(state.since)}, ${request === undefined ? `from the ${label(state.by, 60)}` : `by ${request}`}${author}.${show}`,
      md`Digest ${code(label(state.digest.slice(0, 19), 80))}. ${code('/mlops policy')} lists the playbooks.`,
    ]),
    ...folderBlocks(state.folder),
  ]);
}

function folderBlocks(folder: FolderHolds): KnownBlock[] {
  switch (folder.is) {
    case 'same':
      return sections([md`The playbooks folder holds the same.`]);
    case 'broken':
      return sections(
        [
          md`${bold('The playbooks folder cannot be loaded')}`,
          ...folder.problems.slice(0, 8).map((problem) => md`✗ ${label(problem, 350)}`),
          ...(folder.problems.length > 8 ? [md`and ${folder.problems.length - 8} more`] : []),
          md`Mend the files; ${code('countersign playbooks lint')} checks them.`,
        ],
        500,
      );
    case 'changed': {
      const { proposal } = folder;
      const offer = proposal?.live === true ? [] : [actions([proposeButton(folder.digest)])];
      return [
        ...sections(
          [md`${bold('The playbooks folder holds changes')}`, ...changeLines(folder.change, 12), ...proposed(proposal)],
          600,
        ),
        ...offer,
      ];
    }
  }
}

function proposed(proposal: KnownProposal | null): Mrkdwn[] {
  return proposal === null ? [] : [md`R-${proposal.number} proposes it: ${label(proposal.standing, 200)}.`];
}
