import { ConfigError } from '#errors.ts';
import { offlineSetting } from '#operations/offline-setting.ts';
import { activateFirstPlaybooks } from '#operations/playbooks/activate-playbooks.ts';
import { readPlaybooks } from '#operations/playbooks/read-playbooks.ts';
import { setDigest } from '#playbook/portable-set.ts';
import type { Verb } from './verb.ts';

/** Brings a workspace's first playbooks into force; every later set comes by a request that people decide. */
export const activate: Verb = {
  name: 'activate',
  usage: '',
  summary: 'bring the first playbooks of a workspace into force; later ones are proposed',
  options: [],
  run: async ({ folder, words, json, print, withProgram }) => {
    if (words.length > 0)
      throw new ConfigError(['playbooks activate takes no words: COUNTERSIGN_PLAYBOOKS names the folder']);
    const set = await readPlaybooks(folder);
    return await withProgram(async (program) => {
      const first = { by: 'command line', at: program.now() };
      const activated = await activateFirstPlaybooks(program.db, program.workspaceId, set, first);
      const { number, digest } = (await offlineSetting(program, folder))?.playbooks() ?? { number: 1, digest: '' };
      const same = digest === setDigest(set);
      if (!same) {
        throw new ConfigError([
          `playbook set ${number} is in force already, and ${folder} holds another: countersign playbooks propose proposes it`,
        ]);
      }
      if (json) print(JSON.stringify({ ok: true, activated, set: number, digest }));
      else print(`✓ playbook set ${number} is in force${activated ? '' : ' already'}, ${digest}`);
      return 0;
    });
  },
};
