import type { SeedModel, SeedVersion } from './seed-model.ts';

type Regions = Readonly<Record<string, Readonly<Record<string, number>>>>;

function recallIn(eu: number, uk: number, us: number): Regions {
  return { 'region=EU': { recall: eu }, 'region=UK': { recall: uk }, 'region=US': { recall: us } };
}

function ranked(daysAgo: number, user: string, ndcg: number, p99: number, description: string): SeedVersion {
  return {
    daysAgo,
    user,
    description,
    metrics: { ndcg_at_10: ndcg, p99_latency_ms: p99 },
    params: { algorithm: 'lambdarank', trees: '800', learning_rate: '0.05' },
    minutes: 95,
  };
}

const boosted = { algorithm: 'xgboost', max_depth: '6', learning_rate: '0.08' };

/** The models that Northwind's playbooks govern, with the candidates that the local workspace plays with. */
export const governed: readonly SeedModel[] = [
  {
    name: 'fraud-scorer',
    team: 'payments-risk',
    description: 'Scores every card payment before it is captured. A score over 0.92 goes to manual review.',
    aliases: { production: 5, challenger: 7 },
    versions: [
      {
        daysAgo: 412,
        user: 'ben',
        description: 'First model on the new feature store. Replaces the rule engine for cards only.',
        metrics: { auc: 0.861, recall: 0.72, p99_latency_ms: 112 },
        params: { ...boosted, trees: '300' },
      },
      {
        daysAgo: 301,
        user: 'ana',
        description: 'Adds merchant history, 90 days.',
        metrics: { auc: 0.878, recall: 0.75, p99_latency_ms: 108 },
        params: { ...boosted, trees: '400' },
      },
      {
        daysAgo: 214,
        user: 'ana',
        description: 'Same features, trained on a year instead of six months.',
        metrics: { auc: 0.889, recall: 0.77, p99_latency_ms: 104 },
        params: { ...boosted, trees: '400' },
      },
      {
        daysAgo: 130,
        user: 'ben',
        description: 'Device fingerprint features. Dropped the two slowest look-ups to stay under 80 ms.',
        metrics: { auc: 0.898, recall: 0.79, p99_latency_ms: 76 },
        params: { ...boosted, trees: '450' },
      },
      {
        daysAgo: 41,
        user: 'ana',
        description: 'Autumn retraining with chargebacks to the end of September. In production since October.',
        metrics: { auc: 0.904, recall: 0.8, p99_latency_ms: 71 },
        datasets: recallIn(0.8, 0.79, 0.81),
        params: { ...boosted, trees: '450' },
        minutes: 38,
      },
      {
        daysAgo: 12,
        user: 'ben',
        description: 'Tried without device fingerprints after the privacy review. Clearly worse; kept for the record.',
        metrics: { auc: 0.897, recall: 0.77, p99_latency_ms: 66 },
        datasets: recallIn(0.78, 0.76, 0.77),
        params: { ...boosted, trees: '450' },
        minutes: 36,
      },
      {
        daysAgo: 2,
        user: 'ana',
        description: 'Retrained on October data after the drift alert of 12 November. Two new velocity features.',
        metrics: { auc: 0.912, recall: 0.81, p99_latency_ms: 84 },
        datasets: recallIn(0.81, 0.8, 0.82),
        params: { ...boosted, trees: '500' },
        minutes: 44,
      },
    ],
  },
  {
    name: 'credit-limit',
    team: 'credit',
    description:
      'Proposes the limit for pay-later customers. Decisions above 2,000 € are always looked at by a person.',
    aliases: { production: 3 },
    versions: [
      {
        daysAgo: 520,
        user: 'tom',
        description: 'Scorecard ported from the old system, coefficient by coefficient.',
        metrics: { auc: 0.741, recall: 0.61, calibration_error: 0.058, p99_latency_ms: 18 },
        params: { algorithm: 'logistic', penalty: 'l2' },
      },
      {
        daysAgo: 266,
        user: 'kim',
        description: 'First gradient boosting model. Approved for existing customers only.',
        metrics: { auc: 0.779, recall: 0.66, calibration_error: 0.041, p99_latency_ms: 39 },
        params: { algorithm: 'lightgbm', leaves: '31', monotone: 'income,tenure' },
      },
      {
        daysAgo: 118,
        user: 'kim',
        description: 'Isotonic calibration on the spring cohort, new customers included.',
        metrics: { auc: 0.793, recall: 0.68, calibration_error: 0.024, p99_latency_ms: 42 },
        params: { algorithm: 'lightgbm', leaves: '31', monotone: 'income,tenure' },
      },
      {
        daysAgo: 5,
        user: 'kim',
        description: 'Adds open-banking income where the customer agreed. Calibration checked per age band.',
        metrics: { auc: 0.806, recall: 0.7, calibration_error: 0.021, p99_latency_ms: 47 },
        params: { algorithm: 'lightgbm', leaves: '47', monotone: 'income,tenure' },
        minutes: 27,
      },
    ],
  },
  {
    name: 'home-ranker',
    team: 'recommendations',
    description: 'Orders the rows and tiles of the home page. Retrained every other week.',
    aliases: { production: 11 },
    versions: [
      ranked(330, 'rosa', 0.362, 58, 'Pointwise baseline.'),
      ranked(301, 'rosa', 0.371, 59, 'Pairwise loss.'),
      ranked(280, 'jon', 0.374, 61, 'Season features.'),
      ranked(252, 'rosa', 0.381, 66, 'Lambdarank, first try.'),
      ranked(224, 'rosa', 0.388, 64, 'Lambdarank with position bias removed.'),
      ranked(190, 'jon', 0.386, 63, 'Fortnightly retraining.'),
      ranked(154, 'rosa', 0.391, 65, 'Embeddings of the last ten products seen.'),
      ranked(112, 'rosa', 0.394, 67, 'Fortnightly retraining.'),
      ranked(84, 'jon', 0.397, 66, 'Stock level as a feature, so that sold-out tiles sink.'),
      ranked(56, 'rosa', 0.396, 68, 'Fortnightly retraining.'),
      ranked(28, 'rosa', 0.401, 66, 'Fortnightly retraining, autumn range included.'),
      ranked(14, 'rosa', 0.404, 67, 'Fortnightly retraining.'),
      ranked(1, 'rosa', 0.409, 69, 'Session length as a feature. Best offline result so far.'),
    ],
  },
  {
    name: 'churn-early-warning',
    team: 'crm',
    description: 'Monthly list of subscribers likely to leave within 60 days, for the retention campaign.',
    aliases: { production: 2 },
    versions: [
      {
        daysAgo: 390,
        user: 'mei',
        description: 'Built in the spring hackathon, cleaned up since.',
        metrics: { pr_auc: 0.412 },
        params: { algorithm: 'random-forest', trees: '500' },
      },
      {
        daysAgo: 212,
        user: 'mei',
        description: 'Support contacts as features. The campaign team asked for fewer false alarms.',
        metrics: { pr_auc: 0.447 },
        params: { algorithm: 'catboost', depth: '6' },
      },
      {
        daysAgo: 9,
        user: 'mei',
        description: 'Retrained after the price change in September, which the old model had never seen.',
        metrics: { pr_auc: 0.468 },
        params: { algorithm: 'catboost', depth: '6' },
        minutes: 16,
      },
    ],
  },
];
