import { findCatalogueModel } from '#playbook/catalogue.ts';
import { effectivePolicy } from '#playbook/effective-policy.ts';
import type { Criticality, Facts } from '#playbook/facts.ts';
import { loadPlaybooks } from '#playbook/load/load.ts';
import type { EffectivePolicy, Playbook, PlaybookSet } from '#playbook/playbook.ts';
import { selectPlaybook } from '#playbook/select-playbook.ts';
import type { Vote } from '#playbook/vote.ts';
import { folder, head, loaded, models, org, people, type Scene, scene } from '../company.ts';

/** One key, written in two ways (the first is often not at all), and what each makes of the same question. */
export interface KeyRow {
  readonly key: string;
  /** The file that has the key, with `§` where the two texts go. */
  readonly text: string;
  readonly file?: 'org.yaml' | 'people.yaml' | 'models.yaml' | 'parent.yaml';
  readonly written: readonly [string, string];
  readonly see: (one: Written) => unknown;
  readonly seen: readonly [unknown, unknown];
  readonly criticality?: Criticality;
  /** The playbook beside a shared file that has the key. */
  readonly beside?: string;
}

/** The company's folder with one text in place, looked at in the way a row likes. */
export interface Written {
  readonly set: PlaybookSet;
  readonly playbook: Playbook;
  readonly scene: Scene;
  /** The codes of what is wrong with it. */
  readonly codes: readonly string[];
}

export const one = 'rules: [{name: R, needs: {people: {from: ml}}}]\n';
export const two = `rules:
  - {name: A, needs: {people: {from: ml}}}
  - {name: B, needs: {people: {from: risk}}}
`;

export function written(row: KeyRow, which: 0 | 1): Written {
  const text = row.text.replace('§', row.written[which]);
  const gate = row.file === undefined ? text : (row.beside ?? head + one);
  const replaced = row.file === undefined ? {} : { [row.file]: text };
  return {
    get set() {
      return loaded(gate, replaced);
    },
    get playbook() {
      return this.set.playbooks.find(({ path }) => path.endsWith('gate.yaml')) as Playbook;
    },
    get scene() {
      return scene(gate, { replaced, criticality: row.criticality ?? 'low' });
    },
    get codes() {
      const result = loadPlaybooks(folder(gate, replaced));
      return result.ok ? [] : result.problems.map(({ code }) => code);
    },
  };
}

/** The status once these people have approved. */
export function status(people: readonly string[], facts?: Partial<Facts>, at?: string) {
  return ({ scene: { judge, approve } }: Written) => judge(approve(...people), facts, at).status;
}

/** The status once these votes are cast; `cast` makes a vote of a person. */
export function statusOf(votes: (cast: Scene['vote']) => readonly Vote[], facts?: Partial<Facts>, at?: string) {
  return ({ scene: { judge, vote } }: Written) => judge(votes(vote), facts, at).status;
}

/** The code of the first vote that does not count. */
export function codeOf(votes: (cast: Scene['vote']) => readonly Vote[], facts?: Partial<Facts>) {
  return ({ scene: { judge, vote } }: Written) => judge(votes(vote), facts).votesNotCounted[0]?.code ?? null;
}

/** Which playbook governs. */
export function chosen(facts: Partial<Facts>) {
  return ({ set, scene: { facts: plain } }: Written) => {
    const found = selectPlaybook(set, { ...plain, model: 'fraud/scorer', ...facts });
    return found.ok ? found.playbook.name : found.code;
  };
}

/** What the policy says that other rooms carry out. */
export function says(of: (policy: EffectivePolicy) => unknown) {
  return ({ scene: { policy } }: Written) => of(policy);
}

/** The policy for the company's model `fraud/scorer`, catalogue entry included. */
export function policyOf(of: (policy: EffectivePolicy) => unknown) {
  return ({ set, playbook }: Written) => of(effectivePolicy(set, playbook, 'fraud/scorer'));
}

/** The catalogue entry of the registry's `fraud-scorer`. */
export function entry(of: (found: ReturnType<typeof findCatalogueModel>) => unknown) {
  return ({ set }: Written) => of(findCatalogueModel(set.models, 'mlflow', 'fraud-scorer'));
}

export { head, models, org, people };
