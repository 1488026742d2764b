import { bareModel } from '../bare-model.ts';
import { effectivePolicy, policyFor } from '../effective-policy.ts';
import type { Action } from '../facts.ts';
import { parentsOf } from '../inherit.ts';
import type { PlaybookKeys, Predicates } from '../keys.ts';
import type { EffectivePolicy, Playbook, PlaybookSet } from '../playbook.ts';
import { type Naming, quoted } from '../words.ts';
import { byDefault, type Line, line, type Origin } from './line.ts';
import type { ReadSettled } from './settle-condition.ts';
import { type Prospect, readOfProspect } from './settled-facts.ts';

/** What is put into words: one playbook for every model it may govern, or for one model. */
export interface Subject {
  readonly set: PlaybookSet;
  readonly playbook: Playbook;
  /** With the defaults of high criticality; of one model, its own. */
  readonly policy: EffectivePolicy;
  /** The same with the defaults of the others; null where these are not governed or cannot differ. */
  readonly otherPolicy: EffectivePolicy | null;
  /** The catalogue id of the one model that is asked about, and what would be done with it. */
  readonly model: string | null;
  readonly action: Action | null;
  readonly naming: Naming;
  /** What is settled of the one model before anybody asks; nothing for a whole playbook. */
  readonly read: ReadSettled;
}

export interface Names {
  readonly person: (id: string) => string;
  readonly roles: (ids: readonly string[]) => string;
}

/** A playbook as it stands, whatever model it governs. */
export function wholePlaybook(set: PlaybookSet, playbook: Playbook, names: Names): Subject {
  const policy = policyFor(set, playbook, null);
  const low = bareModel('-', 'low');
  return {
    set,
    playbook,
    policy,
    otherPolicy: onlyHigh(playbook.appliesTo.when) ? null : policyFor(set, playbook, low),
    model: null,
    action: null,
    naming: namingFor(policy, names),
    read: () => null,
  };
}

/** A playbook as it governs one act on one model, with what is settled of that before anybody asks. */
export function playbookForModel(set: PlaybookSet, playbook: Playbook, prospect: Prospect, names: Names): Subject {
  const { model, action } = prospect;
  const policy = effectivePolicy(set, playbook, model);
  const read = readOfProspect(prospect);
  return { set, playbook, policy, otherPolicy: null, model, action, naming: namingFor(policy, names), read };
}

/** Whether `when` lets no model of low or medium criticality through. */
function onlyHigh(when: Predicates | null): boolean {
  const listed = when?.['criticality'];
  return Array.isArray(listed) && !listed.includes('low') && !listed.includes('medium');
}

function namingFor(policy: EffectivePolicy, names: Names): Naming {
  const titles = new Map(policy.evidence.map(({ id, title }) => [id, title]));
  return { ...names, evidence: (id) => quoted(titles.get(id) ?? id) };
}

/** The keys in force, the playbook's own last, with what each of them is called. */
export function layersOf({ set, playbook }: Subject): readonly { name: string | null; keys: PlaybookKeys }[] {
  const baseline = set.org.baseline === null ? [] : [{ name: 'the baseline of org.yaml', keys: set.org.baseline }];
  const parents = parentsOf(set, playbook).map((parent) => ({ name: quoted(parent.name), keys: parent }));
  return [...baseline, ...parents, { name: null, keys: playbook }];
}

/** Where a key was written last; `pick` answers undefined for keys that do not say it. */
export function originOf(subject: Subject, pick: (keys: PlaybookKeys) => unknown): Origin {
  const layer = layersOf(subject).findLast(({ keys }) => pick(keys) !== undefined);
  return layer === undefined ? byDefault : { default: false, from: layer.name };
}

/** One line, or two where high criticality changes what it says. */
export function varied(subject: Subject, origin: Origin, say: (policy: EffectivePolicy) => string): readonly Line[] {
  const high = say(subject.policy);
  const other = subject.otherPolicy === null ? high : say(subject.otherPolicy);
  if (high === other) return [line(high, origin)];
  return [
    line(`If the criticality of the model is high, critical or not known: ${lowered(high)}`, origin),
    line(`If it is low or medium: ${lowered(other)}`, origin),
  ];
}

function lowered(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
