/**
 * Slips that stand between two words, a letter left out, put in, changed or swapped with the next each; more than `most` are not counted. It
 * looks no further aside than so many letters, and stops where there are more: a word costs its length, and mostly a few of its letters.
 */
export function slipsBetween(one: ArrayLike<string>, other: ArrayLike<string>, most: number): number {
  const beyond = most + 1;
  if (Math.abs(one.length - other.length) > most) return beyond;
  const width = 2 * most + 1;
  const at = (row: readonly number[], place: number): number => row[place] ?? beyond;
  // Of each row the letters beside the diagonal: at `place` is how many slips lead to the first `i` letters of one and `i + place - most` of the other.
  let [before, last]: [readonly number[], readonly number[]] = [[], Array.from({ length: width }, (_, place) => (place < most ? beyond : place - most))];
  for (let i = 1; i <= one.length; i++) {
    const row: number[] = [];
    let least = beyond;
    for (let place = 0; place < width; place++) {
      const j = i + place - most;
      const slips = j < 0 || j > other.length ? beyond : j === 0 ? i : slipsTo(i, j, place, row);
      row.push(slips);
      least = Math.min(least, slips);
    }
    if (least > most) return beyond;
    [before, last] = [last, row];
  }
  return Math.min(beyond, at(last, other.length - one.length + most));

  function slipsTo(i: number, j: number, place: number, row: readonly number[]): number {
    const [letter, instead] = [one[i - 1], other[j - 1]];
    if (letter === instead) return at(last, place);
    const swapped = letter === other[j - 2] && instead === one[i - 2] ? at(before, place) : beyond;
    return Math.min(at(row, place - 1), at(last, place + 1), at(last, place), swapped) + 1;
  }
}
