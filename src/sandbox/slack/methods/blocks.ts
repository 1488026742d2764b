import { type ViewProblem, validateMessage, validateView } from '#views/validate.ts';
import { refuse } from '../api-refusal.ts';
import { isObject } from '../json.ts';
import { defineMethod } from './define-method.ts';

/** Checks blocks, a message or a view without showing anything; a message without text is let pass. */
export const blocksValidate = defineMethod({
  name: 'blocks.validate',
  token: 'bot',
  scopes: [],
  tier: 3,
  run: ({ args }) => {
    const given = ['blocks', 'message', 'view'].filter((name) => args.has(name));
    if (given.length !== 1) return refuse('invalid_arguments');
    const [name = ''] = given;
    const value = args.json(name, `invalid_${name}`);
    const problems = problemsOf(name, value);
    if (problems.length === 0) return {};
    const errors = problems.map(({ pointer, code, message }) => ({ pointer, code, message }));
    return refuse(`invalid_${name}`, { errors });
  },
});

function problemsOf(name: string, value: unknown): readonly ViewProblem[] {
  if (name === 'view') return validateView(value);
  const message = name === 'blocks' ? { blocks: value } : isObject(value) ? value : {};
  return validateMessage({ text: 'text', ...message }).filter(({ code }) => code !== 'no_text');
}
