import { context, header, sections } from './blocks.ts';
import { label } from './clean.ts';
import { type Message, message } from './frames.ts';
import { code, md } from './mrkdwn.ts';

export interface CommandHelp {
  /** As it is typed, as `/mlops promote fraud-scorer 7 production`. */
  readonly usage: string;
  readonly summary: string;
  readonly example: string;
}

export interface Help {
  readonly commands: readonly CommandHelp[];
  /** What was typed and is no command, with the nearest one. */
  readonly unknown: { readonly word: string; readonly didYouMean: string | null } | null;
}

/** What can be typed; after an unknown word, what was probably meant. */
export function help({ commands, unknown }: Help): Message {
  const lines = commands.slice(0, 25).map(({ usage, summary, example }) => {
    const such = example === usage ? md`` : md`, as ${code(example)}`;
    return md`${code(usage)}: ${label(summary, 150)}${such}`;
  });
  return message([
    header(unknown === null ? 'What Countersign can do' : 'That is no command'),
    ...(unknown === null ? [] : sections([unknownText(unknown)])),
    ...sections(lines, 380),
    context(md`People approve with the buttons on a request’s card; messages and reactions are never votes`),
  ]);
}

function unknownText({ word, didYouMean }: NonNullable<Help['unknown']>) {
  const typed = md`“${label(word, 60)}” is not a command.`;
  return didYouMean === null ? md`${typed} These are:` : md`${typed} Did you mean ${code(didYouMean)}? All commands:`;
}
