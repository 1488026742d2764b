import type { KnownBlock } from '@slack/types';
import { capabilityDoes, capabilityName } from '#domain/capability-name.ts';
import { section } from './blocks.ts';
import { label } from './clean.ts';
import { numberButton } from './maturity-number-button.ts';
import type { MaturityPage, ShownGap, ShownSiblings, ShownWaiver } from './maturity-state.ts';
import { bold, dateToken, type Mrkdwn, md } from './mrkdwn.ts';
import { listed } from './wording.ts';

/** The three largest gaps, each with the records behind it. */
export function gapSections(state: MaturityPage): readonly KnownBlock[] {
  const { gaps, kind } = state;
  if (gaps.length === 0) return [];
  return [
    section(bold('Largest gaps')),
    ...gaps.slice(0, 3).map((gap) => {
      const name = capabilityName(gap.capability);
      return section(
        gapText(gap, kind),
        numberButton(state, `needs:${gap.capability}`, 'Evidence…', `Evidence of ${name}`),
        400,
      );
    }),
  ];
}

function gapText({ capability, models, because, missed }: ShownGap, kind: MaturityPage['kind']): Mrkdwn {
  const who = kind === 'model' ? '' : ` of ${names(models)}`;
  const records =
    missed.length === 0
      ? ''
      : ` See ${listed(
          missed.map((one) => label(one, 60)),
          3,
        )}.`;
  return md`${bold(capabilityName(capability))}${who}: ${label(because, 300)}${records}`;
}

/** The one thing to do next, or that there is none. */
export function stepLines({ next, kind }: MaturityPage): readonly Mrkdwn[] {
  const title = bold('Next step');
  switch (next.kind) {
    case 'stop':
      return [md`${title}: none. What is needed is there: this is good enough, stop here.`];
    case 'observe': {
      const [first, ...rest] = next.capabilities.map(capabilityName);
      const others = rest.length === 0 ? '' : `, then ${listed(rest, 3)}`;
      return [
        md`${title}: find out. Too little is known to say what is missing; first of all about ${first ?? 'what is needed'}${others}. “Signals…” says what to connect, and /mlops assess takes what people know.`,
      ];
    }
    case 'adopt': {
      const teams = listed(next.heldBy.map((team) => label(team, 40)));
      return [
        md`${title}: adopt ${bold(capabilityName(next.capability))} (${capabilityDoes(next.capability)}). Team ${teams} holds it verified: ask them first, it is about half the work.${unlocks(next.models, kind)}`,
      ];
    }
    case 'build':
      return [
        md`${title}: build ${bold(capabilityName(next.capability))} (${capabilityDoes(next.capability)}). No other team holds it verified yet.${unlocks(next.models, kind)}`,
      ];
  }
}

function unlocks(models: readonly string[], kind: MaturityPage['kind']): string {
  return kind === 'model' || models.length === 0 ? '' : ` It is for ${names(models)}.`;
}

/** What stands beside the next step in public: models that could share a pipeline, and needs that were waived. */
export function afterNext({ siblings, waivers }: MaturityPage): readonly Mrkdwn[] {
  return [
    ...siblings.slice(0, 3).map(siblingLine),
    ...(waivers.length === 0 ? [] : [bold('Waived for now')]),
    ...waivers.slice(0, 4).map(waiverLine),
    ...(waivers.length > 4 ? [md`and ${waivers.length - 4} more`] : []),
  ];
}

function siblingLine({ models, pipelines }: ShownSiblings): Mrkdwn {
  const how =
    pipelines.length === 0
      ? 'none has a pipeline in models.yaml: one could train them all'
      : pipelines.length === 1
        ? `${label(pipelines[0] ?? '', 80)} trains some of them and could train all`
        : `${pipelines.length} pipelines train them: one could`;
  return md`${bold('Could share')}: ${names(models)} look like one model in several places, and ${how}.`;
}

function waiverLine({ model, capability, reason, approver, expiresAt }: ShownWaiver): Mrkdwn {
  return md`${capabilityName(capability)} of ${label(model, 60)}, by ${label(approver, 40)} until ${dateToken(expiresAt, 'date')}: “${label(reason, 160)}”`;
}

function names(models: readonly string[]): string {
  return listed(
    models.map((model) => label(model, 60)),
    3,
  );
}
