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
import { stoppedThrough } from '../stops/stop-order.ts';
import { type Everybody, evidenceCount, freezesNow, needsNow, readEverybody, seatLines } from './policy-today.ts';

/** What may be asked of a model now, and what each act needs. Throws a Refusal if no playbook governs it at all. */
export async function policyOverview(setting: Setting, model: ModelRow): Promise<PolicyOverview> {
  const { set } = setting.playbooks();
  const asked = modelActions.flatMap((action) => prospectsOf(setting, model, action, null));
  const governed = asked.flatMap((prospect) => {
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
    // What no playbook lets Countersign stop is not refused: its owners are asked to.
    ungoverned: modelActions
      .filter((action) => action !== 'stop' && !acts.has(action))
      .map((action) => actionNouns[action].many),
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
  const prospects = action === undefined ? [] : prospectsOf(setting, model, action, asked.target);
  const found = prospects.flatMap((prospect) => governing(set, prospect).map((one) => ({ prospect, one })));
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

/** What could be asked now: of every alias if none is named, and by the connection that could stop what serves it. */
function prospectsOf(setting: Setting, model: ModelRow, action: Action, asked: string | null): readonly Prospect[] {
  const { set } = setting.playbooks();
  const entry = findCatalogueModel(set.models, model.registry, model.name);
  const about = { action, model: model.modelId, entry, at: setting.now() };
  if (action === 'stop') {
    const registry = stoppedThrough(setting, model);
    return registry === null ? [] : [{ ...about, registry, target: null, held: null }];
  }
  const targets = asked === null ? targetsOf(set, action, Object.keys(model.aliases)) : [asked];
  return targets.map((target) => {
    const held = target === null ? null : Object.hasOwn(model.aliases, target);
    return { ...about, registry: model.registry, target, held };
  });
}

function ungoverned(
  setting: Setting,
  model: ModelRow,
  { action, target }: { readonly action: string; readonly target: string | null },
): Refusal {
  const owner = roleName([setting.playbooks().set.org.owner]);
  if (action === 'stop') {
    const because =
      stoppedThrough(setting, model) === null
        ? `Nothing that Countersign is connected to tells how much \`${model.modelId}\` is used where it is served, so nothing of it is stopped.`
        : `No playbook governs stopping what \`${model.modelId}\` has left on, so its owners are asked to stop it themselves. Ask ${owner} to add a playbook.`;
    return new Refusal('no_playbook', because);
  }
  const to = target === null ? '' : ` to \`${target}\``;
  return new Refusal(
    'no_playbook',
    `No playbook governs ${action} of \`${model.modelId}\`${to}, so it is refused. \`/mlops policy ${model.modelId}\` shows what is governed; ask ${owner} to add a playbook.`,
  );
}
