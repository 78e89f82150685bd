/** Begins on the first call and is the same for all that follow. What failed, or is not worth keeping, is done again for the next. */
export function onceDone<T>(work: () => Promise<T>, keeps: (value: T) => boolean = () => true): () => Promise<T> {
  let doing: Promise<T> | undefined;
  const forget = (): void => void (doing = undefined);
  return () => {
    if (doing === undefined) {
      doing = work();
      doing.then((value) => keeps(value) || forget(), forget);
    }
    return doing;
  };
}
