import { generatedModels } from '#sandbox/mlflow/seed.ts';
import { startPretendMlflow } from '#sandbox/mlflow/server.ts';
import { generatedVertexModels } from '#sandbox/vertex/seed.ts';
import { startPretendVertex } from '#sandbox/vertex/server.ts';
import { answerParent } from './answer-parent.ts';

const [models = 0, versions = 0] = process.argv.slice(2).map(Number);
const mlflow = await startPretendMlflow({ seed: generatedModels(models, Date.now(), versions) });
const vertex = await startPretendVertex({ seed: generatedVertexModels(models, versions) });
answerParent({ mlflow, vertex }, () => {});
