import { code, page } from './markdown.ts';

export interface SectionReference {
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  readonly audience: readonly string[];
  readonly standing: boolean;
  readonly examples: readonly { readonly says: string | null }[];
}

/** What each section of the weekly digest tells whom. */
export function digestPage(sections: readonly SectionReference[]): string {
  const parts = sections.map(({ name, title, summary, audience, standing, examples }) => {
    const whom = audience.length === 3 ? 'Everybody is told.' : `Told to: ${audience.join(', ')}.`;
    const alone = standing ? ' It says the same from week to week, so that alone it makes no digest.' : '';
    const said = examples.flatMap(({ says }) => (says === null ? [] : [`> ${title}: ${says}`]));
    return [`## ${code(name)}`, `${summary} ${whom}${alone}`, ...said.slice(0, 2)].join('\n\n');
  });
  const about =
    'Each Monday every team, every group of leaders and the organization are told their week, in at most twelve lines and a thread. `digest` in `org.yaml` says when, where and without which of these sections ([keys](playbook-keys.md)); a section with nothing to say is left out.';
  return page('The weekly digest', about, ...parts);
}
