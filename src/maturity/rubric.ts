/** The sections of the ML Test Score. */
export const rubricSections = ['data', 'model', 'infrastructure', 'monitoring'] as const;
export type RubricSection = (typeof rubricSections)[number];

/** One test; `signals` are those that are evidence of it, each enough on its own. */
export interface RubricTest {
  readonly id: string;
  readonly section: RubricSection;
  readonly title: string;
  readonly signals: readonly string[];
}

/** Breck et al., The ML Test Score, IEEE Big Data 2017. Version of the workshop of 2016 counts otherwise. */
export const rubricVersion = '2017';

/** The 28 tests of the rubric. */
export const rubricTests: readonly RubricTest[] = [
  test('D1', 'data', 'Feature expectations are in a schema'),
  test('D2', 'data', 'All features are beneficial'),
  test('D3', 'data', 'No feature costs too much'),
  test('D4', 'data', 'Features meet requirements on metadata'),
  test('D5', 'data', 'The data pipeline has privacy controls'),
  test('D6', 'data', 'New features can be added quickly'),
  test('D7', 'data', 'Feature code is tested'),
  test('M1', 'model', 'Model specifications are reviewed'),
  test('M2', 'model', 'Offline and online metrics correlate'),
  test('M3', 'model', 'Hyperparameters are tuned'),
  test('M4', 'model', 'The impact of staleness is known'),
  test('M5', 'model', 'A simpler model is not better', ['X2']),
  test('M6', 'model', 'Quality holds on important slices', ['X3']),
  test('M7', 'model', 'Inclusion is considered'),
  test('I1', 'infrastructure', 'Training is reproducible', ['L2']),
  test('I2', 'infrastructure', 'Model specifications are unit tested'),
  test('I3', 'infrastructure', 'The pipeline is tested as a whole'),
  test('I4', 'infrastructure', 'Quality is validated before serving', ['P4']),
  test('I5', 'infrastructure', 'One example can be debugged'),
  test('I6', 'infrastructure', 'Models are canaried before serving', ['D6']),
  test('I7', 'infrastructure', 'Serving can be rolled back', ['G4']),
  test('O1', 'monitoring', 'Changes of dependencies notify'),
  test('O2', 'monitoring', 'Data invariants hold', ['M1']),
  test('O3', 'monitoring', 'Training and serving are not skewed', ['M2', 'F2']),
  test('O4', 'monitoring', 'Models are not too stale', ['P7']),
  test('O5', 'monitoring', 'Models are numerically stable'),
  test('O6', 'monitoring', 'Computing performance has not regressed'),
  test('O7', 'monitoring', 'Prediction quality has not regressed', ['M3']),
];

function test(id: string, section: RubricSection, title: string, signals: readonly string[] = []): RubricTest {
  return { id, section, title, signals };
}
