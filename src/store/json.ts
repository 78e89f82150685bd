/** A JSON object column. */
export type JsonObject = Readonly<Record<string, unknown>>;

export const readObject = (text: string): JsonObject => JSON.parse(text) as JsonObject;
export const readStrings = (text: string): readonly string[] => JSON.parse(text) as readonly string[];
