import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Projects whose files take minutes: they begin first, as a stage ends with its last. */
const LONG: readonly string[] = ['faults', 'balancer'];
const rankOf = ({ project }: TestSpecification): number => (LONG.includes(project.name) ? 0 : 1);

export class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((a, b) => rankOf(a) - rankOf(b));
  }
}
