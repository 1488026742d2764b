import type { KnownBlock } from '@slack/types';
import { isoWeek } from '#domain/iso-week.ts';
import type { DigestLine, DigestPart, DigestScope, WeeklyDigest } from '#domain/weekly-digest.ts';
import { actions, button, context, header, sections } from './blocks.ts';
import { label } from './clean.ts';
import { type Message, message } from './frames.ts';
import { encodeIntent } from './intents.ts';
import { bold, dateToken, join, type Mrkdwn, md, sentence } from './mrkdwn.ts';
import { counted, dayText, listed } from './wording.ts';

/** A digest with the presses of what is left on and still to be decided, by its row. */
export interface ShownDigest {
  readonly digest: WeeklyDigest;
  readonly presses: Readonly<Record<string, string>>;
}

const mostLine = 500;

/** What a channel or a person is told of a week: at most twelve lines, what can be decided with its buttons. */
export function weeklyDigest({ digest, presses }: ShownDigest, above: readonly Mrkdwn[] = []): Message {
  const { scope, week, parts, inThread, missed } = digest;
  const small = [
    `Week of ${dayText(week.first)} to ${dayText(week.last)}`,
    ...(missed.length === 0
      ? []
      : [`no digest came on ${listed(missed.map(dayText), 3)}, because Countersign was not running`]),
    ...(inThread.length === 0 ? [] : [`${listed(inThread.map(({ title }) => title.toLowerCase()))} in the thread`]),
  ];
  return message([
    header(`${digestTitle(scope)} · week ${isoWeek(week.first)}`),
    ...(above.length === 0 ? [] : [context(...above)]),
    ...partBlocks(parts, presses),
    context(...small.map((text) => md`${text}`)),
    actions([button('Open status', encodeIntent('status-all', statusOf(scope)))]),
  ]);
}

/** The status of a scope's models; leaders of some teams see all of them. */
function statusOf(scope: WeeklyDigest['scope']) {
  const all = { needs: false, offset: 0 };
  return scope.kind === 'team'
    ? ({ ...all, scope: 'team', name: scope.team } as const)
    : ({ ...all, scope: 'all', name: null } as const);
}

/** Everything that had no room, below the digest. */
export function digestDetail({ parts, inThread }: WeeklyDigest): Message {
  const told = [
    ...parts.flatMap((part) => (part.detail.length === 0 ? [] : [{ title: part.title, lines: part.detail }])),
    ...inThread.map(({ title, lines, detail }) => ({ title, lines: [...lines, ...detail] })),
  ];
  const lines = told.flatMap(({ title, lines: some }) => [md`${bold(title)}`, ...some.slice(0, 20).map(said)]);
  return message(sections(lines.length === 0 ? [md`Nothing more.`] : lines, mostLine, 3));
}

/** Lines that nobody can press stand together; each thing that can be decided has its buttons below it. */
function partBlocks(parts: readonly DigestPart[], presses: ShownDigest['presses']): KnownBlock[] {
  const blocks: KnownBlock[] = [];
  let together: Mrkdwn[] = [];
  const flush = () => {
    blocks.push(...sections(together, mostLine));
    together = [];
  };
  for (const { title, lines } of parts) {
    lines.forEach((line, index) => {
      together.push(index === 0 ? md`${bold(`${title}:`)} ${said(line)}` : said(line));
      const press = line.idle === undefined ? undefined : presses[line.idle.id];
      if (line.idle === undefined || press === undefined) return;
      flush();
      const name = label(line.idle.name, 50);
      blocks.push(
        actions([
          button('Stop…', encodeIntent('idle-stop', { press }), { spoken: `Stop ${name}` }),
          button('Keep 7 days', encodeIntent('idle-keep', { press }), { spoken: `Keep ${name} for 7 days` }),
        ]),
      );
    });
  }
  flush();
  return blocks;
}

function said({ said: words }: DigestLine): Mrkdwn {
  return join(
    words.filter((word) => word !== '').map((word) => (typeof word === 'string' ? text(word) : dateToken(word.at))),
    '',
  );
}

/** A part of a line keeps the spaces at its ends. */
function text(part: string): Mrkdwn {
  const [before = '', after = ''] = [/^ */.exec(part)?.[0], / *$/.exec(part)?.[0]];
  return part.trim() === '' ? md`${part}` : md`${before}${sentence(part, 450)}${after}`;
}

/** Whose digest it is, as people call it. */
export function digestTitle(scope: DigestScope): string {
  switch (scope.kind) {
    case 'team':
      return `Team ${label(scope.team, 60)}`;
    case 'leaders':
      return `For ${label(scope.id, 60)}: ${scope.teams === null ? 'all teams' : counted(scope.teams.length, 'team')}`;
    case 'organization':
      return label(scope.name, 80);
  }
}
