import { parseArgs } from 'node:util';
import { activate } from './activate.ts';
import { diff } from './diff.ts';
import { explain } from './explain.ts';
import { lint } from './lint.ts';
import { propose } from './propose.ts';
import { render } from './render.ts';
import { replay } from './replay.ts';
import { schema } from './schema.ts';
import { simulate } from './simulate.ts';
import { test } from './test.ts';
import type { Verb, VerbCall } from './verb.ts';

/** Every verb of `countersign playbooks`, in the order of the help. */
export const verbs: readonly Verb[] = [lint, test, explain, simulate, replay, render, schema, diff, propose, activate];

/** The verbs' part of the help, one line each. */
export function verbsHelp(): string {
  const calls = verbs.map(({ name, usage }) => `${name} ${usage}`.trimEnd());
  const width = Math.max(...calls.map((call) => call.length));
  return verbs.map(({ summary }, index) => `    ${calls[index]?.padEnd(width)}  ${summary}\n`).join('');
}

/**
 * Runs the verb that was typed, `argv` being what follows `playbooks`. 0: fine; 1: findings. Throws what the verb
 * throws, and a TypeError of `parseArgs` for an option that it does not take. Null: there is no such verb.
 */
export async function runVerb(
  argv: readonly string[],
  call: Pick<VerbCall, 'folder' | 'print' | 'withRecord'> & Partial<Pick<VerbCall, 'withProgram'>>,
): Promise<number | null> {
  const verb = verbs.find(({ name }) => name === argv[0]);
  if (verb === undefined) return null;
  const { values, positionals } = parseArgs({
    args: argv.slice(1),
    allowPositionals: true,
    options: {
      json: { type: 'boolean' },
      ...Object.fromEntries(verb.options.map((name) => [name, { type: 'string', multiple: true } as const])),
      ...Object.fromEntries((verb.flags ?? []).map((name) => [name, { type: 'boolean' } as const])),
    },
  });
  const { json, ...options } = values;
  return await verb.run({
    withProgram: noProgram,
    ...call,
    words: positionals,
    json: json === true,
    options: listsOf(options),
  });
}

async function noProgram(): Promise<never> {
  throw new Error('nothing can be changed here');
}

function listsOf(values: Readonly<Record<string, unknown>>): Record<string, readonly string[]> {
  return Object.fromEntries(Object.entries(values).map(([name, given]) => [name, [given].flat().map(String)]));
}
