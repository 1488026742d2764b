import { type ReasonCode, reasonCodes, reasonWords } from '#domain/retraining.ts';
import { Refusal } from '#errors.ts';
import { modelNamed } from '#operations/find-model.ts';
import { previewRetraining } from '#operations/retraining/preview-retraining.ts';
import { confirmRetraining } from '#views/confirm-retraining.ts';
import { retrainFormOf } from '../retrain-form-of.ts';
import { defineCommand } from './command.ts';

export const retrain = defineCommand({
  name: 'retrain',
  usage: '[<model>] [<parameter>=<value> …] [because …]',
  summary: 'train a model anew, after you have seen what runs, what it may cost and who has to agree',
  examples: [
    '/mlops retrain churn-early-warning epochs=20 because drift in the last week',
    '/mlops retrain churn-early-warning',
    '/mlops retrain churn-early-warning epochs=20 because R-12 was rejected',
    '/mlops retrain',
  ],
  async run(scene, words) {
    const { model: name, given, reason, rejected } = parseRetrain(words);
    const wait = { title: 'Retrain a model', what: name === null ? 'the models' : 'what its pipeline takes' };
    await scene.show(wait, async () => {
      const { setting } = scene.bot;
      if (name === null) return await retrainFormOf(scene, null);
      const model = await modelNamed(setting, name);
      if (Object.keys(given).length === 0 && reason === '')
        return await retrainFormOf(scene, model, { cause: rejected });
      const cause = rejected === null ? null : ({ kind: 'request', id: rejected } as const);
      const asked = { ...scene.signed, model, given, reason, cause, reasonCode: reasonCodeIn(reason) };
      return confirmRetraining(await previewRetraining(setting, asked));
    });
  },
});

/** `R-12 was rejected`, `rejection of R-12: too slow`, and what follows. */
const rejection = /^(?:rejection\s+(?:of\s+)?)?R-(\d{1,9})\b(?:\s+was\s+rejected\b)?[\s,.;:]*(.*)$/is;

/** Reads `<model> <name>=<value> … because <reason>`. Throws a Refusal for a word that is no parameter. */
export function parseRetrain(words: string): {
  readonly model: string | null;
  readonly given: Readonly<Record<string, string>>;
  readonly reason: string;
  /** The request, as `R-12`, whose rejection the reason begins with. */
  readonly rejected: string | null;
} {
  const plain = words.trim().replace(/[“”]/g, '"').replace(/[‘’]/g, "'");
  const [, asked = '', reason = ''] = /^(.*?)(?:(?:^|\s)because\b[\s:]*(.*))?$/is.exec(plain) ?? [];
  const [model, ...rest] = asked.match(/(?:[^\s"']+|"[^"]*"|'[^']*')+/g) ?? [];
  const given: Record<string, string> = {};
  for (const word of rest) {
    const [, name, value = ''] = /^([^=]+)=(.*)$/s.exec(word) ?? [];
    if (name === undefined) {
      throw new Refusal(
        'bad_parameters',
        `“${word}” is no parameter. Write each as \`name=value\`, with quotation marks around a value that has spaces, as \`note="two words"\`.`,
      );
    }
    if (Object.hasOwn(given, name)) throw new Refusal('bad_parameters', `${name} is given twice. Give it once.`);
    given[name] = /^(["']).*\1$/s.test(value) ? value.slice(1, -1) : value;
  }
  const [, number, why = reason] = rejection.exec(reason) ?? [];
  const rejected = number === undefined ? null : `R-${number}`;
  return { model: model ?? null, given, reason: why.trim(), rejected };
}

/** The code that a reason begins with, as `drift in the last week`; null if it begins with none. */
function reasonCodeIn(reason: string): ReasonCode | null {
  const text = reason.toLowerCase();
  return reasonCodes.find((code) => new RegExp(`^${reasonWords(code)}\\b`).test(text)) ?? null;
}
