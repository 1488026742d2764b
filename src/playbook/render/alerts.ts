import type { Json } from '#domain/canonical-json.ts';
import { driftIn } from '../alerts/drift-conditions.ts';
import type { AlertRule } from '../keys.ts';
import {
  actionNouns,
  andList,
  channelWords,
  coded,
  comparison,
  driftWords,
  featureWords,
  heldWords,
  lengthWords,
} from '../words.ts';
import { conditionWords } from './condition-words.ts';
import { byDefault, here, type Line, line, type Section } from './line.ts';
import { originOf, type Subject } from './subject.ts';
import { toldWords } from './timing.ts';

/** When an alert is raised, who hears of it and what it offers. */
export function alertSection(subject: Subject): Section {
  const { alerts } = subject.policy;
  return { id: 'alerts', title: 'Alerts', lines: alerts.map((alert) => alertLine(subject, alert)) };
}

function alertLine(subject: Subject, alert: AlertRule): Line {
  const { naming } = subject;
  const origin = originOf(subject, (keys) => keys.alerts?.find(({ id }) => id === alert.id));
  return line(`${coded(alert.id)}: raised when ${conditionWords(alert.when, naming)}.`, origin, [
    line(
      `It ends when ${conditionWords(alert.clearWhen, naming, everyFeature)}. What is not known neither raises nor ends it.`,
    ),
    line(`There is one for each ${andList(alert.groupBy)}.`),
    alert.criticality === null
      ? line('It is as critical as the model.', byDefault)
      : line(`Its criticality is ${alert.criticality}.`),
    line(
      `${toldOf(subject, alert)} is told, at most ${alert.atMost.count === 1 ? 'once' : `${alert.atMost.count} times`} in ${lengthWords(alert.atMost.perMs)}; at high criticality the first word of it is never held back.`,
    ),
    ...alert.escalate.map(({ afterMs, to }) =>
      line(`If nobody has answered after ${lengthWords(afterMs)}, ${toldWords(subject, to)} is told.`),
    ),
    alert.offers.length === 0
      ? line('It offers no action.', byDefault)
      : line(
          `It offers ${andList(alert.offers.map((action) => actionNouns[action].one))}; each is a request of its own.`,
        ),
    line(`If no values come for ${lengthWords(alert.noDataAfterMs)}, that is said.`),
    silenceLine(alert, subject),
    drillLine(alert),
  ]);
}

/** What ends an alert has to be so of every feature. */
function everyFeature(name: string, value: Json): string | null {
  if (name !== 'drift') return null;
  const clauses = driftIn(value).map(
    ({ signal, op, value: bound, for: held, feature }) =>
      `${driftWords(signal)} of ${featureWords(feature, 'every')} is ${comparison(op, bound)}${heldWords(held)}`,
  );
  return clauses.length === 0 ? null : andList(clauses);
}

function toldOf({ set, naming, policy }: Subject, { to }: AlertRule): string {
  if (to === null)
    return `The channel of the model (${channelWords(policy.model?.channel ?? set.org.channels.default)})`;
  return Object.hasOwn(set.people.roles, to) ? naming.roles([to]) : `The channel ${channelWords(to)}`;
}

function drillLine({ drillEveryMs }: AlertRule): Line {
  return drillEveryMs === null || drillEveryMs === undefined
    ? line('No drill is sent through it unless somebody asks for one.', byDefault)
    : line(`Every ${lengthWords(drillEveryMs)} a drill is sent through it, which is marked as one.`, here);
}

function silenceLine({ maxSilenceMs }: AlertRule, { otherPolicy, policy }: Subject): Line {
  if (maxSilenceMs !== null) return line(`It can be silenced for at most ${lengthWords(maxSilenceMs)}.`, here);
  const both =
    'It can be silenced for at most 1 day if the model is of high, critical or unknown criticality, else 7 days.';
  if (otherPolicy !== null) return line(both, byDefault);
  return line(`It can be silenced for at most ${policy.highCriticality ? '1 day' : '7 days'}.`, byDefault);
}
