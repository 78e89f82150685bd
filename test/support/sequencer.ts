import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { LONGEST } from './projects.ts';

/** Projects whose files take minutes: they begin first, as a stage ends with its last. */
const LONG: readonly string[] = ['faults', 'balancer'];

const projectRank = ({ project }: TestSpecification): number => (LONG.includes(project.name) ? 0 : 1);

function fileRank({ moduleId }: TestSpecification): number {
  const at = LONGEST.findIndex((file) => moduleId.endsWith(`/${file}`));
  return at === -1 ? LONGEST.length : at;
}

export class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((a, b) => projectRank(a) - projectRank(b) || fileRank(a) - fileRank(b));
  }
}
