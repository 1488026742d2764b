import { roleName } from '#domain/role-name.ts';
import { Refusal } from '#errors.ts';
import { findCatalogueModel } from '#playbook/catalogue.ts';
import { policyDigest } from '#playbook/effective-policy.ts';
import type { Action } from '#playbook/facts.ts';
import type { Playbook } from '#playbook/playbook.ts';
import { conditionWords } from '#playbook/render/condition-words.ts';
import { type Governing, governing, modelActions, targetsOf } from '#playbook/render/governing.ts';
import { renderPolicy } from '#playbook/render/render-policy.ts';
import type { Prospect } from '#playbook/render/settled-facts.ts';
import { playbookForModel, type Subject } from '#playbook/render/subject.ts';
import { actionNouns, orList } from '#playbook/words.ts';
import type { ModelRow } from '#store/models.ts';
import type { PolicyEntry, PolicyOverview } from '#views/policy.ts';
import type { PolicyRules } from '#views/policy-rules.ts';
import { modelKey } from '../find-model.ts';
import type { Setting } from '../setting.ts';
import { type Everybody, evidenceCount, freezesNow, needsNow, readEverybody, seatLines } from './policy-today.ts';

/** What may be asked of a model now, and what each act needs. Throws a Refusal if no playbook governs it at all. */
export async function policyOverview(setting: Setting, model: ModelRow): Promise<PolicyOverview> {
  const { set } = setting.playbooks();
  const asked = modelActions.flatMap((action) =>
    targetsOf(set, action, Object.keys(model.aliases)).map((target) => ({ action, target })),
  );
  const governed = asked.flatMap(({ action, target }) => {
    const prospect = prospectOf(setting, model, action, target);
    const found = governing(set, prospect);
    return found.length === 0 ? [] : [{ prospect, found }];
  });
  if (governed.length === 0) {
    throw new Refusal(
      'no_playbook',
      `No playbook governs ${model.modelId}, so nothing is done with it. Ask ${roleName([set.org.owner])} to add one; \`/mlops policy\` lists those there are.`,
    );
  }
  const everybody = await readEverybody(setting);
  const entries = governed.flatMap(({ prospect, found }) =>
    found.map((one) => ({
      ...entryOf(setting, prospect, one, everybody),
      ambiguous: found.length > 1,
      key: modelKey(model),
    })),
  );
  const acts = new Set(governed.map(({ prospect }) => prospect.action));
  const [first] = governed;
  return {
    model: model.name,
    criticality: first?.prospect.entry?.criticality ?? null,
    entries,
    ungoverned: modelActions.filter((action) => !acts.has(action)).map((action) => actionNouns[action].many),
    owner: roleName([set.org.owner]),
  };
}

function entryOf(
  setting: Setting,
  prospect: Prospect,
  { playbook, onlyIf }: Governing,
  everybody: Everybody,
): Omit<PolicyEntry, 'ambiguous' | 'key'> {
  const subject = subjectOf(setting, prospect, playbook, everybody);
  const { current, next } = freezesNow(subject.policy, prospect.action, prospect.at);
  return {
    action: prospect.action,
    target: prospect.target,
    playbook: playbook.name,
    onlyIf: [
      ...(playbook.appliesTo.from === null
        ? []
        : [`the version leaves ${orList(playbook.appliesTo.from.map((alias) => `\`${alias}\``))}`]),
      ...(onlyIf === null ? [] : [conditionWords(onlyIf, subject.naming)]),
    ],
    needs: needsNow(subject, prospect, everybody),
    evidence: evidenceCount(subject),
    frozen: current,
    nextFreeze: next,
  };
}

/** Everything that one act on a model needs, in sentences. Throws a Refusal if no playbook governs it. */
export async function policyRules(
  setting: Setting,
  model: ModelRow,
  asked: { readonly action: string; readonly target: string | null; readonly playbook: string | null },
): Promise<PolicyRules> {
  const { set } = setting.playbooks();
  const action = modelActions.find((one) => one === asked.action);
  const targets = action === undefined ? [] : targetsFor(set, action, model, asked.target);
  const found = targets.flatMap((target) => {
    const prospect = prospectOf(setting, model, action ?? 'promote', target);
    return governing(set, prospect).map((one) => ({ prospect, one }));
  });
  const chosen = found.find(({ one }) => one.playbook.name === asked.playbook) ?? found[0];
  if (chosen === undefined) throw ungoverned(setting, model, asked);
  const { prospect, one } = chosen;
  const everybody = await readEverybody(setting);
  const subject = subjectOf(setting, prospect, one.playbook, everybody);
  return {
    model: model.name,
    action: prospect.action,
    target: prospect.target,
    playbook: one.playbook.name,
    sections: renderPolicy(subject),
    today: seatLines(subject, prospect, everybody),
    freezes: freezesNow(subject.policy, prospect.action, prospect.at).all,
    others: [...new Set(found.map((each) => each.one.playbook.name))].filter((name) => name !== one.playbook.name),
    digest: policyDigest(subject.policy),
  };
}

function subjectOf(setting: Setting, prospect: Prospect, playbook: Playbook, { names }: Everybody): Subject {
  const called = { person: (id: string) => names.of(id), roles: roleName };
  return playbookForModel(setting.playbooks().set, playbook, prospect, called);
}

function targetsFor(
  set: Parameters<typeof targetsOf>[0],
  action: Action,
  model: ModelRow,
  target: string | null,
): readonly (string | null)[] {
  return target === null ? targetsOf(set, action, Object.keys(model.aliases)) : [target];
}

function prospectOf(setting: Setting, model: ModelRow, action: Action, target: string | null): Prospect {
  return {
    action,
    registry: model.registry,
    model: model.modelId,
    target,
    entry: findCatalogueModel(setting.playbooks().set.models, model.registry, model.name),
    held: target === null ? null : Object.hasOwn(model.aliases, target),
    at: setting.now(),
  };
}

function ungoverned(
  setting: Setting,
  model: ModelRow,
  { action, target }: { readonly action: string; readonly target: string | null },
): Refusal {
  const to = target === null ? '' : ` to \`${target}\``;
  return new Refusal(
    'no_playbook',
    `No playbook governs ${action} of \`${model.modelId}\`${to}, so it is refused. \`/mlops policy ${model.modelId}\` shows what is governed; ask ${roleName([setting.playbooks().set.org.owner])} to add a playbook.`,
  );
}
