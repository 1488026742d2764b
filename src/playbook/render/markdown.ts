import { plain } from '../words.ts';
import type { Line, Section } from './line.ts';
import type { PolicyPage } from './policy-page.ts';

const words =
  'The candidate is the version that is asked about, the champion the one that holds the target now; without a champion every part counts as changed. A day is 24 hours. *(default)* marks what nobody wrote and the language takes in its place, *(from …)* what is written in a playbook above this one.';

/** A page to read and to sign, as Markdown. */
export function pageMarkdown(page: PolicyPage): string {
  const { name, path, sections } = page;
  return [
    `# ${escaped(plain(name))}`,
    `Made from ${marked(`\`${plain(path)}\``)} and all it builds on. ${words}`,
    ...sections.flatMap(sectionMarkdown),
    ...footMarkdown(page),
  ].join('\n\n');
}

function sectionMarkdown({ id, title, lines }: Section): readonly string[] {
  const numbered = id === 'rules';
  return [
    `## ${escaped(title)}`,
    lines.flatMap((line, index) => lineMarkdown(line, '', numbered ? `${index + 1}.` : '-')).join('\n'),
  ];
}

function lineMarkdown({ lead, text, from, under, ...line }: Line, indent: string, bullet: string): readonly string[] {
  const source = line.default ? ' *(default)*' : from === null ? '' : ` *(from ${escaped(from)})*`;
  const inner = `${indent}${' '.repeat(bullet.length + 1)}`;
  return [
    `${indent}${bullet} ${lead === null ? '' : `**${escaped(lead)}**: `}${marked(text)}${source}`,
    ...under.flatMap((one) => lineMarkdown(one, inner, '-')),
  ];
}

function footMarkdown({ policies, set }: PolicyPage): readonly string[] {
  const digests = policies.map(
    ({ model, digest }) =>
      `| ${model === null ? 'this policy, without a model' : `this policy for ${marked(`\`${plain(model)}\``)}`} | \`${digest}\` |`,
  );
  return [
    '## Signed',
    'A signature stands for exactly these contents. The digest for a model is the one on its cards and in the ledger.',
    ['| of | digest |', '| --- | --- |', ...digests, `| all playbooks, people and models | \`${set}\` |`].join('\n'),
    [
      '| name | role | date | signature |',
      '| --- | --- | --- | --- |',
      ...Array.from({ length: 3 }, () => '|   |   |   |   |'),
    ].join('\n'),
  ];
}

/** A text with what stands between backticks as code and everything else as it is. */
function marked(text: string): string {
  return text
    .split('`')
    .map((part, index) => (index % 2 === 1 ? `\`${part.replaceAll('|', '\\|')}\`` : escaped(part)))
    .join('');
}

/** Text that Markdown shows as it is. */
function escaped(text: string): string {
  return text.replaceAll(/[\\*_<>[\]#|~&]/g, (sign) => `\\${sign}`);
}
