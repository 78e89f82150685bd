/** The part of the peer that is measured; its packages declare no types. */
declare module '@nlpjs/basic' {
  export interface Container {
    use(language: object): void;
  }
  export function containerBootstrap(): Promise<Container>;
  export const LangEn: object;
  export class Nlp {
    constructor(settings: { container: Container; languages: readonly string[]; autoSave: boolean; autoLoad: boolean; nlu: { log: boolean } });
    addDocument(language: string, text: string, intent: string): void;
    train(): Promise<void>;
    process(language: string, text: string): Promise<{ classifications: readonly { intent: string; score: number }[] }>;
  }
}

declare module '@nlpjs/lang-zh' {
  export const LangZh: object;
}
