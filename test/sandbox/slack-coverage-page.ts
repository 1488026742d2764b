import { Faults } from '#sandbox/slack/faults.ts';
import { ofCalls } from './slack-coverage-calls.ts';
import { ofWhatIsShown } from './slack-coverage-content.ts';
import { type Topic, towardsTheApp } from './slack-coverage-demands.ts';
import { limits, notEnforced, unconfirmed } from './slack-coverage-limits.ts';
import { sentEvents, sentInteractions, servedMethods } from './slack-coverage-served.ts';

const intro = `# What the pretend Slack enforces

The [local workspace](local-workspace.md) holds an app to what Slack holds it to. Each line below is proved by a test; test/sandbox/slack-coverage*.ts names it, and a test fails when one is missing. Where Slack's pages differ, the stricter reading holds.`;

const names = (served: object) =>
  Object.keys(served)
    .map((name) => `\`${name}\``)
    .join(', ');

/** Scopes, methods, headers, codes and field names, as they stand in a sentence. */
const spelled =
  /(?<![\w`.:])(?:[a-z]\w*(?:\.[a-z]+)?:[a-z]+(?:\.[a-z]+)?|[a-z]\w*_\w+|[a-z]+(?:\.[a-z][A-Za-z]+)+|x-slack-[a-z-]+|ratelimited|filesUploadV2|respond\(\))/g;

function asMarkdown(sentence: string): string {
  return sentence.replaceAll(spelled, '`$&`').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function list(sentences: readonly string[]): string {
  return sentences.map((says) => `- ${asMarkdown(says)}`).join('\n');
}

function section(title: string, topics: readonly Topic[]): string {
  const parts = topics.map(({ title: topic, rows }) => {
    return `### ${topic}\n\n${list(rows.map(([says]) => says))}`;
  });
  return [`## ${title}`, ...parts].join('\n\n');
}

function table(head: readonly [string, string], rows: readonly (readonly [string, string])[]): string {
  return [`| ${head.join(' | ')} |`, '|---|---|', ...rows.map((row) => `| ${row.join(' | ')} |`)].join('\n');
}

/** docs/pretend-slack.md, as it must be. */
export function coveragePage(): string {
  const faults = Object.entries(new Faults().states()).map(([name, { title }]) => [`\`${name}\``, title] as const);
  return `${[
    intro,
    `## What it serves

Methods: ${names(servedMethods)}.

Interactions: slash commands, ${names(sentInteractions)}.

Events that happen by themselves: ${names(sentEvents)}; any other that the app subscribed to can be sent from a test.`,
    table(['switch', 'does'], faults),
    section('What it does to the app', towardsTheApp),
    section('What it demands of calls', ofCalls),
    section('What it demands of what is shown', ofWhatIsShown),
    '## Limits of blocks, views and commands\n\nCharacters, unless said otherwise. A payload at the bound is taken; one beyond it is refused.',
    table(
      ['of', 'limit'],
      limits.map(({ of, says }) => [asMarkdown(of), asMarkdown(says)] as const),
    ),
    `## What it does not do\n\n${list(notEnforced)}`,
    `## What is not confirmed\n\nSlack's pages do not say it, or say different things; it may behave otherwise.\n\n${list(unconfirmed)}`,
  ].join('\n\n')}\n`;
}
