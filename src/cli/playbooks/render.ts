import { roleName } from '#domain/role-name.ts';
import { readPlaybooks } from '#operations/playbooks/read-playbooks.ts';
import { pageMarkdown } from '#playbook/render/markdown.ts';
import { policyPage } from '#playbook/render/policy-page.ts';
import { playbookNamed } from './playbook-named.ts';
import type { Verb } from './verb.ts';

/** Prints one page a playbook, in sentences, for people who sign what they are responsible for. */
export const render: Verb = {
  name: 'render',
  usage: '[file or name]',
  summary: 'print the playbooks in plain sentences, one page each, to read and to sign',
  options: [],
  run: async ({ folder, words, json, print }) => {
    const set = await readPlaybooks(folder);
    const wanted = words.join(' ');
    const names = { person: (id: string) => id, roles: roleName };
    const pages = (wanted === '' ? set.playbooks : [playbookNamed(set, wanted)]).map((one) =>
      policyPage(set, one, names),
    );
    print(json ? JSON.stringify({ pages }, null, 2) : pages.map(pageMarkdown).join('\n\n---\n\n'));
    return 0;
  },
};
