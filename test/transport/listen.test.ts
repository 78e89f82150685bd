import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { json } from '#http/response.ts';
import { route } from '#http/router.ts';
import { createTransport } from '#src/transport.ts';
import { describeEngines, recordingLog, serve } from '../http/engines.ts';

const slow = route('GET', '/slow', {
  handler: async () => {
    await sleep(200);
    return json({ done: true });
  },
});

describeEngines('listening', (kind) => {
  it('reports the port that it picked, on the host that it was given', async () => {
    const { port, transport } = await serve(kind, [slow]);
    expect(port).toBeGreaterThan(0);
    expect([transport.port, transport.kind]).toEqual([port, kind]);
    const elsewhere = connect(port, '127.0.0.2');
    const [error] = (await once(elsewhere, 'error')) as [NodeJS.ErrnoException];
    expect(error.code).toBe('ECONNREFUSED');
  });

  it('rejects when the address is taken', async () => {
    const { port } = await serve(kind, []);
    const { log } = recordingLog();
    const second = await createTransport({ kind, log });
    onTestFinished(() => second.close(0));
    await expect(second.listen(port, '127.0.0.1')).rejects.toThrow(String(port));
  });

  it('refuses whoever comes after it stopped, and finishes what it began', async () => {
    const { url, port, transport } = await serve(kind, [slow]);
    const begun = fetch(`${url}/slow`);
    await sleep(50);
    const closed = transport.close();
    const late = connect(port, '127.0.0.1');
    const [error] = (await once(late, 'error')) as [NodeJS.ErrnoException];
    expect(error.code).toBe('ECONNREFUSED');
    expect(await (await begun).json()).toEqual({ done: true });
    await closed;
  });

  it('cuts what takes longer than the grace', async () => {
    const { url, transport } = await serve(kind, [slow]);
    const begun = fetch(`${url}/slow`);
    await sleep(50);
    await Promise.all([expect(begun).rejects.toThrow(), transport.close(20)]);
  });

  it('answers 503 before it has routes', async () => {
    const { log } = recordingLog();
    const transport = await createTransport({ kind, log });
    onTestFinished(() => transport.close(0));
    const port = await transport.listen(0, '127.0.0.1');
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(503);
  });
});
