/** A model of the pretend company. Versions are numbered from 1 in the order given. */
export interface SeedModel {
  readonly id: string;
  readonly name: string;
  readonly team: string;
  readonly description: string;
  readonly aliases: Readonly<Record<string, number>>;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** What every version is trained on. */
  readonly datasets: readonly { readonly name: string; readonly uri: string }[];
  readonly versions: readonly SeedVersion[];
  /** Serves one version with all its traffic. */
  readonly endpoint?: {
    readonly id: string;
    readonly name: string;
    readonly version: number;
    readonly deployed: string;
  };
}

interface SeedVersion {
  /** Before the base instant; the first version is the oldest. */
  readonly daysAgo: number;
  readonly user: string;
  readonly description: string;
  readonly metrics: Readonly<Record<string, number>>;
  /** Hit rate by surface, where it was measured apart. */
  readonly surfaces?: Readonly<Record<string, number>>;
  readonly minutes: number;
}

function similar(daysAgo: number, user: string, hits: number, p99: number, description: string): SeedVersion {
  return { daysAgo, user, description, metrics: { hit_rate_at_10: hits, p99_latency_ms: p99 }, minutes: 142 };
}

function intent(daysAgo: number, user: string, f1: number, accuracy: number, description: string): SeedVersion {
  return { daysAgo, user, description, metrics: { macro_f1: f1, accuracy }, minutes: 58 };
}

/** What Northwind keeps in Vertex AI: its recommendations team serves one model from there and scores with the other every night. */
export const seedModels: readonly SeedModel[] = [
  {
    id: 'similar-items',
    name: 'Similar items',
    team: 'recs',
    description: '"More like this" under every product. Embeddings of pictures and text, searched for the nearest.',
    aliases: { production: 3, challenger: 5 },
    parameters: { towers: 2, dimensions: 128, epochs: 12, negatives: 'in-batch' },
    datasets: [
      { name: 'product clicks', uri: 'bq://northwind-ml.recs.product_clicks' },
      { name: 'product pictures', uri: 'gs://northwind-ml-data/products/pictures' },
    ],
    versions: [
      similar(260, 'rosa', 0.318, 44, 'Text embeddings only, moved here from the old recommender.'),
      similar(171, 'rosa', 0.347, 52, 'Adds pictures. Cold products are found from their first day.'),
      {
        ...similar(74, 'kim', 0.362, 49, 'Half the dimensions, distilled. Faster than v2 and a little better.'),
        surfaces: { app: 0.371, web: 0.349 },
      },
      {
        ...similar(
          20,
          'rosa',
          0.359,
          47,
          'Tried without sold-out products in training. Not better; kept for the record.',
        ),
        surfaces: { app: 0.368, web: 0.345 },
      },
      {
        ...similar(3, 'rosa', 0.374, 51, 'Trained on clicks until the end of October, season range included.'),
        surfaces: { app: 0.381, web: 0.364 },
      },
    ],
    endpoint: { id: '7310451', name: 'similar-items-online', version: 3, deployed: '3041' },
  },
  {
    id: 'query-intent',
    name: 'Query intent',
    team: 'recs',
    description: 'Tells whether a search means a product, a brand, a category or help. Scored every night.',
    aliases: { production: 2 },
    parameters: { base: 'multilingual-small', learning_rate: 0.00002, epochs: 4 },
    datasets: [{ name: 'search queries', uri: 'bq://northwind-ml.recs.labelled_queries' }],
    versions: [
      intent(305, 'kim', 0.812, 0.871, 'Bag of words, one model for each language.'),
      intent(118, 'kim', 0.859, 0.903, 'One multilingual model for Dutch, German and English.'),
      intent(6, 'kim', 0.871, 0.911, 'New labels for gift searches before the season.'),
    ],
    // Left over from when online scoring was tried; nobody asks it anything.
    endpoint: { id: '7310977', name: 'query-intent-trial', version: 2, deployed: '3107' },
  },
];
