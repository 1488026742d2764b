import { help as helpMessage } from '#views/help.ts';
import { type Command, defineCommand, helpOf } from './command.ts';

/** The subcommand that lists the others; `all` is read when it runs, itself included. */
export function helpCommand(all: () => readonly Command[]): Command {
  return defineCommand({
    name: 'help',
    usage: '',
    summary: 'this list',
    examples: ['/mlops help'],
    async run(scene) {
      await scene.tell(helpMessage({ commands: all().map(helpOf), unknown: null }));
    },
  });
}
