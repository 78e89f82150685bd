/** What every server process of a test has of the test's own environment: where programs are, and what was compiled before. */
export const serverEnv: Readonly<NodeJS.ProcessEnv> = Object.fromEntries(['PATH', 'NODE_COMPILE_CACHE'].map((name) => [name, process.env[name]]));
