import { z } from 'zod';
import type { PlaybookSet } from '#playbook/playbook.ts';
import { type Finding, note, ok, problem } from './finding.ts';
import type { SlackCall } from './slack-call.ts';

const listing = z.object({
  channels: z.array(z.object({ id: z.string(), name: z.string(), is_member: z.boolean(), is_archived: z.boolean() })),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});

type Channel = z.output<typeof listing>['channels'][number];

const mostPages = 10;

/** Every channel the playbooks name, each once. */
export function channelsOf({ org, models, playbooks }: PlaybookSet): readonly string[] {
  const named = [
    ...Object.values(org.channels),
    ...models.models.flatMap(({ channel }) => channel ?? []),
    ...playbooks.flatMap(({ ask }) => ask?.channel ?? []),
  ];
  return [...new Set(named)];
}

/** Whether Countersign is in each channel the playbooks name (`#name` or id), as far as its scopes let it see. */
export async function channelFindings(
  wanted: readonly string[],
  scopes: readonly string[],
  call: SlackCall,
): Promise<readonly Finding[]> {
  const seesPublic = scopes.includes('channels:read');
  const seesPrivate = scopes.includes('groups:read');
  const types = [...(seesPublic ? ['public_channel'] : []), ...(seesPrivate ? ['private_channel'] : [])];
  const names = wanted.join(', ');
  if (types.length === 0) {
    return [
      note(
        `Whether Countersign is in ${names} cannot be seen without channels:read and groups:read`,
        'in each of them, type /invite @Countersign',
      ),
    ];
  }
  const listed = await list(call, types);
  if ('error' in listed) {
    return [
      note(`The channels could not be listed (${listed.error})`, `in each of ${names}, type /invite @Countersign`),
    ];
  }
  const all = seesPublic && seesPrivate && listed.whole;
  const findings = wanted.flatMap((name) => findingsFor(name, listed.channels, all));
  return findings.length > 0 ? findings : [ok(`Countersign is in ${names}`)];
}

async function list(
  call: SlackCall,
  types: readonly string[],
): Promise<{ channels: readonly Channel[]; whole: boolean } | { error: string }> {
  const channels: Channel[] = [];
  let cursor = '';
  for (let page = 0; page < mostPages; page += 1) {
    const answer = await call('conversations.list', {
      types: types.join(','),
      limit: '1000',
      ...(cursor === '' ? {} : { cursor }),
    });
    if (answer.error !== null) return { error: answer.error };
    const read = listing.safeParse(answer.body);
    if (!read.success) return { error: 'an answer that could not be read' };
    channels.push(...read.data.channels);
    cursor = read.data.response_metadata?.next_cursor ?? '';
    if (cursor === '') return { channels, whole: true };
  }
  return { channels, whole: false };
}

function findingsFor(name: string, channels: readonly Channel[], all: boolean): readonly Finding[] {
  const found = channels.find((channel) => channel.id === name || channel.name === name.replace(/^#/, ''));
  if (found === undefined) {
    return all
      ? [
          problem(
            `Slack has no channel ${name}`,
            'create it, or invite Countersign if it is private, or mend its name in the playbooks',
          ),
        ]
      : [note(`${name} is not among the channels that can be seen`, 'if it exists, type /invite @Countersign in it')];
  }
  if (found.is_archived) return [problem(`${name} is archived`, 'name another channel in the playbooks')];
  return found.is_member ? [] : [problem(`Countersign is not in ${name}`, 'type /invite @Countersign in it')];
}
