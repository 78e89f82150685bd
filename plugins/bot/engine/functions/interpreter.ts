import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { newQuickJSWASMModuleFromVariant, newVariant, type CustomizeVariantOptions, type QuickJSSyncVariant, type QuickJSWASMModule } from 'quickjs-emscripten-core';

/** What of WebAssembly is used here: the types of Node do not know it. */
interface Memory {
  readonly buffer: ArrayBuffer;
}

interface WebAssemblyApi {
  readonly Memory: new (pages: { readonly initial: number; readonly maximum: number }) => Memory;
  readonly compile: (bytes: Uint8Array) => Promise<object>;
}

declare const WebAssembly: WebAssemblyApi;

/** Of an emscripten module, which the interpreter's types leave out. */
interface Printer {
  readonly printErr: () => void;
}

const PACKAGE = '@jitl/quickjs-wasmfile-release-sync';
const PAGE_BYTES = 65_536;
/** What an interpreter begins with, and takes for itself. */
const OWN_PAGES = 256;

const { default: variant } = (await import(PACKAGE)) as { readonly default: QuickJSSyncVariant };
/** Compiled once; each interpreter is an instance of it. */
const wasmModule = await WebAssembly.compile(await readFile(fileURLToPath(import.meta.resolve(`${PACKAGE}/wasm`))));

/** An interpreter with a memory of its own, 1 ms to make. Whatever happens in one, others do not know of it. */
export interface Interpreter {
  readonly quickjs: QuickJSWASMModule;
  /** Bytes that its code has taken so far: they only become more. */
  readonly taken: () => number;
}

export async function makeInterpreter(memoryBytes: number): Promise<Interpreter> {
  const wasmMemory = new WebAssembly.Memory({ initial: OWN_PAGES, maximum: OWN_PAGES + Math.ceil(memoryBytes / PAGE_BYTES) });
  // What it prints where it fails is of no use to anybody.
  const emscriptenModule: CustomizeVariantOptions['emscriptenModule'] & Printer = { printErr: () => undefined };
  const options: CustomizeVariantOptions = { wasmModule, wasmMemory, emscriptenModule };
  return { quickjs: await newQuickJSWASMModuleFromVariant(newVariant(variant, options)), taken: () => wasmMemory.buffer.byteLength - OWN_PAGES * PAGE_BYTES };
}
