import type { Exclusion } from '../keys.ts';

const involved = {
  requester: 'asked for it',
  run_owner: 'started the training run',
  contributors: 'contributed to the version',
  data_owner: 'owns the data',
} as const;
const everybody = ['requester', 'run_owner', 'contributors', 'data_owner'] as const;

/** Whom a rule shuts out and whom it lets agree all the same, as what they did. */
export function exclusionWords(allow: readonly Exclusion[]): {
  readonly shut: readonly string[];
  readonly free: readonly string[];
} {
  return {
    shut: everybody.filter((one) => !allow.includes(one)).map((one) => involved[one]),
    free: everybody.filter((one) => allow.includes(one)).map((one) => involved[one]),
  };
}
