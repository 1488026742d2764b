import type { SeedModel, SeedVersion } from './seed-model.ts';

function trained(
  daysAgo: number,
  user: string,
  metrics: Readonly<Record<string, number>>,
  description: string,
): SeedVersion {
  return { daysAgo, user, metrics, description, params: { seed: '7' } };
}

/** What other teams keep in the same registry. */
export const others: readonly SeedModel[] = [
  {
    name: 'basket-recommender',
    team: 'recommendations',
    description: '"Often bought together" on the basket page.',
    aliases: { production: 3 },
    versions: [
      trained(410, 'jon', { hit_rate_at_5: 0.214 }, 'Item-to-item counts.'),
      trained(220, 'jon', { hit_rate_at_5: 0.241 }, 'Two-tower model.'),
      trained(63, 'rosa', { hit_rate_at_5: 0.252 }, 'Two-tower with price bands.'),
    ],
  },
  {
    name: 'delivery-eta',
    team: 'logistics',
    description: 'Minutes until the parcel arrives, shown in the app.',
    aliases: { production: 2, shadow: 3 },
    versions: [
      trained(300, 'tom', { mae_minutes: 11.8 }, 'Distance and weekday.'),
      trained(140, 'tom', { mae_minutes: 8.9 }, 'Adds depot load and weather.'),
      trained(17, 'ops', { mae_minutes: 8.4 }, 'Runs in shadow until the Christmas peak is over.'),
    ],
  },
  {
    name: 'demand-forecast-fresh',
    team: 'supply',
    description: 'Daily demand per shop for bread, fruit and vegetables.',
    aliases: { production: 2 },
    versions: [
      trained(480, 'lea', { wape: 0.231 }, 'Seasonal naive plus promotions.'),
      trained(96, 'lea', { wape: 0.187 }, 'Temporal fusion, one model for all shops.'),
    ],
  },
  {
    name: 'image-moderation',
    team: 'marketplace',
    description: 'Finds pictures in seller uploads that must not go online.',
    aliases: { production: 4 },
    versions: [
      trained(350, 'jon', { recall: 0.91, precision: 0.74 }, 'Fine-tuned ResNet.'),
      trained(233, 'jon', { recall: 0.93, precision: 0.78 }, 'Twice the labels.'),
      trained(120, 'mei', { recall: 0.94, precision: 0.83 }, 'ViT, small.'),
      trained(48, 'mei', { recall: 0.95, precision: 0.86 }, 'ViT, small, hard negatives from appeals.'),
    ],
  },
  {
    name: 'newsletter-send-time',
    team: 'crm',
    description: 'Best hour to send the weekly newsletter, per customer.',
    aliases: {},
    versions: [trained(71, 'mei', { open_rate_lift: 0.018 }, 'Experiment; not used by anything yet.')],
  },
  {
    name: 'price-elasticity',
    team: 'pricing',
    description: 'How demand answers to price, for the weekly promotion plan.',
    aliases: { production: 1 },
    versions: [trained(160, 'fin', { rmse: 0.29 }, 'Hierarchical Bayes per category.')],
  },
  {
    name: 'returns-predictor',
    team: 'logistics',
    description: 'Chance that an order comes back, used to plan the returns hall.',
    aliases: { production: 2 },
    versions: [
      trained(260, 'tom', { auc: 0.742 }, 'Order features only.'),
      trained(101, 'tom', { auc: 0.771 }, 'Adds size advice and customer history.'),
    ],
  },
  {
    name: 'search-autocomplete',
    team: 'search',
    description: 'Completes what people type in the search box.',
    aliases: { production: 2 },
    versions: [
      trained(240, 'lea', { mrr: 0.611, p99_latency_ms: 14 }, 'Prefix tree with popularity.'),
      trained(77, 'lea', { mrr: 0.648, p99_latency_ms: 19 }, 'Small language model on top of the tree.'),
    ],
  },
  {
    name: 'support-ticket-router',
    team: 'customer-care',
    description: 'Sends each ticket to the team that will answer it.',
    aliases: { production: 2, candidate: 3 },
    versions: [
      trained(333, 'mei', { macro_f1: 0.79 }, 'TF-IDF and a linear model.'),
      trained(128, 'mei', { macro_f1: 0.86 }, 'Sentence embeddings.'),
      trained(20, 'jon', { macro_f1: 0.87 }, 'Two new queues for marketplace sellers.'),
    ],
  },
];
