import { parentsOf } from '../inherit.ts';
import { actionNouns, andList, coded, orList, plain, quoted } from '../words.ts';
import { alwaysKnown, conditionWords } from './condition-words.ts';
import { governedModels } from './governed-models.ts';
import { byDefault, here, type Line, line, type Section } from './line.ts';
import { poolWords } from './seat-words.ts';
import { settleCondition } from './settle-condition.ts';
import type { Subject } from './subject.ts';

/** What a playbook governs. */
export function scopeSection(subject: Subject): Section {
  const { playbook } = subject;
  const { action, models, registry, from, to } = playbook.appliesTo;
  const what = andList(action.map((one) => actionNouns[one].many));
  const leaving = from === null ? '' : ` from ${orList(from.map(coded))}`;
  const alias = `${leaving}${to === null ? ', whatever the alias,' : ` to ${orList(to.map(coded))}`}`;
  const where = registry === null ? 'any registry' : `the registry ${orList(registry.map(coded))}`;
  const description = playbook.description === null ? [] : [line(plain(playbook.description))];
  return {
    id: 'scope',
    title: 'What it governs',
    lines: [
      ...description,
      ...(playbook.abstract ? [line('It governs nothing by itself: other playbooks build on it.')] : []),
      line(`It governs ${what}${alias} of models named ${orList(models.map(coded))} in ${where}.`),
      ...conditions(subject),
      ...today(subject),
    ],
  };
}

function conditions({ playbook, naming, read }: Subject): readonly Line[] {
  const { when } = playbook.appliesTo;
  const left = settleCondition(when, read);
  if (when === null || typeof left === 'boolean') return [];
  if (alwaysKnown(left)) return [line(`Only if ${conditionWords(left, naming)}.`)];
  const reading = 'If that is not known, it governs all the same, and nothing is approved without people.';
  return [line(`Only if ${conditionWords(left, naming)}. ${reading}`)];
}

/** Of a whole playbook: the models of the catalogue that it governs. */
function today(subject: Subject): readonly Line[] {
  if (subject.model !== null || subject.playbook.abstract) return [];
  const ids = governedModels(subject.set, subject.playbook).map(({ id }) => coded(id));
  return [
    line(ids.length === 0 ? 'No model of the catalogue is governed by it today.' : `Today that is ${andList(ids)}.`),
  ];
}

/** Who owns a playbook and what it builds on. */
export function ownerSection(subject: Subject): Section {
  const { playbook, set } = subject;
  const parents = parentsOf(set, playbook).map(({ name }) => quoted(name));
  const above = [...(set.org.baseline === null ? [] : ['the baseline of org.yaml']), ...parents];
  const children = set.playbooks
    .filter((one) => parentsOf(set, one).includes(playbook))
    .map(({ name }) => quoted(name));
  return {
    id: 'owner',
    title: 'Who owns it',
    lines: [
      line(
        `${poolWords(subject, [playbook.owner])} owns it: approves its changes, and hears of mistakes in it and of requests that expire.`,
      ),
      line(
        'A change that loosens it also needs somebody of each role that loses a seat, a veto or its exclusiveness.',
        byDefault,
      ),
      above.length === 0
        ? line('It builds on no other.', byDefault)
        : line(
            `It builds on ${andList(above)} and can only be stricter.`,
            playbook.extends === null ? byDefault : here,
          ),
      ...(children.length === 0
        ? []
        : [line(`${andList(children)} ${children.length === 1 ? 'builds' : 'build'} on it.`)]),
      ...relaxed(subject),
    ],
  };
}

function relaxed({ playbook }: Subject): readonly Line[] {
  if (playbook.mayBeRelaxed.length > 0)
    return [line(`Playbooks that build on it may loosen ${andList(playbook.mayBeRelaxed.map(coded))}.`)];
  return playbook.abstract ? [line('Playbooks that build on it may loosen nothing.', byDefault)] : [];
}
