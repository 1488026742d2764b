import { epochMs, type Instant } from '#domain/instant.ts';
import type { Capability } from '#domain/maturity.ts';
import { Refusal } from '#errors.ts';
import { type Needs, needsOf, traitsOf } from '#maturity/needs.ts';
import { answersLastDays } from '#maturity/rung.ts';
import { catalogueModel } from '#playbook/catalogue.ts';
import { newestAssessment } from '#store/assessments.ts';
import { attestationsOf } from '#store/attestations.ts';
import type { Executor } from '#store/database.ts';
import { modelsNamed } from '#store/models.ts';
import { openWaivers } from '#store/waivers.ts';
import type { Assessment, NeededCapability } from '#views/assessment.ts';
import { type Names, readNames } from '../names.ts';
import type { Setting } from '../setting.ts';
import { heldByOthers } from './seen-use-case.ts';
import { type DeclaredUseCase, declaredUseCase, matrixInForce } from './use-case.ts';
import { assessorsNamed } from './who-may-assess.ts';

const dayMs = 86_400_000;

/**
 * What a model's use case needs by the matrix in force, from the newest answers, else from models.yaml. Throws a Refusal
 * where neither says how it is used.
 */
export async function assessmentNow(setting: Setting, model: string): Promise<Assessment> {
  const { db, workspaceId } = setting;
  const { set } = setting.playbooks();
  const declared = declaredUseCase(set, model, await newestAssessment(db, workspaceId, model));
  const names = await readNames(setting, db);
  const assessors = assessorsNamed(setting, model, names);
  if (declared === null) {
    throw new Refusal(
      'not_assessed',
      `Nothing is known of what ${model} is used for, so it cannot be said what it needs. ${assessors} can answer with \`/mlops assess ${model}\`.`,
    );
  }
  const needs = needsOf(declared.characteristics, matrixInForce(set));
  const asked = declared.answered?.at ?? setting.now();
  return {
    model: await nameOf(setting, model),
    modelId: model,
    answered: declared.answered === null ? null : { by: names.of(declared.answered.person), at: declared.answered.at },
    traits: traitsOf(declared.characteristics),
    needed: await neededOf(setting, model, needs, names),
    notNow: needs.notNow.map(({ capability, neededOnce, note }) => ({ capability, once: neededOnce, note })),
    lookAgainAt: lookAgainAt(needs, asked),
    matrix: needs.matrixVersion,
    assessors,
  };
}

/** What a model is called where people work with it. */
export async function nameOf({ db, workspaceId }: Setting, model: string): Promise<string> {
  const [row] = await modelsNamed(db, workspaceId, model);
  return row?.name ?? model;
}

/** What a model's use case needs by the matrix in force; null where nobody says how it is used. */
export async function needsInForce(setting: Setting, db: Executor, model: string): Promise<Needs | null> {
  const { set } = setting.playbooks();
  const declared: DeclaredUseCase | null = declaredUseCase(
    set,
    model,
    await newestAssessment(db, setting.workspaceId, model),
  );
  return declared === null ? null : needsOf(declared.characteristics, matrixInForce(set));
}

function lookAgainAt({ notNow }: Needs, asked: Instant): Instant {
  const days = Math.min(...notNow.map(({ revisitDays }) => revisitDays), 365);
  return new Date(epochMs(asked) + days * dayMs).toISOString();
}

async function neededOf(
  setting: Setting,
  model: string,
  needs: Needs,
  names: Names,
): Promise<readonly NeededCapability[]> {
  const { db, workspaceId } = setting;
  const team = catalogueModel(setting.playbooks().set.models, model)?.team ?? null;
  const held = await heldByOthers(setting, team);
  const waivers = await openWaivers(db, workspaceId, [model]);
  const said = await saidOf(setting, db, model);
  return [...needs.needed].map(([capability, reasons]) => {
    const waiver = waivers.find((one) => one.capability === capability && isInForce(setting, one));
    const of = (has: boolean) => (said.get(capability) ?? []).filter((one) => one.has === has);
    return {
      capability,
      reasons,
      heldBy: held.get(capability) ?? [],
      said: {
        there: of(true).map(({ person }) => names.of(person)),
        notThere: of(false).map(({ person }) => names.of(person)),
      },
      waiver:
        waiver === undefined
          ? null
          : { until: waiver.expiresAt.toISOString(), by: names.of(waiver.approver), reason: waiver.reason },
    };
  });
}

function isInForce(setting: Setting, { expiresAt }: { readonly expiresAt: Date }): boolean {
  return expiresAt.getTime() > epochMs(setting.now());
}

/** The attestations of a model that still count, by capability. */
export async function saidOf(setting: Setting, db: Executor, model: string) {
  const since = new Date(epochMs(setting.now()) - answersLastDays * dayMs);
  const rows = await attestationsOf(db, setting.workspaceId, { models: [model], since });
  return Map.groupBy(rows, (row): Capability => row.capability);
}
