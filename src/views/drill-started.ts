import { sections } from './blocks.ts';
import { label } from './clean.ts';
import { type Message, message } from './frames.ts';
import { code, type Mrkdwn, md } from './mrkdwn.ts';
import { counted, listed } from './wording.ts';

export interface DrillStarted {
  /** The catalogue id. */
  readonly model: string;
  /** The alerts that it should raise. */
  readonly rules: readonly string[];
  /** The hooks that it goes through. */
  readonly connections: readonly string[];
}

/** Tells whoever asked for a drill what to look out for. */
export function drillStarted({ model, rules, connections }: DrillStarted): Message {
  const through = listed(connections.map((one) => label(one, 40)));
  const lines: readonly Mrkdwn[] = [
    md`A drill of ${label(model, 80)} is on its way through ${through}. It should raise ${counted(rules.length, 'alert')}: ${listed(rules.map((one) => label(one, 40)))}.`,
    md`Each is posted where a real one would be, marked as a drill, and ends by itself. ${code(`/mlops drift ${label(model, 80)}`)} shows what came of it.`,
  ];
  return message(sections(lines, 900));
}
