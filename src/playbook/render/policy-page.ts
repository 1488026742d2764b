import { type Digest, digestOf } from '#domain/digest.ts';
import { policyDigest, policyFor } from '../effective-policy.ts';
import type { Playbook, PlaybookSet } from '../playbook.ts';
import { governedModels } from './governed-models.ts';
import type { Section } from './line.ts';
import { renderPolicy } from './render-policy.ts';
import { type Names, wholePlaybook } from './subject.ts';

/** One playbook in sentences, with the digests that a signature stands for. */
export interface PolicyPage {
  readonly name: string;
  /** The file that says it. */
  readonly path: string;
  readonly abstract: boolean;
  readonly sections: readonly Section[];
  /** What cards and the ledger call this policy: one for each model, since its catalogue entry is a part of it. */
  readonly policies: readonly { readonly model: string | null; readonly digest: Digest }[];
  /** Of all playbooks, people and models together. */
  readonly set: Digest;
}

/** A playbook in force, for every model it may govern; `model` null where the catalogue has none. */
export function policyPage(set: PlaybookSet, playbook: Playbook, names: Names): PolicyPage {
  const single = governedModels(set, playbook).filter(({ id }) => !id.includes('*'));
  const policies = (single.length === 0 ? [null] : single).map((entry) => ({
    model: entry?.id ?? null,
    digest: policyDigest(policyFor(set, playbook, entry)),
  }));
  return {
    name: playbook.name,
    path: playbook.path,
    abstract: playbook.abstract,
    sections: renderPolicy(wholePlaybook(set, playbook, names)),
    policies,
    set: digestOf(set),
  };
}
