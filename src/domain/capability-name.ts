import type { Capability, Trait } from './maturity.ts';

/** What a capability is called, and what it does in a few plain words. */
interface CapabilityWords {
  readonly name: string;
  readonly does: string;
}

const words: Readonly<Record<Capability, CapabilityWords>> = {
  experimentation: { name: 'Experimentation', does: 'experiments recorded so that others can compare and repeat them' },
  data_processing: { name: 'Data processing', does: 'data prepared the same way for experiments and production' },
  training: { name: 'Model training', does: 'training as a job that others can run, with its tuning' },
  evaluation: { name: 'Model evaluation', does: 'candidates measured against the champion, also on parts of the data' },
  serving: { name: 'Model serving', does: 'predictions in batches or on request, with what was asked kept' },
  online_experimentation: { name: 'Online experimentation', does: 'new versions tried on part of the live traffic' },
  monitoring: { name: 'Model monitoring', does: 'data, predictions and their truth watched once it serves' },
  pipelines: { name: 'ML pipelines', does: 'every step from data to model run unattended, with gates' },
  registry: { name: 'Model registry', does: 'versions described, approved, released and rolled back in one place' },
  repository: { name: 'Dataset and feature repository', does: 'data and features that others can find and reuse' },
  metadata: { name: 'Metadata and artifact tracking', does: 'what made each version is known and can be fetched' },
  ci_cd: { name: 'CI/CD of pipelines', does: 'code of pipelines tested and deployed by automation' },
};

/** As people read it: `Model registry`. */
export function capabilityName(capability: Capability): string {
  return words[capability].name;
}

/** What it does, as the end of a sentence: `experiments recorded so that others can compare and repeat them`. */
export function capabilityDoes(capability: Capability): string {
  return words[capability].does;
}

const traitWords: Readonly<Record<Trait, { readonly is: string; readonly once: string }>> = {
  pilot: { is: 'a pilot', once: 'it is a pilot' },
  mission_critical: { is: 'mission-critical', once: 'mistakes of it do harm' },
  reusable: { is: 'used by other teams', once: 'other teams use it' },
  ad_hoc_retraining: { is: 'retrained when it gets worse', once: 'it is retrained when it gets worse' },
  frequent_retraining: { is: 'retrained often', once: 'it is retrained often' },
  frequent_updates: { is: 'its code changes often', once: 'its code changes often' },
  batch: { is: 'predicts in batches', once: 'it predicts in batches' },
  online: { is: 'predicts on request', once: 'it predicts on request' },
};

/** What a use case is, as a reason: `mission-critical`. */
export function traitName(trait: Trait): string {
  return traitWords[trait].is;
}

/** When a use case becomes it, after “once”: `other teams use it`. */
export function traitOnce(trait: Trait): string {
  return traitWords[trait].once;
}
