import { randomBytes } from 'node:crypto';
import { z } from 'parlor/plugin';
import type { Own } from '../own.ts';
import { CallError, RC } from './envelope.ts';

/** A category with those below it. An entry is in one, and has the labels on the way to it. */
export interface Category {
  readonly value: string;
  readonly label: string;
  readonly children?: readonly Category[] | undefined;
}

const MOST_LEVELS = 6;
const MOST_CATEGORIES = 2_000;

const category: z.ZodType<Category> = z.lazy(() => z.object({ value: z.string(), label: z.string(), children: z.array(category).optional() }));
const stored = z.array(category);

export const categoriesOf = async ({ data }: Pick<Own, 'data'>, bot: string): Promise<readonly Category[]> => stored.safeParse(await data.get(`categories:${bot}`)).data ?? [];

export async function keepCategories({ data }: Pick<Own, 'data'>, bot: string, all: readonly Category[]): Promise<void> {
  if (count(all) > MOST_CATEGORIES) throw new CallError(RC.tooMuch, `A bot has ${MOST_CATEGORIES} categories at most`);
  await data.set(`categories:${bot}`, all);
}

const count = (all: readonly Category[]): number => all.reduce((sum, { children = [] }) => sum + 1 + count(children), 0);

/** With what is missing on the way of these labels. */
export function withPath(all: readonly Category[], labels: readonly string[]): readonly Category[] {
  const [label, ...rest] = labels.slice(0, MOST_LEVELS);
  if (label === undefined) return all;
  const known = all.find((each) => each.label === label);
  if (known === undefined) return [...all, grown({ value: randomBytes(6).toString('base64url'), label }, rest)];
  return rest.length === 0 ? all : all.map((each) => (each === known ? grown(each, rest) : each));
}

function grown(one: Category, labels: readonly string[]): Category {
  const children = withPath(one.children ?? [], labels);
  return children.length === 0 ? one : { ...one, children };
}

/** The ids on the way of labels, as far as they are categories; a label that is none stands for itself. */
export function idsOf(all: readonly Category[], labels: readonly string[]): readonly string[] {
  const [label, ...rest] = labels;
  if (label === undefined) return [];
  const known = all.find((each) => each.label === label);
  return [known?.value ?? label, ...idsOf(known?.children ?? [], rest)];
}

/** The labels on the way to a category, the last one its own; undefined where there is none of this id. */
export function labelsTo(all: readonly Category[], value: string): readonly string[] | undefined {
  for (const each of all) {
    if (each.value === value) return [each.label];
    const below = labelsTo(each.children ?? [], value);
    if (below !== undefined) return [each.label, ...below];
  }
  return undefined;
}

/** With another one in its place; null takes it away with all below it. */
export function replaced(all: readonly Category[], value: string, by: (one: Category) => Category | null): readonly Category[] {
  return all.flatMap((each) => {
    if (each.value === value) return by(each) ?? [];
    if (each.children === undefined) return [each];
    const { children: _children, ...bare } = each;
    const children = replaced(each.children, value, by);
    return [children.length === 0 ? bare : { ...bare, children }];
  });
}

/** Whether labels are those of a category, or of one below it. */
export const isWithin = (labels: readonly string[], way: readonly string[]): boolean => way.every((label, index) => labels[index] === label);
