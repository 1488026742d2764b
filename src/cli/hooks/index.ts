import { add } from './add.ts';
import type { HookVerb } from './hook-verb.ts';
import { tail } from './tail.ts';

/** Every verb of `countersign hooks`, in the order in which help lists them. */
export const verbs: readonly HookVerb[] = [add, tail];
