import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { json } from '#http/response.ts';
import { route } from '#http/router.ts';
import { ListenError } from '#src/transport/listen-error.ts';
import { createTransport } from '#src/transport.ts';
import { describeEngines, recordingLog, serve } from '../http/engines.ts';

/** Takes a while; `begun` resolves when somebody waits for it. */
function takingAWhile() {
  const begun = Promise.withResolvers<void>();
  const slow = route('GET', '/slow', {
    handler: async () => {
      begun.resolve();
      await sleep(200);
      return json({ done: true });
    },
  });
  return { slow, begun: begun.promise };
}

describeEngines('listening', (kind) => {
  it('reports the port that it picked, on the host that it was given', async () => {
    const { port, transport } = await serve(kind, []);
    expect(port).toBeGreaterThan(0);
    expect([transport.port, transport.kind]).toEqual([port, kind]);
    const elsewhere = connect(port, '127.0.0.2');
    const [error] = (await once(elsewhere, 'error')) as [NodeJS.ErrnoException];
    expect(error.code).toBe('ECONNREFUSED');
  });

  const refusal = async (port: number, host: string): Promise<unknown> => {
    const { log } = recordingLog();
    const transport = await createTransport({ kind, log });
    onTestFinished(() => transport.close(0));
    return transport.listen(port, host).catch((error: unknown) => error);
  };

  it('says which port is in use, and what to set', async () => {
    const { port } = await serve(kind, []);
    const error = await refusal(port, '127.0.0.1');
    expect(error).toBeInstanceOf(ListenError);
    expect(error).toMatchObject({ message: `port ${port} is in use, by another program or by a server that runs already. Set PORT to a free one.` });
  });

  it('says when the host is not its own', async () => {
    for (const host of ['192.0.2.1', 'no such host']) expect(await refusal(0, host)).toMatchObject({ message: expect.stringContaining(`HOST=${host}`) });
  });

  it('refuses whoever comes after it stopped, and finishes what it began', async () => {
    const { slow, begun } = takingAWhile();
    const { url, port, transport } = await serve(kind, [slow]);
    const answer = fetch(`${url}/slow`);
    await begun;
    const closed = transport.close();
    const late = connect(port, '127.0.0.1');
    const [error] = (await once(late, 'error')) as [NodeJS.ErrnoException];
    expect(error.code).toBe('ECONNREFUSED');
    expect(await (await answer).json()).toEqual({ done: true });
    await closed;
  });

  it('waits for what it began for a client that has gone since', async () => {
    let ended = false;
    const begun = Promise.withResolvers<void>();
    const work = route('GET', '/work', {
      handler: async () => {
        begun.resolve();
        await sleep(200);
        ended = true;
        return json({});
      },
    });
    const { port, transport } = await serve(kind, [work]);
    const client = connect(port, '127.0.0.1');
    client.write('GET /work HTTP/1.1\r\nhost: here\r\n\r\n');
    await begun.promise;
    client.destroy();
    await sleep(20);
    await transport.close();
    expect(ended).toBe(true);
  });

  it('begins nothing for a connection that was kept alive', async () => {
    let calls = 0;
    const counted = route('GET', '/counted', { handler: () => json({ calls: ++calls }) });
    const { slow, begun } = takingAWhile();
    const { url, port, transport } = await serve(kind, [slow, counted]);
    const kept = connect(port, '127.0.0.1');
    const ask = async (): Promise<string> => {
      kept.write('GET /counted HTTP/1.1\r\nhost: here\r\n\r\n');
      const [answer] = (await Promise.race([once(kept, 'data'), once(kept, 'close')])) as [Buffer | boolean];
      return typeof answer === 'boolean' ? 'closed' : String(answer);
    };
    expect(await ask()).toContain('200 OK');
    const answer = fetch(`${url}/slow`);
    await begun;
    const closed = transport.close();
    expect(await ask()).toMatch(/503 Service Unavailable|closed/);
    expect(calls).toBe(1);
    await Promise.all([answer, closed]);
  });

  it('cuts what takes longer than the grace', async () => {
    const { slow, begun } = takingAWhile();
    const { url, transport } = await serve(kind, [slow]);
    const answer = fetch(`${url}/slow`);
    await begun;
    await Promise.all([expect(answer).rejects.toThrow(), transport.close(20)]);
  });

  it('answers 503 before it has routes', async () => {
    const { log } = recordingLog();
    const transport = await createTransport({ kind, log });
    onTestFinished(() => transport.close(0));
    const port = await transport.listen(0, '127.0.0.1');
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(503);
  });
});
