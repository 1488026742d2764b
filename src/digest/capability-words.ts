import type { Capability } from '#domain/maturity.ts';

/** What people call each capability. */
export const capabilityWords: Readonly<Record<Capability, string>> = {
  experimentation: 'experiment tracking',
  data_processing: 'data processing',
  training: 'model training',
  evaluation: 'model evaluation',
  serving: 'model serving',
  online_experimentation: 'canary and online experiments',
  monitoring: 'model monitoring',
  pipelines: 'ML pipelines',
  registry: 'model registry',
  repository: 'feature repository',
  metadata: 'metadata tracking',
  ci_cd: 'CI/CD of pipelines',
};
