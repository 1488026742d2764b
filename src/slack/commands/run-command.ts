import { suggestion } from '#domain/suggestion.ts';
import { help } from '#views/help.ts';
import type { Scene } from '../scene.ts';
import { helpOf } from './command.ts';
import { commands } from './index.ts';

/** Runs what was typed after `/mlops`; an unknown word is answered with help and the nearest command. */
export async function runCommand(scene: Scene, text: string): Promise<void> {
  const [, word = '', rest = ''] = /^(\S*)\s*(.*)$/s.exec(text.trim()) ?? [];
  const command = commands.find(({ name }) => name === (word.toLowerCase() || 'help'));
  if (command !== undefined) return await command.run(scene, rest.trim());
  const near = suggestion(
    word.toLowerCase(),
    commands.map(({ name }) => name),
  );
  const didYouMean = near === null ? null : `/mlops ${near}`;
  await scene.tell(help({ commands: commands.map(helpOf), unknown: { word, didYouMean } }));
}
