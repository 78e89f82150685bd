/** Begins on the first call, with what that is given, and is the same for all that follow. What failed, or is not worth keeping, is done again for the next. */
export function onceDone<A extends readonly unknown[], T>(work: (...given: A) => Promise<T>, keeps: (value: T) => boolean = () => true): (...given: A) => Promise<T> {
  let doing: Promise<T> | undefined;
  const forget = (): void => void (doing = undefined);
  return (...given) => {
    if (doing === undefined) {
      doing = work(...given);
      doing.then((value) => keeps(value) || forget(), forget);
    }
    return doing;
  };
}
